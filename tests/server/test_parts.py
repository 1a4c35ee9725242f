"""Uploads under way, on the disk."""

import asyncio
import gc
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from consult.domain.errors import Conflict
from server.chores import sweeping_job
from server.parts import Parts
from tests.fakes.world import FakeClock


async def test_one_at_a_time_and_nothing_is_left(tmp_path: Path) -> None:
    """Requests for one upload take turns, also those that fail; no lock stays behind."""
    parts, upload, inside, most = Parts(tmp_path), uuid4(), 0, 0

    async def work() -> None:
        nonlocal inside, most
        async with parts.only_one(upload):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(work() for _ in range(20)))
    assert most == 1
    for _ in range(10):
        with pytest.raises(ValueError, match="no"):
            async with parts.only_one(uuid4()):
                raise ValueError("no")
    gc.collect()
    assert not parts._locks


async def test_what_nobody_goes_on_with(tmp_path: Path) -> None:
    """Bytes are forgotten 7 days after the last came; sending on is told to begin from 0."""
    parts, old, young = Parts(tmp_path), uuid4(), uuid4()
    clock = FakeClock(datetime.now(UTC))
    for upload in (old, young):
        assert await parts.write(upload, 0, b"abc", size=6) == 3
    (tmp_path / "note").touch()
    for path, days in ((parts.path(old), 8), (parts.path(young), 6), (tmp_path / "note", 8)):
        at = (clock.now() - timedelta(days=days)).timestamp()
        os.utime(path, (at, at))
    await sweeping_job(parts, clock).once()
    assert {one.name for one in tmp_path.iterdir()} == {young.hex, "note"}
    with pytest.raises(Conflict) as caught:
        await parts.write(old, 3, b"def", size=6)
    assert caught.value.params["received"] == 0
    assert await parts.write(old, 0, b"abcdef", size=6) == 6


async def test_what_grows_while_it_is_swept(tmp_path: Path) -> None:
    """A part that comes at the last moment saves the upload."""
    parts, upload = Parts(tmp_path), uuid4()
    await parts.write(upload, 0, b"abc", size=6)
    os.utime(parts.path(upload), (0, 0))
    async with parts.only_one(upload):
        sweeping = asyncio.create_task(parts.sweep(datetime(2026, 1, 1, tzinfo=UTC)))
        await asyncio.sleep(0.1)
        await parts.write(upload, 3, b"d", size=6)
    assert await sweeping == 0
    assert parts.path(upload).read_bytes() == b"abcd"
