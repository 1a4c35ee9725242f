"""The world with its data in a real database; studies, files, signer and paper stay fakes.

`kept` shows what the services have stored: cases, events, slots and the audit are read anew after
each transaction, committed or not. People and what binds them are as the test has saved them.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from consult.contract.events import ServerEvent
from consult.domain.casefile import CaseFile
from consult.domain.errors import NotFound
from consult.domain.form import Slot
from consult.domain.ids import CaseId, PersonId, SessionId
from consult.domain.people import Agreement, Alliance, Duty, Organisation, Person
from consult.ports import Transaction
from server.db.audit_tables import AuditEntryRow
from server.db.bodies import CASE_FILE, EVENT
from server.db.case_tables import BookingClaimRow, CaseFileRow, OutboxRow
from server.db.database import SqlDatabase
from server.db.engines import create_engine, database_url
from server.db.tables import METADATA
from server.ports import ChainReport
from tests.fakes.world import AuditEntry, World


class StoredWorld(World):
    """A world whose transactions are those of a database, in which `settled` is stored already."""

    def __init__(self, settled: World, engine: AsyncEngine) -> None:
        super().__init__()
        self.clock, self.ids = settled.clock, settled.ids
        self.kept, self.actors = settled.kept, settled.actors
        self.database = SqlDatabase(engine, self.clock)
        self._looking = asyncio.Lock()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Transaction]:
        try:
            async with self.database.transaction() as tx:
                yield tx
        finally:
            await self._look()

    async def _look(self) -> None:
        """Read what is stored; one after another, so that the last look is the newest."""
        async with self._looking, self.database.read_sessions() as session:
            self.kept.files = await _files(session)
            self.kept.events = await _events(session)
            self.kept.claims = await _claims(session)
            self.kept.audit = await _audit(session)

    async def everything(self) -> object:
        """Return every row of every table."""
        async with self.database.read_sessions() as session:
            return {
                table.name: sorted(map(repr, await session.execute(select(table))))
                for table in METADATA.sorted_tables
            }

    async def chain(self) -> ChainReport:
        """Walk the audit chain."""
        async with self.database.transaction() as tx:
            return await tx.chain.verify()

    async def save_organisation(self, organisation: Organisation) -> None:
        """Store or replace an institution."""
        await super().save_organisation(organisation)
        async with self.database.transaction() as tx:
            await tx.accounts.save_organisation(organisation)

    async def save_person(self, person: Person) -> None:
        """Store or replace somebody."""
        await super().save_person(person)
        async with self.database.transaction() as tx:
            try:
                await tx.accounts.save_person(person)
            except NotFound:
                await tx.accounts.add_person(person, "")

    async def save_alliance(self, alliance: Alliance) -> None:
        """Store or replace an alliance."""
        await super().save_alliance(alliance)
        async with self.database.transaction() as tx:
            await tx.accounts.save_alliance(alliance)

    async def save_agreement(self, agreement: Agreement) -> None:
        """Store or replace an agreement."""
        await super().save_agreement(agreement)
        async with self.database.transaction() as tx:
            await tx.accounts.save_agreement(agreement)

    async def add_duties(self, duties: Sequence[Duty]) -> None:
        """Add spans to the roster."""
        await super().add_duties(duties)
        async with self.database.transaction() as tx:
            await tx.accounts.add_duties(duties)

    async def put_file(self, file: CaseFile) -> None:
        """Replace a case file."""
        async with self.transaction() as tx:
            await tx.cases.save(file, read_seq=self.kept.files[file.case.id].case.seq)


async def settle(settled: World, url: str) -> None:
    """Store a world's institutions and people, and what binds them, in an empty database."""
    world = StoredWorld(settled, create_engine(database_url(url)))
    try:
        for organisation in settled.kept.organisations.values():
            await world.save_organisation(organisation)
        for person in settled.kept.people.values():
            await world.save_person(person)
        for alliance in settled.kept.alliances:
            await world.save_alliance(alliance)
        for agreement in settled.kept.agreements:
            await world.save_agreement(agreement)
    finally:
        await world.database.dispose()


async def _files(session: AsyncSession) -> dict[CaseId, CaseFile]:
    bodies = await session.scalars(select(CaseFileRow.body).order_by(CaseFileRow.id))
    files = [CASE_FILE.validate_json(body) for body in bodies]
    return {one.case.id: one for one in files}


async def _events(session: AsyncSession) -> list[ServerEvent]:
    bodies = await session.scalars(select(OutboxRow.body).order_by(OutboxRow.id))
    return [EVENT.validate_json(body) for body in bodies]


async def _claims(session: AsyncSession) -> dict[SessionId, tuple[tuple[str, ...], Slot]]:
    rows = await session.execute(
        select(
            BookingClaimRow.session_id,
            BookingClaimRow.resource,
            BookingClaimRow.starts_at,
            BookingClaimRow.ends_at,
        )
        .distinct()
        .order_by(BookingClaimRow.session_id, BookingClaimRow.resource)
    )
    claims: dict[SessionId, tuple[tuple[str, ...], Slot]] = {}
    for held, resource, start, end in rows:
        session_id, slot = SessionId(held), Slot(start=start, end=end)
        names, _ = claims.get(session_id, ((), slot))
        claims[session_id] = ((*names, resource), slot)
    return claims


async def _audit(session: AsyncSession) -> list[AuditEntry]:
    rows = await session.scalars(select(AuditEntryRow).order_by(AuditEntryRow.number))
    return [
        AuditEntry(
            actor=None if one.actor_id is None else PersonId(one.actor_id),
            action=one.action,
            kind=one.kind,
            object_id=one.object_id,
            detail=one.detail,
            at=one.at,
        )
        for one in rows
    ]
