"""A database that is busy, gone or used up is told as 503, never as a mistake of ours."""

import asyncio
import sqlite3
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sqlalchemy import text

from server.clock import SystemClock
from server.db import engines
from server.db.database import SqlDatabase, create_database
from server.problems import problem
from tests.parts.postgresql import PostgresqlServer


def told(error: Exception) -> tuple[int, str]:
    """What a client hears of it."""
    found = problem(error)
    return found.status, found.code


async def use(database: SqlDatabase) -> None:
    """Any use that writes."""
    async with database.transaction() as tx:
        await tx.people.organisations()


async def test_a_locked_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process writes for longer than is waited."""
    monkeypatch.setattr(engines, "_PRAGMAS", ("PRAGMA busy_timeout = 50",))
    path = tmp_path / "x.sqlite3"
    database = create_database(f"sqlite:///{path}", clock=SystemClock())
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Exception, match="locked") as caught:
        await use(database)
    assert told(caught.value) == (503, "unavailable")
    other.execute("ROLLBACK")
    other.close()
    await database.dispose()


@pytest.fixture
def url(postgresql_server: PostgresqlServer, migrated_postgresql: str) -> str:
    """A migrated database of its own."""
    return postgresql_server.url(postgresql_server.create(migrated_postgresql))


async def cut_off(database: SqlDatabase) -> None:
    """Go on after somebody has ended the connection."""
    async with database.sessions() as session, session.begin():
        own = await session.scalar(text("SELECT pg_backend_pid()"))
        async with database.sessions() as other:
            await other.execute(text("SELECT pg_terminate_backend(:own)"), {"own": own})
        await asyncio.sleep(0.1)
        await session.execute(text("SELECT 1"))


async def test_a_connection_that_is_cut(url: str) -> None:
    """The transaction under way is lost; the next one finds a new connection."""
    database = create_database(url, clock=SystemClock())
    with pytest.raises(Exception, match=r"(?i)terminat|clos") as caught:
        await cut_off(database)
    assert told(caught.value) == (503, "unavailable")
    await use(database)
    await database.dispose()


async def test_no_connection_left(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of the pool are in use for longer than is waited."""
    monkeypatch.setattr(engines, "POOL", engines.POOL | {"pool_timeout": 0.05})
    database = create_database(url, clock=SystemClock())
    async with AsyncExitStack() as taken:
        for _ in range(20):
            assert await taken.enter_async_context(database.engine.connect())
        with pytest.raises(TimeoutError) as caught:
            await use(database)
    assert told(caught.value) == (503, "unavailable")
    await database.dispose()
