"""Events: stored with the change, read as a time line, passed on by a job."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from consult.contract.events import ServerEvent
from consult.contract.timeline import log_line
from consult.contract.views import LogLine
from consult.domain.ids import CaseId
from server.db.bodies import EVENT, text_of
from server.db.case_tables import OutboxRow
from server.db.people_tables import PersonRow
from server.ports import StoredEvent

_LARGEST: Final = 2**31 - 1
"""No `seq` is as large as this; databases refuse to compare with larger ones."""


class SqlOutbox:
    """`consult.ports.Outbox` on a database."""

    def __init__(self, session: AsyncSession) -> None:
        """Work within the transaction of `session`."""
        self._session = session
        self._added: list[ServerEvent] = []
        self.stored = 0

    def add(self, event: ServerEvent) -> None:
        """Store it with this transaction."""
        self._added.append(event)

    async def flush(self) -> None:
        """Write what was added; called before reading and before the commit."""
        if not self._added:
            return
        rows = [
            {
                "case_id": event.case,
                "seq": event.seq,
                "at": event.at,
                "body": text_of(EVENT, event),
            }
            for event in sorted(self._added, key=lambda event: event.seq)
        ]
        await self._session.execute(insert(OutboxRow).values(rows))
        self.stored += len(rows)
        self._added.clear()

    async def after(self, case: CaseId, seq: int, limit: int = 200) -> Sequence[ServerEvent]:
        """Return the events of a case after `seq`, oldest first."""
        await self.flush()
        if not -1 <= seq < _LARGEST:
            return []
        bodies = await self._session.scalars(
            select(OutboxRow.body)
            .where(OutboxRow.case_id == case, OutboxRow.seq > seq)
            .order_by(OutboxRow.seq)
            .limit(limit)
        )
        return [EVENT.validate_json(body) for body in bodies]

    async def log(self, case: CaseId) -> Sequence[LogLine]:
        """Return the time line of a case; `by_name` is filled."""
        events = await self.after(case, 0, limit=10_000)
        named = {event.by for event in events if event.by is not None}
        rows = await self._session.execute(
            select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(named))
        )
        names = {row.id: row.name for row in rows}
        return [log_line(event, names.get(event.by, "") if event.by else "") for event in events]


class SqlRelay:
    """`server.ports.Relay` on a database."""

    def __init__(self, session: AsyncSession) -> None:
        """Work within the transaction of `session`."""
        self._session = session

    async def unrelayed(self, limit: int = 100) -> Sequence[StoredEvent]:
        """Return events not yet passed on, oldest first; those of one case are in seq order.

        One case's events are written under its row's lock, so their ids rise with their seq.
        """
        rows = await self._session.execute(
            select(OutboxRow.id, OutboxRow.body)
            .where(OutboxRow.relayed_at.is_(None))
            .order_by(OutboxRow.id)
            .limit(limit)
        )
        return [StoredEvent(id=row.id, event=EVENT.validate_json(row.body)) for row in rows]

    async def mark_relayed(self, ids: Sequence[int], at: datetime) -> None:
        """Note that these were passed on."""
        await self._session.execute(
            update(OutboxRow)
            .where(OutboxRow.id.in_(ids))
            .values(relayed_at=at)
            .execution_options(synchronize_session=False)
        )
