"""The audit's head in its second place, while somebody works on the database."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.chores import AuditHead
from server.clock import SystemClock
from server.db.database import SqlDatabase, create_database


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SqlDatabase]:
    """A migrated database with five entries."""
    database = create_database(f"sqlite:///{tmp_path}/a.sqlite3", clock=SystemClock())
    await database.upgrade()
    async with database.transaction() as tx:
        for number in range(5):
            tx.audit.record(None, "read", "case", str(number))
    yield database
    await database.dispose()


def head_of(database: SqlDatabase, folder: Path) -> AuditHead:
    """Return the head's keeper."""
    return AuditHead(database.transaction, database.reading, SystemClock(), folder)


async def test_entries_cut_off_and_grown_again(database: SqlDatabase, tmp_path: Path) -> None:
    """The kept head is not overwritten by that of a chain that has lost it: the loss shows."""
    head = head_of(database, tmp_path)
    await head.keep()
    with sqlite3.connect(tmp_path / "a.sqlite3") as cut:
        cut.execute("DROP TRIGGER audit_entry_no_delete")
        cut.execute("DELETE FROM audit_entry WHERE number > 3")
        cut.execute("DELETE FROM audit_checkpoint")
        cut.execute(
            "UPDATE audit_head SET number = 3, "
            "hash = (SELECT hash FROM audit_entry WHERE number = 3)"
        )
    for _ in range(2):
        with pytest.raises(ValueError, match="lost"):
            await head.keep()
        assert not (await head.verify()).intact
        async with database.transaction() as tx:
            for number in range(4):
                tx.audit.record(None, "list", "case", str(number))


async def test_a_head_that_somebody_else_wrote(database: SqlDatabase, tmp_path: Path) -> None:
    """A kept head without this server's signature is not believed."""
    head = head_of(database, tmp_path)
    await head.keep()
    assert (await head.verify()).intact
    (tmp_path / "audit.head").write_text('{"number": 1, "hash": "00"}')
    assert not (await head.verify()).intact
