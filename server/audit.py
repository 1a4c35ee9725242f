"""The audit chain's arithmetic, and its head kept in a second place.

Each entry's hash is SHA-256 over its canonical JSON (RFC 8785), which holds the previous hash.
Whoever edits, deletes, inserts or reorders entries breaks it. Cutting the end off, or writing the
whole chain anew, needs something outside the database to show: the sealed head in the data folder.
"""

import hashlib
import json
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.ports import ChainHead, ChainReport

START: Final = ChainHead(number=0, hash="0" * 64)
"""The head of a chain without entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the chain. Hashes in lower-case hex."""

    number: int
    at: datetime
    actor: UUID | None
    action: str
    kind: str
    object_id: str
    detail: str
    prev_hash: str
    hash: str = ""


def hash_of(entry: Entry) -> str:
    """Return what the entry's hash has to be; its own `hash` is not looked at."""
    return hashlib.sha256(
        rfc8785.dumps(
            {
                "number": entry.number,
                "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "actor": None if entry.actor is None else str(entry.actor),
                "action": entry.action,
                "kind": entry.kind,
                "object": entry.object_id,
                "detail": entry.detail,
                "prev": entry.prev_hash,
            }
        )
    ).hexdigest()


@dataclass(slots=True)
class ChainCheck:
    """Checks a chain entry by entry, in the order of their numbers."""

    kept: dict[int, str] = field(default_factory=dict)
    """Hashes by number, as checkpoints and the head kept elsewhere have them."""
    at: ChainHead = START
    broken: ChainReport | None = None

    def feed(self, entry: Entry) -> bool:
        """Look at the next entry; False once the chain is broken."""
        reason = self._fault(entry)
        if reason:
            self.broken = ChainReport(
                intact=False,
                entries=self.at.number,
                broken_at=min(entry.number, self.at.number + 1),
                reason=reason,
            )
            return False
        self.at = ChainHead(number=entry.number, hash=entry.hash)
        return True

    def _fault(self, entry: Entry) -> str:
        if entry.number != self.at.number + 1:
            return "missing"
        if entry.hash != hash_of(entry):
            return "edited"
        if entry.prev_hash != self.at.hash:
            return "reordered"
        if self.kept.get(entry.number, entry.hash) != entry.hash:
            return "rewritten"
        return ""

    def finish(self, head: ChainHead) -> ChainReport:
        """Return the verdict, given the head that the database claims."""
        if self.broken is not None:
            return self.broken
        known = max([head.number, *self.kept])
        if known > self.at.number:
            return self._ends_wrong("truncated")
        if head != self.at:
            return self._ends_wrong("rewritten")
        return ChainReport(intact=True, entries=self.at.number)

    def _ends_wrong(self, reason: str) -> ChainReport:
        return ChainReport(
            intact=False, entries=self.at.number, broken_at=self.at.number + 1, reason=reason
        )


class HeadFile:
    """The chain's head, signed, in a file of the data folder: `audit.head`, key in `audit.key`.

    A job writes it every minute or thousand entries; a verification reads it. Copy it to another
    machine to be safe from somebody who can change the whole folder.
    """

    def __init__(self, folder: Path) -> None:
        """Nothing is read or written yet."""
        self._head = folder / "audit.head"
        self._key = folder / "audit.key"

    def write(self, head: ChainHead, at: datetime) -> None:
        """Keep the head durably: whole or not at all. Blocking: a few milliseconds."""
        body: dict[str, str | int] = {
            "number": head.number,
            "hash": head.hash,
            "at": at.astimezone(UTC).isoformat(),
        }
        signature = self._private().sign(rfc8785.dumps(body)).hex()
        text = json.dumps({**body, "signature": signature}) + "\n"
        _replace(self._head, text.encode(), mode=0o644)

    def read(self) -> ChainHead | None:
        """Return the head kept here, None where none was yet; ValueError when it was tampered."""
        if not self._head.exists():
            return None
        try:
            body = json.loads(self._head.read_bytes())
            signature = bytes.fromhex(body.pop("signature"))
            self._private().public_key().verify(signature, rfc8785.dumps(body))
            return ChainHead(number=int(body["number"]), hash=str(body["hash"]))
        except (InvalidSignature, KeyError, TypeError, AttributeError) as error:
            raise ValueError("audit.head was not written by this server") from error

    def _private(self) -> Ed25519PrivateKey:
        if not self._key.exists():
            fresh = Ed25519PrivateKey.generate().private_bytes_raw()
            _replace(self._key, fresh, mode=0o600)
        return Ed25519PrivateKey.from_private_bytes(self._key.read_bytes())


def _replace(path: Path, content: bytes, *, mode: int) -> None:
    beside = path.with_name(path.name + ".new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
