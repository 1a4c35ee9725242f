"""Uploads, rooms and measured quality on SQLite and PostgreSQL."""

from dataclasses import replace
from uuid import uuid4

import pytest

from consult.contract.signals import SharedView
from consult.domain.errors import NotFound
from consult.domain.ids import SessionId
from consult.ports import RoomState, SeatState, Upload
from server.db.database import SqlDatabase
from server.ports import CallStat
from tests.parts.clock import NOON
from tests.server.db.samples import People, full


async def test_uploads_keep_their_order(database: SqlDatabase, people: People) -> None:
    """Files of one plan come back in the order in which they were planned, whatever changes."""
    file = full(people)
    uploads = [
        Upload(
            id=uuid4(),
            case=file.case.id,
            token=uuid4(),
            name=f"{number}.dcm",
            size=3 * 1024**3,
            sha256="ab" * 32,
            purpose="image",
            by=people.village_doctor.id,
            started_at=NOON,
        )
        for number in range(12)
    ]
    grown = replace(uploads[0], received=4096, state="partial")
    async with database.transaction() as tx:
        await tx.cases.add(file)
        for upload in uploads:
            await tx.uploads.save(upload)
        await tx.uploads.save(grown)
    async with database.transaction() as tx:
        assert await tx.uploads.of_case(file.case.id) == [grown, *uploads[1:]]
        assert await tx.uploads.get(grown.id) == grown
        with pytest.raises(NotFound):
            await tx.uploads.get(uuid4())


async def test_a_room_comes_back_after_a_restart(database: SqlDatabase, people: People) -> None:
    """Seats, lead and shared view are as last stored."""
    file = full(people)
    session = file.sessions[0].id
    state = RoomState(
        rev=3,
        seats=(SeatState(person=people.expert.id, token_sha256="ab" * 32, connection=2),),
        leader=people.expert.id,
        view=SharedView(
            study="1.2.3", series="1.2.3.4", sop="1.2.3.4.5", centre=(1.5, 2.0), scale=1
        ),
        view_seq=41,
    )
    async with database.transaction() as tx:
        await tx.cases.add(file)
        assert await tx.rooms.load(session) is None
        await tx.rooms.store(session, replace(state, rev=2, view=None))
        await tx.rooms.store(session, state)
    async with database.transaction() as tx:
        assert await tx.rooms.load(session) == state


async def test_measured_quality_is_kept_per_session(database: SqlDatabase, people: People) -> None:
    """Summaries are read back in order; a long one is refused."""
    file = full(people)
    session = file.sessions[0].id
    async with database.transaction() as tx:
        await tx.cases.add(file)
        tx.call_stats.add(session, people.expert.id, NOON, '{"loss":0}')
        with pytest.raises(ValueError, match="1 KiB"):
            tx.call_stats.add(session, people.expert.id, NOON, "x" * 1025)
    async with database.transaction() as tx:
        assert await tx.stats_of(session) == [
            CallStat(session=session, person=people.expert.id, at=NOON, body='{"loss":0}')
        ]
        assert await tx.stats_of(SessionId(uuid4())) == []
