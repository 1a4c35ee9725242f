"""What the installation's root key certifies, and what it refuses to."""

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consult.domain.errors import Refused
from server.documents.signing import Ed25519Signer, Secrets, canonical_bytes
from tests.server.documents.samples import DOCTOR, EXPERT, NOW
from tests.server.documents.test_signing import RECORD, Stores


async def test_a_signature_by_a_key_that_came_by_the_database() -> None:
    """Whoever can write rows cannot have their own key certified as a doctor's."""
    stores = Stores()
    signer = Ed25519Signer(stores, stores, Secrets.of(bytes(range(32))))
    real = await signer.sign(EXPERT, RECORD, NOW)
    forger = Ed25519PrivateKey.generate()
    forged = replace(
        real,
        signature=forger.sign(canonical_bytes(RECORD)).hex(),
        public_key=forger.public_key().public_bytes_raw().hex(),
    )
    with pytest.raises(Refused, match="record_broken"):
        await signer.export(EXPERT, forged)


async def test_a_record_that_was_changed_on_the_disk() -> None:
    """It is not exported under a signature that was given for other words."""
    stores = Stores()
    signer = Ed25519Signer(stores, stores, Secrets.of(bytes(range(32))))
    signature = await signer.sign(EXPERT, RECORD, NOW)
    stores.records[signature.sha256] = canonical_bytes({**RECORD, "case": "another"})
    with pytest.raises(Refused, match="record_broken"):
        await signer.export(EXPERT, signature)


async def test_what_is_proven() -> None:
    """A record comes back as signed while key, hash, signature and code belong together."""
    stores = Stores()
    signer = Ed25519Signer(stores, stores, Secrets.of(bytes(range(32))))
    signature = await signer.sign(EXPERT, RECORD, NOW)
    assert await signer.proven(signature) == RECORD
    forged = (
        replace(signature, signer=DOCTOR.id),
        replace(signature, signature="00" * 64),
        replace(signature, signature="no hex"),
        replace(signature, public_key="00" * 32),
        replace(signature, verification_code="0000-0000-0000"),
        replace(signature, sha256="00" * 32),
    )
    assert [await signer.proven(one) for one in forged] == [None] * len(forged)
    other = Ed25519Signer(stores, stores, Secrets.of(bytes(32)))
    assert await other.proven(signature) is None, "another master key opens nothing"
    stores.records[signature.sha256] = canonical_bytes({**RECORD, "case": "another"})
    assert await signer.proven(signature) is None


def test_a_master_key_that_was_only_half_written(tmp_path: Path) -> None:
    """An empty file is no secret: nothing is derived from it."""
    (tmp_path / "master.key").write_text("")
    with pytest.raises(ValueError, match="32 bytes"):
        Secrets.in_folder(tmp_path)
