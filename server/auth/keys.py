"""Keys that follow from the server's secret (HKDF, RFC 5869), one a purpose."""

import base64
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive(secret: str, purpose: str, about: bytes = b"") -> bytes:
    """Return the 32-byte key for a purpose, and for whom it is about."""
    info = b"huizhen/" + purpose.encode() + b"/" + about
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret.encode())


def draft_key(secret: str, person: UUID) -> str:
    """Return (base64) the key of the drafts that this person's browsers keep."""
    return base64.b64encode(derive(secret, "draft", person.bytes)).decode()
