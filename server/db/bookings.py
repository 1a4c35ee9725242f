"""Who is taken when: five-minute buckets under one key, so that an overlap cannot be stored."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from consult.domain.errors import Refused
from consult.domain.form import Slot
from consult.domain.ids import SessionId
from server.db.case_tables import BookingClaimRow
from server.db.statements import insert_into

BUCKET: Final = timedelta(minutes=5)
LONGEST: Final = timedelta(hours=24)
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)


def buckets(slot: Slot) -> Iterator[datetime]:
    """Return the starts of the buckets that the slot touches.

    A slot that ends within a bucket takes all of it. Raises ValueError when the slot is empty,
    runs backwards or is longer than a day.
    """
    if not timedelta(0) < slot.end - slot.start <= LONGEST:
        raise ValueError("a slot lasts more than nothing and at most a day")
    at = slot.start - (slot.start - _EPOCH) % BUCKET
    while at < slot.end:
        yield at
        at += BUCKET


class SqlBookings:
    """`consult.ports.Bookings` on a database."""

    def __init__(self, session: AsyncSession) -> None:
        """Work within the transaction of `session`."""
        self._session = session

    async def claim(self, session: SessionId, resources: Sequence[str], slot: Slot) -> None:
        """Take the slot for all resources, or none of them and Refused("slot_taken").

        Claims are made in one order (resource, time), so that two of them never wait for each
        other in a circle.
        """
        wanted = [(name, at) for name in sorted(set(resources)) for at in buckets(slot)]
        if not wanted:
            return
        rows = [
            {
                "resource": name,
                "bucket_at": at,
                "session_id": session,
                "starts_at": slot.start,
                "ends_at": slot.end,
            }
            for name, at in wanted
        ]
        statement = (
            insert_into(self._session, BookingClaimRow)
            .values(rows)
            .on_conflict_do_nothing()
            .returning(BookingClaimRow.resource)
        )
        async with self._session.begin_nested():
            taken = (await self._session.scalars(statement)).all()
            if len(taken) < len(wanted):
                raise Refused("slot_taken")

    async def release(self, session: SessionId) -> None:
        """Free whatever the session has taken."""
        await self._session.execute(
            delete(BookingClaimRow)
            .where(BookingClaimRow.session_id == session)
            .execution_options(synchronize_session=False)
        )

    async def taken(self, resources: Sequence[str], span: Slot) -> dict[str, Sequence[Slot]]:
        """Return what is taken of these resources within the span, in order of time."""
        rows = await self._session.execute(
            select(BookingClaimRow.resource, BookingClaimRow.starts_at, BookingClaimRow.ends_at)
            .where(BookingClaimRow.resource.in_(set(resources)))
            .where(BookingClaimRow.bucket_at > span.start - LONGEST - BUCKET)
            .where(BookingClaimRow.bucket_at < span.end)
            .where(BookingClaimRow.starts_at < span.end, BookingClaimRow.ends_at > span.start)
            .distinct()
            .order_by(BookingClaimRow.resource, BookingClaimRow.starts_at)
        )
        slots: dict[str, list[Slot]] = defaultdict(list)
        for row in rows:
            slots[row.resource].append(Slot(start=row.starts_at, end=row.ends_at))
        return {name: tuple(slots[name]) for name in resources}
