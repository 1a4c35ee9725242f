"""Ready or not: each part by itself."""

import asyncio
from pathlib import Path

import pytest

from server import readiness
from server.readiness import Readiness, folder_check
from server.sockets.redis import redis_answers
from tests.parts.redis import RedisServer


async def test_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is gone or full is not ready; nothing stays behind in one that is."""
    gone = tmp_path / "gone"
    here = tmp_path / "here"
    here.mkdir()
    ready = Readiness({"here": folder_check(here), "gone": folder_check(gone)})
    assert await ready.parts() == {"here": True, "gone": False}
    assert not list(here.iterdir())
    monkeypatch.setattr(readiness, "ROOM", 1 << 62)
    assert await ready.parts() == {"here": False, "gone": False}


async def test_a_part_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not ready, and the others are told in time."""
    monkeypatch.setattr(readiness, "PATIENCE", 0.05)
    hanging = asyncio.Event()
    ready = Readiness({"slow": hanging.wait, "quick": lambda: asyncio.sleep(0)})
    async with asyncio.timeout(5):
        assert await ready.parts() == {"slow": False, "quick": True}


async def test_redis(redis_server: RedisServer) -> None:
    """It is ready where it answers."""
    ready = Readiness(
        {
            "redis": lambda: redis_answers(redis_server.url),
            "away": lambda: redis_answers("redis://127.0.0.1:1/0"),
        }
    )
    assert await ready.parts() == {"redis": True, "away": False}
