"""What an expert signs: everybody who met is named."""

from datetime import timedelta
from typing import Any

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
