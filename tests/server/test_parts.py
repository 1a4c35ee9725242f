"""Uploads under way, on the disk."""

import asyncio
import gc
from pathlib import Path
from uuid import uuid4

import pytest

from server.parts import Parts


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
