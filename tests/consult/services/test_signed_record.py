"""What an expert signs: everybody who met is named, and nothing else passes for it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from consult.contract.commands import AmendOpinion
from consult.domain.errors import Refused
from consult.domain.opinion import Opinion, Signature
from consult.domain.proof import states
from consult.domain.record import opinion_part
from consult.services import opinions
from consult.services.verification import verify
from tests.consult.services.path import Path


def meetings(path: Path) -> Any:
    """The meetings in the record that was signed first."""
    return path.world.signer.records[0]["sessions"]


async def test_who_met(path: Path) -> None:
    """The record names everybody who met, with title, side, institution, time and medium."""
    await path.answered()
    [meeting] = meetings(path)
    told = [
        (one["name"], one["title"], one["side"], one["organisation"]["name"])
        for one in meeting["attendees"]
    ]
    assert told == [
        ("王建国", "乡村医生", "requesting", "柳树沟村卫生室"),
        ("陈静", "主任医师", "expert", "市第一人民医院"),
    ]
    started = path.world.clock.at - timedelta(minutes=20)
    assert (meeting["started_at"], meeting["ended_at"]) == (
        started.isoformat(),
        path.world.clock.at.isoformat(),
    )
    assert (meeting["seconds"], meeting["gaps"]) == (20 * 60, [])
    spans = [(one["person"], one["medium"]) for one in meeting["attendance"]]
    assert spans == [(one["id"], "video") for one in meeting["attendees"]]


async def test_an_answer_in_writing(path: Path) -> None:
    """Where nobody met, the record says so."""
    await path.answered_in_writing()
    assert meetings(path) == []


Tampering = Callable[[Opinion, Signature], Opinion]
TAMPERED: dict[str, Tampering] = {
    "other words": lambda one, _: replace(
        one, conclusion=replace(one.conclusion, summary="未见异常")
    ),
    "an answer fewer": lambda one, _: replace(one, conclusion=replace(one.conclusion, answers=())),
    "another moment": lambda one, by: replace(
        one, signature=replace(by, signed_at=by.signed_at - timedelta(days=1))
    ),
    "another signature": lambda one, by: replace(one, signature=replace(by, signature="00" * 32)),
    "another record": lambda one, by: replace(one, signature=replace(by, sha256="00" * 32)),
}


@pytest.mark.parametrize("tampering", TAMPERED.values(), ids=TAMPERED)
async def test_a_row_that_was_changed_in_the_database(path: Path, tampering: Tampering) -> None:
    """It is told to be invalid, and no paper is made of it."""
    await path.answered()
    [opinion] = path.file.opinions
    assert opinion.signature is not None
    code, doctor = opinion.signature.verification_code, path.world.actors["doctor"]
    assert (await verify(path.ports, code)).valid
    changed = tampering(opinion, opinion.signature)
    await path.world.put_file(replace(path.file, opinions=(changed,)))
    found = await verify(path.ports, code)
    assert (found.found, found.valid) == (True, False)
    with pytest.raises(Refused, match="record_broken"):
        await opinions.document(path.ports, doctor, path.case, opinion.id, "/verify/")


async def test_an_opinion_that_was_amended(path: Path) -> None:
    """Both versions hold: the older one is as it was signed, and is told to be superseded."""
    await path.answered()
    expert = path.world.actors["expert"]
    await opinions.amend(path.ports, expert, path.case, AmendOpinion(reason="补充用药"))
    await path.sign()
    codes = [one.signature.verification_code for one in path.file.opinions if one.signature]
    found = [await verify(path.ports, code) for code in codes]
    assert [(one.valid, one.superseded) for one in found] == [(True, True), (True, False)]


async def test_what_a_record_proves(path: Path) -> None:
    """Only what it says: nothing of a draft, and a record without its parts proves nothing."""
    await path.answered()
    file, record = path.file, path.world.signer.records[0]
    [opinion] = file.opinions
    assert states(record, file, opinion)
    assert not states(record, file, replace(opinion, signature=None))
    assert not states({}, file, opinion)
    assert not states({**record, "case": None}, file, opinion)
    assert not states({**record, "opinion": {"unknown": 1}}, file, opinion)
    older = {key: one for key, one in opinion_part(opinion).items() if key != "amend_reason"}
    assert states({**record, "opinion": older}, file, opinion), "it may name less than is stored"
