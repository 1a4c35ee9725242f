"""The audit chain on SQLite and PostgreSQL, and what tampering shows."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from server.audit import START, Entry, HeadFile, hash_of
from server.db.audit_log import SqlAuditChain
from server.db.database import SqlDatabase
from server.ports import ChainHead, ChainReport
from tests.parts.clock import NOON
from tests.server.db.samples import People

ENTRIES = 12


async def write(database: SqlDatabase, count: int = ENTRIES) -> ChainHead:
    """Add entries, one a transaction, and return the head."""
    for number in range(count):
        async with database.transaction() as tx:
            tx.audit.record(None, "read", "case", f"case-{number}", "reason")
    async with database.transaction() as tx:
        return await tx.chain.head()


async def verify(database: SqlDatabase, kept: ChainHead | None = None) -> ChainReport:
    """Verify as the command does."""
    async with database.reading() as tx:
        return await tx.chain.verify(kept)


async def tamper(database: SqlDatabase, statements: Sequence[str]) -> None:
    """Change the chain as somebody would who owns the database."""
    async with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text("DROP TRIGGER audit_entry_guard ON audit_entry"))
        else:
            await connection.execute(text("DROP TRIGGER audit_entry_no_update"))
            await connection.execute(text("DROP TRIGGER audit_entry_no_delete"))
        for statement in statements:
            await connection.execute(text(statement))


async def test_an_untouched_chain_is_intact(database: SqlDatabase, people: People) -> None:
    """Entries are numbered from 1, name their actor, and verify against the kept head."""
    async with database.transaction() as tx:
        tx.audit.record(people.expert.id, "read", "case", "c1", "triage")
        tx.audit.record(None, "expire", "case", "c2")
    head = await write(database, 3)

    async with database.transaction() as tx:
        newest = await tx.audit.page(None, 2)
        older = await tx.audit.page(newest[-1].number, 10)

    assert await verify(database, head) == ChainReport(intact=True, entries=5)
    assert [line.number for line in newest] == [5, 4]
    assert [line.actor_name for line in older] == ["", "", people.expert.name]
    assert newest[0].hash == head.hash


async def test_writers_at_once_make_one_chain(database: SqlDatabase) -> None:
    """Thirty transactions at the same time leave one chain without a gap."""

    async def record(number: int) -> None:
        async with database.transaction() as tx:
            tx.audit.record(None, "read", "case", str(number))

    await asyncio.gather(*(record(number) for number in range(30)))

    assert await verify(database) == ChainReport(intact=True, entries=30)


async def test_an_empty_chain_is_intact(database: SqlDatabase) -> None:
    """Before the first entry there is nothing to break."""
    assert await verify(database) == ChainReport(intact=True, entries=0)
    async with database.transaction() as tx:
        assert await tx.chain.head() == START


EDITS = {
    "edited": ["UPDATE audit_entry SET detail = 'nothing' WHERE number = 5"],
    "actor removed": ["UPDATE audit_entry SET action = 'none' WHERE number = 5"],
    "deleted": ["DELETE FROM audit_entry WHERE number = 5"],
    "deleted and renumbered": [
        "DELETE FROM audit_entry WHERE number = 5",
        "UPDATE audit_entry SET number = 5 WHERE number = 12",
    ],
    "swapped": [
        "UPDATE audit_entry SET number = -5 WHERE number = 5",
        "UPDATE audit_entry SET number = 5 WHERE number = 6",
        "UPDATE audit_entry SET number = 6 WHERE number = -5",
    ],
    "inserted": [
        f"UPDATE audit_entry SET number = number + 100 WHERE number BETWEEN 5 AND {ENTRIES}",
        "UPDATE audit_entry SET number = number - 99 WHERE number > 100",
        "INSERT INTO audit_entry SELECT 5, at, actor_id, action, kind, 'forged', detail, "
        "prev_hash, hash FROM audit_entry WHERE number = 4",
    ],
}


@pytest.mark.parametrize("how", EDITS)
async def test_a_change_in_the_middle_shows_where(database: SqlDatabase, how: str) -> None:
    """Editing, deleting, inserting or reordering is found at the first number that it touches."""
    await write(database)
    await tamper(database, EDITS[how])

    report = await verify(database)

    assert (report.intact, report.broken_at, report.entries) == (False, 5, 4)


async def test_every_single_place_of_tampering_shows(database: SqlDatabase) -> None:
    """Whichever entry's field is changed, the verification names exactly that entry."""
    await write(database)
    await tamper(database, [])
    columns = ("action", "kind", "object_id", "detail", "prev_hash", "hash")
    for number in range(1, ENTRIES + 1):
        column = columns[number % len(columns)]
        for value in ("'tampered'", "substr({0}, 9)"):
            change = f"UPDATE audit_entry SET {column} = {value.format(column)}"
            async with database.sessions() as session:
                await session.execute(text(f"{change} WHERE number = {number}"))
                report = await SqlAuditChain(session).verify()
                await session.rollback()
            assert (report.intact, report.broken_at) == (False, number), column


async def test_a_forged_entry_after_the_head_shows(database: SqlDatabase) -> None:
    """An entry that was added beside the chain, correctly hashed, does not pass."""
    head = await write(database, 3)
    forged = Entry(
        number=4,
        at=NOON,
        actor=None,
        action="read",
        kind="case",
        object_id="forged",
        detail="",
        prev_hash=head.hash,
    )
    await tamper(
        database,
        [
            "INSERT INTO audit_entry SELECT 4, at, NULL, 'read', 'case', 'forged', '', hash, "
            f"'{hash_of(forged)}' FROM audit_entry WHERE number = 3"
        ],
    )

    assert not (await verify(database)).intact


CUT = [
    "DELETE FROM audit_entry WHERE number > 8",
    "UPDATE audit_head SET number = 8, hash = (SELECT hash FROM audit_entry WHERE number = 8)",
]


async def test_a_cut_end_shows_in_the_kept_head(database: SqlDatabase, tmp_path: Path) -> None:
    """Even when the database's own head was set back, the head in the data folder tells."""
    file = HeadFile(tmp_path)
    file.write(await write(database), NOON)
    await tamper(database, CUT)

    report = await verify(database, file.read())

    assert (report.broken_at, report.reason) == (9, "truncated")


async def test_a_cut_end_shows_in_a_checkpoint(database: SqlDatabase) -> None:
    """A checkpoint beyond the end of the chain tells as well, and is made once only."""
    await write(database)
    async with database.transaction() as tx:
        assert await tx.chain.checkpoint(NOON) == await tx.chain.checkpoint(NOON)
    await tamper(database, CUT)

    assert (await verify(database)).reason == "truncated"


async def test_a_chain_written_anew_shows_in_the_kept_head(database: SqlDatabase) -> None:
    """A whole new chain that holds in itself is not the one whose head was kept."""
    old = await write(database)
    await tamper(database, ["DELETE FROM audit_entry", "DELETE FROM audit_head"])
    async with database.transaction() as tx:
        for number in range(ENTRIES):
            tx.audit.record(None, "read", "case", f"other-{number}")

    assert (await verify(database)).intact
    report = await verify(database, old)
    assert (report.broken_at, report.reason) == (ENTRIES, "rewritten")


@pytest.mark.parametrize("verb", ["UPDATE audit_entry SET detail = ''", "DELETE FROM audit_entry"])
async def test_the_database_itself_keeps_entries_from_change(
    database: SqlDatabase, verb: str
) -> None:
    """Without first removing the guard nobody changes or deletes an entry."""
    await write(database, 1)
    with pytest.raises(DBAPIError, match="only ever added"):
        async with database.engine.begin() as connection:
            await connection.execute(text(verb))


def test_the_kept_head_survives_and_cannot_be_forged(tmp_path: Path) -> None:
    """What was written is read again; a changed number or a garbled file is refused."""
    file = HeadFile(tmp_path)
    assert file.read() is None
    head = ChainHead(number=7, hash="ab" * 32)
    file.write(ChainHead(number=6, hash="cd" * 32), NOON)
    file.write(head, NOON + timedelta(minutes=1))
    assert HeadFile(tmp_path).read() == head
    assert (tmp_path / "audit.key").stat().st_mode & 0o077 == 0

    kept = tmp_path / "audit.head"
    for forged in (kept.read_text().replace('"number": 7', '"number": 5'), "[]", "{}", "?"):
        kept.write_text(forged)
        with pytest.raises(ValueError):  # noqa: PT011 (any of them will do)
            file.read()
