"""Signing with a doctor's own Ed25519 key (RFC 8032) over canonical JSON (RFC 8785).

A doctor's private key is sealed with AES-256-GCM under the installation's master key, which lies
outside the database. The installation's root key certifies each doctor's public key, so that a
signed opinion can be checked offline by whoever holds the root's public key.
"""

import base64
import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import rfc8785
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from consult.domain.errors import NotFound, Refused
from consult.domain.ids import PersonId
from consult.domain.opinion import Signature
from consult.domain.people import Person

NONCE = 12  # bytes, as AES-GCM wants them
MASTER = 32  # bytes
METHOD = "ed25519"


class KeyStore(Protocol):
    """Where the sealed private keys lie."""

    async def sealed_key(self, person: PersonId) -> bytes | None:
        """Return the sealed key of a person, or None."""

    async def keep_sealed_key(self, person: PersonId, sealed: bytes) -> bytes:
        """Keep the key unless there is one already; return the one that is kept."""


class RecordStore(Protocol):
    """Where the canonical records lie, by their SHA-256, durably."""

    async def keep_record(self, sha256: str, record: bytes) -> None:
        """Keep the bytes under their hash."""

    async def record(self, sha256: str) -> bytes:
        """Return the bytes; raises NotFound."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """The installation's own secrets. `master` seals; the root key certifies."""

    master: bytes  # 32
    root: Ed25519PrivateKey

    @classmethod
    def of(cls, master: bytes) -> "Secrets":
        """Derive the root key from the master secret (HKDF-SHA-256, RFC 5869)."""
        seed = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"huizhen root key 1").derive(
            master
        )
        return cls(master, Ed25519PrivateKey.from_private_bytes(seed))

    @classmethod
    def in_folder(cls, folder: Path) -> "Secrets":
        """Read `master.key` in the folder, or make one that only its owner can read."""
        path = folder / "master.key"
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write_durably(path, base64.b64encode(secrets.token_bytes(32)) + b"\n")
        master = base64.b64decode(path.read_text())
        if len(master) != MASTER:
            raise ValueError(f"{path} does not hold {MASTER} bytes in base64")
        return cls.of(master)


class Ed25519Signer:
    """The `Signer` port: keys made at the first signature, unlocked by the caller's step-up."""

    def __init__(self, keys: KeyStore, records: RecordStore, own: Secrets) -> None:
        """`own` is the installation's; keys and records are kept by the stores."""
        self._keys = keys
        self._records = records
        self._own = own

    async def sign(self, signer: Person, record: Mapping[str, object], at: datetime) -> Signature:
        """Sign the record in its canonical form, and keep those bytes before returning.

        Raises rfc8785.CanonicalizationError for values that JSON cannot hold.
        """
        canonical = canonical_bytes(record)
        key = await self._key_of(signer.id)
        digest = hashlib.sha256(canonical).hexdigest()
        await self._records.keep_record(digest, canonical)
        return Signature(
            signer=signer.id,
            signed_at=at,
            method=METHOD,
            sha256=digest,
            signature=key.sign(canonical).hex(),
            public_key=public_hex(key),
            verification_code=verification_code(digest),
        )

    async def proven(self, signature: Signature) -> Mapping[str, object] | None:
        """Return the record as signed; None where it is gone, altered, or not of the signer's key.

        A row of the database alone proves nothing: the key that signed must be the one that this
        installation has sealed for the signer.
        """
        try:
            canonical = await self._records.record(signature.sha256)
        except NotFound:
            return None
        if not await self._genuine(signature.signer, signature, canonical):
            return None
        record: Mapping[str, object] = json.loads(canonical)
        return record

    async def export(self, signer: Person, signature: Signature) -> bytes:
        """Return the signed document as JSON text: record, signature, certificate, root key.

        Raises Refused(record_broken) unless the record is whole and signed with the key that this
        installation keeps for the signer: a row of the database alone is not certified.
        """
        canonical = await self._records.record(signature.sha256)
        if not await self._genuine(signer.id, signature, canonical):
            raise Refused("record_broken")
        certificate = {
            "person": str(signer.id),
            "name": signer.name,
            "public_key": signature.public_key,
        }
        return json.dumps(
            {
                "format": "huizhen-signed-opinion-1",
                "record": json.loads(canonical),
                "signature": {
                    "method": signature.method,
                    "sha256": signature.sha256,
                    "value": signature.signature,
                    "public_key": signature.public_key,
                    "verification_code": signature.verification_code,
                },
                "certificate": {
                    **certificate,
                    "root_signature": self._own.root.sign(canonical_bytes(certificate)).hex(),
                },
                "root_public_key": public_hex(self._own.root),
            },
            ensure_ascii=False,
            indent=1,
        ).encode()

    async def _genuine(self, signer: PersonId, signature: Signature, canonical: bytes) -> bool:
        sealed = await self._keys.sealed_key(signer)
        if sealed is None or hashlib.sha256(canonical).hexdigest() != signature.sha256:
            return False
        try:
            own = Ed25519PrivateKey.from_private_bytes(self._open(signer, sealed)).public_key()
            own.verify(bytes.fromhex(signature.signature), canonical)
        except (InvalidSignature, InvalidTag, ValueError):
            return False
        told = (METHOD, own.public_bytes_raw().hex(), verification_code(signature.sha256))
        return told == (signature.method, signature.public_key, signature.verification_code)

    @property
    def root_public_key(self) -> str:
        """The installation's public key in hex: what an offline check has to know beforehand."""
        return public_hex(self._own.root)

    async def _key_of(self, person: PersonId) -> Ed25519PrivateKey:
        sealed = await self._keys.sealed_key(person)
        if sealed is None:
            fresh = Ed25519PrivateKey.generate().private_bytes_raw()
            sealed = await self._keys.keep_sealed_key(person, self._seal(person, fresh))
        return Ed25519PrivateKey.from_private_bytes(self._open(person, sealed))

    def _seal(self, person: PersonId, private: bytes) -> bytes:
        nonce = secrets.token_bytes(NONCE)
        return nonce + AESGCM(self._own.master).encrypt(nonce, private, person.bytes)

    def _open(self, person: PersonId, sealed: bytes) -> bytes:
        return AESGCM(self._own.master).decrypt(sealed[:NONCE], sealed[NONCE:], person.bytes)


def _write_durably(path: Path, content: bytes) -> None:
    """Write a secret whole or not at all: with half of it every doctor's key would be lost."""
    beside = path.with_suffix(".new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def canonical_bytes(value: Mapping[str, object]) -> bytes:
    """Return the canonical form of JSON values (RFC 8785)."""
    return rfc8785.dumps(dict(value))  # type: ignore[arg-type]


def public_hex(key: Ed25519PrivateKey) -> str:
    """Return the 32 bytes of the public key in lower-case hex."""
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        .hex()
    )


def verification_code(sha256: str) -> str:
    """Return 60 bits of the hash as XXXX-XXXX-XXXX (base32 without I, L, O, U: Crockford's)."""
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    number = int(sha256[:15], 16)
    letters = "".join(alphabet[(number >> shift) & 31] for shift in range(55, -1, -5))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"
