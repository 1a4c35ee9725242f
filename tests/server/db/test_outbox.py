"""The outbox on SQLite and PostgreSQL."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from consult.domain.case import CaseAction
from consult.domain.casefile import CaseFile
from consult.domain.errors import Conflict
from server.db.database import SqlDatabase
from tests.parts.clock import NOON
from tests.server.db.samples import People, draft, moved, stepped


async def change(database: SqlDatabase, file: CaseFile) -> CaseFile:
    """Store the next step of a file with its event."""
    after = stepped(file)
    async with database.transaction() as tx:
        await tx.cases.save(after, read_seq=file.case.seq)
        tx.outbox.add(moved(after))
    return after


async def begin(database: SqlDatabase, people: People) -> CaseFile:
    """Store a new draft."""
    file = draft(people)
    async with database.transaction() as tx:
        await tx.cases.add(file)
    return file


async def test_events_come_back_in_order_and_only_once_marked(
    database: SqlDatabase, people: People
) -> None:
    """What was stored is passed on oldest first, and no more after it was marked."""
    file = await begin(database, people)
    for _ in range(3):
        file = await change(database, file)

    async with database.transaction() as tx:
        waiting = await tx.relay.unrelayed(2)
        await tx.relay.mark_relayed([one.id for one in waiting], NOON)
    async with database.transaction() as tx:
        rest = await tx.relay.unrelayed()
        replayed = await tx.outbox.after(file.case.id, 1)

    assert [one.event.seq for one in waiting] == [1, 2]
    assert [one.event.seq for one in rest] == [3]
    assert [one.seq for one in replayed] == [2, 3]


async def test_events_of_one_case_are_relayed_by_seq_under_concurrency(
    database: SqlDatabase, people: People
) -> None:
    """Whoever writes at the same time, the events of each case leave in the order of their seq."""
    files = [await begin(database, people) for _ in range(3)]

    async def write(file: CaseFile) -> None:
        for _ in range(6):
            while True:
                async with database.transaction() as tx:
                    read = await tx.cases.get(file.case.id)
                try:
                    await change(database, read)
                except Conflict:
                    continue
                break

    await asyncio.gather(*(write(file) for file in files for _ in range(2)))

    async with database.transaction() as tx:
        waiting = await tx.relay.unrelayed(100)
    for file in files:
        seqs = [one.event.seq for one in waiting if one.event.case == file.case.id]
        assert seqs == list(range(1, 13))


async def test_a_number_is_given_to_one_event_only(database: SqlDatabase, people: People) -> None:
    """Two events with one number of a case cannot both be stored."""
    file = stepped(await begin(database, people))
    with pytest.raises(IntegrityError):  # noqa: PT012 (the commit refuses)
        async with database.transaction() as tx:
            tx.outbox.add(moved(file))
            tx.outbox.add(moved(file))


async def test_the_time_line_names_who_did_what(database: SqlDatabase, people: People) -> None:
    """A transaction sees its own events in the time line, with the actor's name and the reason."""
    file = await begin(database, people)
    after = stepped(file)
    async with database.transaction() as tx:
        await tx.cases.save(after, read_seq=0)
        tx.outbox.add(moved(after, CaseAction.RETURN))
        (line,) = await tx.outbox.log(file.case.id)

    assert (line.seq, line.type, line.action) == (1, "case.moved", "return")
    assert (line.by_name, line.detail) == (people.village_doctor.name, "还缺一项检查")


async def test_the_relay_is_woken_by_commits_with_events_alone(
    database: SqlDatabase, people: People
) -> None:
    """Readings, rollbacks and changes without events leave the relay asleep."""
    woken: list[bool] = []
    database.on_events(lambda: woken.append(True))
    file = await begin(database, people)
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 (the whole block is what is tried)
        async with database.transaction() as tx:
            tx.outbox.add(moved(replace(file, case=replace(file.case, seq=9))))
            raise ZeroDivisionError
    assert woken == []

    await change(database, file)
    assert woken == [True]
