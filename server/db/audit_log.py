"""The audit chain on a database: entries are numbered and hashed at the end of a transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from consult.contract.views import AuditLine
from consult.domain.ids import PersonId
from consult.ports import Clock
from server.audit import START, ChainCheck, Entry, hash_of
from server.db.audit_tables import AuditCheckpointRow, AuditEntryRow, AuditHeadRow
from server.db.people_tables import PersonRow
from server.db.statements import insert_into
from server.ports import ChainHead, ChainReport


class SqlAudit:
    """`consult.ports.Audit` on a database."""

    def __init__(self, session: AsyncSession, clock: Clock) -> None:
        """Work within the transaction of `session`."""
        self._session = session
        self._clock = clock
        self._added: list[Entry] = []

    def record(
        self, actor: PersonId | None, action: str, kind: str, object_id: str, detail: str = ""
    ) -> None:
        """Add an entry; no patient data in `detail`."""
        self._added.append(
            Entry(
                number=0,
                at=self._clock.now(),
                actor=actor,
                action=action,
                kind=kind,
                object_id=object_id,
                detail=detail,
                prev_hash="",
            )
        )

    async def flush(self) -> None:
        """Chain and write what was added.

        Called once, right before the commit: the head's lock is the last one taken and is held
        for the shortest time.
        """
        if not self._added:
            return
        head = await self._locked_head()
        chained = []
        for entry in self._added:
            head, done = _chain(head, entry)
            chained.append(_row(done))
        await self._session.execute(insert(AuditEntryRow).values(chained))
        await self._session.execute(
            update(AuditHeadRow)
            .values(number=head.number, hash=head.hash)
            .execution_options(synchronize_session=False)
        )
        self._added.clear()

    async def _locked_head(self) -> ChainHead:
        await self._session.execute(
            insert_into(self._session, AuditHeadRow)
            .values(id=1, number=START.number, hash=START.hash)
            .on_conflict_do_nothing()
        )
        row = (
            await self._session.execute(
                select(AuditHeadRow.number, AuditHeadRow.hash).with_for_update()
            )
        ).one()
        return ChainHead(number=row.number, hash=row.hash)

    async def page(self, before: int | None, limit: int) -> Sequence[AuditLine]:
        """Return entries, newest first."""
        statement = (
            select(AuditEntryRow, PersonRow.name)
            .outerjoin(PersonRow, PersonRow.id == AuditEntryRow.actor_id)
            .order_by(AuditEntryRow.number.desc())
            .limit(limit)
        )
        if before is not None:
            statement = statement.where(AuditEntryRow.number < before)
        return [_line(row, name) for row, name in await self._session.execute(statement)]


def _chain(head: ChainHead, entry: Entry) -> tuple[ChainHead, Entry]:
    linked = replace(entry, number=head.number + 1, prev_hash=head.hash)
    done = replace(linked, hash=hash_of(linked))
    return ChainHead(number=done.number, hash=done.hash), done


def _row(entry: Entry) -> dict[str, object]:
    return {
        "number": entry.number,
        "at": entry.at,
        "actor_id": entry.actor,
        "action": entry.action,
        "kind": entry.kind,
        "object_id": entry.object_id,
        "detail": entry.detail,
        "prev_hash": entry.prev_hash,
        "hash": entry.hash,
    }


def _line(row: AuditEntryRow, name: str | None) -> AuditLine:
    return AuditLine(
        number=row.number,
        at=row.at,
        actor_name=name or "",
        action=row.action,
        object_kind=row.kind,
        object_id=row.object_id,
        detail=row.detail,
        hash=row.hash,
    )


class SqlAuditChain:
    """`server.ports.AuditChain` on a database."""

    def __init__(self, session: AsyncSession) -> None:
        """Work within the transaction of `session`."""
        self._session = session

    async def head(self) -> ChainHead:
        """Return its present head."""
        row = (
            await self._session.execute(select(AuditHeadRow.number, AuditHeadRow.hash))
        ).one_or_none()
        return START if row is None else ChainHead(number=row.number, hash=row.hash)

    async def hash_at(self, number: int) -> str | None:
        """Return the hash of the entry of this number, or None."""
        return await self._session.scalar(
            select(AuditEntryRow.hash).where(AuditEntryRow.number == number)
        )

    async def checkpoint(self, at: datetime) -> ChainHead:
        """Note the present head as a checkpoint (idempotent), and return it."""
        head = await self.head()
        await self._session.execute(
            insert_into(self._session, AuditCheckpointRow)
            .values(number=head.number, hash=head.hash, at=at)
            .on_conflict_do_nothing()
        )
        return head

    async def verify(self, kept: ChainHead | None = None) -> ChainReport:
        """Walk the chain; `kept` is a head kept elsewhere, which shows truncation.

        Head and last number are read in one statement, so that entries which are added meanwhile
        are beyond what is checked and a forged one after the head is not.
        """
        head, last = await self._ends()
        check = ChainCheck(kept=await self._kept(kept))
        rows = await self._session.stream_scalars(
            select(AuditEntryRow)
            .where(AuditEntryRow.number <= max([last, *check.kept]))
            .order_by(AuditEntryRow.number)
            .execution_options(yield_per=1000)
        )
        async for row in rows:
            if not check.feed(_entry(row)):
                break
        await rows.close()
        return check.finish(head)

    async def _ends(self) -> tuple[ChainHead, int]:
        last = select(func.max(AuditEntryRow.number)).scalar_subquery()
        row = (
            await self._session.execute(
                select(AuditHeadRow.number, AuditHeadRow.hash, last.label("last"))
            )
        ).one_or_none()
        if row is None:
            return START, await self._session.scalar(select(last)) or 0
        return ChainHead(number=row.number, hash=row.hash), row.last or 0

    async def _kept(self, kept: ChainHead | None) -> dict[int, str]:
        rows = await self._session.execute(
            select(AuditCheckpointRow.number, AuditCheckpointRow.hash).where(
                AuditCheckpointRow.number > 0
            )
        )
        hashes = {row.number: row.hash for row in rows}
        if kept is not None and kept.number > 0:
            hashes[kept.number] = kept.hash
        return hashes


def _entry(row: AuditEntryRow) -> Entry:
    return Entry(
        number=row.number,
        at=row.at,
        actor=row.actor_id,
        action=row.action,
        kind=row.kind,
        object_id=row.object_id,
        detail=row.detail,
        prev_hash=row.prev_hash,
        hash=row.hash,
    )
