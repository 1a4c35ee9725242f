"""The offline check of a signed opinion: needs the file, and the root key that one trusts."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from server.documents.signing import METHOD, canonical_bytes, verification_code


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked."""

    name: str  # format, hash, signature, code, certificate, root
    passed: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """All checks in order, and the record as far as it could be read.

    `trusted` is None where no root key was given to compare with: the document then holds in
    itself, but anybody could have made it.
    """

    checks: tuple[Check, ...]
    record: dict[str, Any]
    signer: str
    trusted: bool | None

    @property
    def valid(self) -> bool:
        """Whether every check passed, and the root key is trusted where one was given."""
        return all(check.passed for check in self.checks) and self.trusted is not False


def verify(document: bytes, trusted_root: str | None = None) -> Verdict:
    """Check a signed opinion as exported. Never raises: what cannot be read is not valid.

    trusted_root   hex of the installation's public key, learnt by another way than this file.
    """
    try:
        return _verify(json.loads(document), trusted_root)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Verdict((Check("format", passed=False),), {}, "", None)


def _verify(document: dict[str, Any], trusted_root: str | None) -> Verdict:
    record, signature = document["record"], document["signature"]
    certificate = dict(document["certificate"])
    root_signature = certificate.pop("root_signature")
    canonical = canonical_bytes(record)
    digest = hashlib.sha256(canonical).hexdigest()
    root = document["root_public_key"]
    checks = (
        Check("format", document["format"] == "huizhen-signed-opinion-1"),
        Check("hash", signature["sha256"] == digest),
        Check(
            "signature",
            signature["method"] == METHOD
            and _signed(signature["public_key"], signature["value"], canonical),
        ),
        Check("code", signature["verification_code"] == verification_code(digest)),
        Check(
            "certificate",
            certificate["public_key"] == signature["public_key"]
            and certificate["person"] == record["author"]["id"]
            and _signed(root, root_signature, canonical_bytes(certificate)),
        ),
    )
    trusted = None if trusted_root is None else trusted_root.strip().lower() == root
    return Verdict(checks, record, str(certificate["name"]), trusted)


def _signed(public_key: str, signature: str, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(
            bytes.fromhex(signature), message
        )
    except InvalidSignature:
        return False
    return True
