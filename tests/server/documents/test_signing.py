"""Signatures: made with the doctor's key, checked offline, forged never."""

import json
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from consult.domain.errors import NotFound
from consult.domain.ids import PersonId
from server.documents.signing import Ed25519Signer, Secrets, verification_code
from server.documents.verify import verify
from tests.server.documents.samples import DOCTOR, EXPERT, NOW


class Stores:
    """Keys and records in memory."""

    def __init__(self) -> None:
        self.keys: dict[PersonId, bytes] = {}
        self.records: dict[str, bytes] = {}

    async def sealed_key(self, person: PersonId) -> bytes | None:
        return self.keys.get(person)

    async def keep_sealed_key(self, person: PersonId, sealed: bytes) -> bytes:
        return self.keys.setdefault(person, sealed)

    async def keep_record(self, sha256: str, record: bytes) -> None:
        self.records[sha256] = record

    async def record(self, sha256: str) -> bytes:
        if sha256 not in self.records:
            raise NotFound
        return self.records[sha256]


RECORD: dict[str, object] = {
    "author": {"id": str(EXPERT.id), "name": EXPERT.name},
    "case": {"number": "HZ20261122-0007", "version": 2},
    "conclusion": {"summary": "脑出血", "answers": [{"question": "手术?", "text": "暂不"}]},
    "evidence": [{"kind": "study", "id": "1.2.3", "sha256": "ab" * 32}],
}


@pytest.fixture
def stores() -> Stores:
    return Stores()


@pytest.fixture
def signer(stores: Stores) -> Ed25519Signer:
    return Ed25519Signer(stores, stores, Secrets.of(bytes(range(32))))


async def exported(signer: Ed25519Signer) -> bytes:
    signature = await signer.sign(EXPERT, RECORD, NOW)
    return await signer.export(EXPERT, signature)


async def test_a_signed_opinion_verifies_offline(signer: Ed25519Signer) -> None:
    """With the root key every check passes and the signer is named."""
    verdict = verify(await exported(signer), signer.root_public_key)
    assert verdict.valid
    assert verdict.trusted is True
    assert verdict.signer == "李文博"


async def test_without_a_root_key_trust_is_left_open(signer: Ed25519Signer) -> None:
    """The document holds in itself; who made it is not known."""
    verdict = verify(await exported(signer))
    assert verdict.valid
    assert verdict.trusted is None


async def test_another_installation_is_not_trusted(signer: Ed25519Signer, stores: Stores) -> None:
    """A forger with an installation of their own is found by the root key."""
    forger = Ed25519Signer(Stores(), stores, Secrets.of(bytes(32)))
    verdict = verify(await exported(forger), signer.root_public_key)
    assert verdict.trusted is False
    assert not verdict.valid


async def test_one_key_a_doctor(signer: Ed25519Signer, stores: Stores) -> None:
    """The key is made once, sealed, and never the same for two."""
    first = await signer.sign(EXPERT, RECORD, NOW)
    second = await signer.sign(EXPERT, RECORD, NOW + timedelta(days=1))
    other = await signer.sign(DOCTOR, RECORD, NOW)
    assert first.public_key == second.public_key != other.public_key
    assert all(bytes.fromhex(first.public_key) not in sealed for sealed in stores.keys.values())


async def test_somebody_elses_certificate(signer: Ed25519Signer) -> None:
    """A record that names one author and is signed by another does not pass."""
    signature = await signer.sign(DOCTOR, RECORD, NOW)
    assert not verify(await signer.export(DOCTOR, signature), signer.root_public_key).valid


def change_one(value: Any, random: Random) -> Any:
    """Return the JSON value with one leaf changed."""
    if isinstance(value, dict) and value:
        key = random.choice(sorted(value))
        return {**value, key: change_one(value[key], random)}
    if isinstance(value, list) and value:
        place = random.randrange(len(value))
        return [*value[:place], change_one(value[place], random), *value[place + 1 :]]
    if isinstance(value, str):
        place = random.randrange(len(value) + 1)
        return value[:place] + random.choice("0a脑") + value[place:]
    return value + 1 if isinstance(value, int) else "x"


async def test_any_change_is_found(signer: Ed25519Signer) -> None:
    """Of 1,000 documents with one value changed none is accepted."""
    document = json.loads(await exported(signer))
    random = Random(1122)
    for _ in range(1000):
        forged = json.dumps(change_one(document, random)).encode()
        assert not verify(forged, signer.root_public_key).valid


@pytest.mark.parametrize("junk", [b"", b"{}", b"[]", b"\xff", b'{"record": 1}', b"[" * 20_000])
def test_what_cannot_be_read_is_not_valid(junk: bytes) -> None:
    """Never an exception: the verdict says that the format is wrong."""
    verdict = verify(junk)
    assert not verdict.valid
    assert verdict.checks[0].name == "format"


def test_secrets_are_kept_for_the_owner_alone(tmp_path: Path) -> None:
    """Made once, readable by the owner, the same afterwards."""
    first = Secrets.in_folder(tmp_path / "secrets")
    assert Secrets.in_folder(tmp_path / "secrets").master == first.master
    assert (tmp_path / "secrets" / "master.key").stat().st_mode & 0o077 == 0


def test_the_code_is_short_and_readable() -> None:
    """Twelve characters without those that are taken for others."""
    assert verification_code("ab" * 32) == "NENT-QAXB-NENT"
    assert not set(verification_code("0123456789abcdef" * 4)) & set("ILOU")
