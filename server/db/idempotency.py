"""Answers to requests with an Idempotency-Key."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from consult.domain.errors import Refused
from consult.domain.ids import PersonId
from server.db.account_tables import IdempotencyRow
from server.db.statements import insert_into
from server.ports import StoredAnswer

LAPSE: Final = timedelta(seconds=60)


class SqlIdempotency:
    """`server.ports.Idempotency` on a database."""

    def __init__(self, session: AsyncSession) -> None:
        """Work within the transaction of `session`."""
        self._session = session

    async def begin(
        self, person: PersonId, key: str, request_sha256: str, now: datetime
    ) -> StoredAnswer | None:
        """Claim the key, or return the answer already given; see `server.ports.Idempotency`."""
        claimed = await self._session.scalar(
            insert_into(self._session, IdempotencyRow)
            .values(
                person_id=person,
                key=key,
                request_sha256=request_sha256,
                claimed_at=now,
                body="",
            )
            .on_conflict_do_nothing()
            .returning(IdempotencyRow.key)
        )
        if claimed is not None:
            return None
        return await self._repeated(person, key, request_sha256, now)

    async def _repeated(
        self, person: PersonId, key: str, request_sha256: str, now: datetime
    ) -> StoredAnswer | None:
        row = await self._session.scalar(
            select(IdempotencyRow)
            .where(*_this(person, key))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if row is None:
            raise Refused("in_progress")
        if row.request_sha256 != request_sha256:
            raise Refused("idempotency_mismatch")
        if row.status is not None:
            return StoredAnswer(status=row.status, body=row.body)
        if row.claimed_at > now - LAPSE:
            raise Refused("in_progress")
        await self._update(person, key, claimed_at=now)
        return None

    async def finish(self, person: PersonId, key: str, status: int, body: str) -> None:
        """Store the answer of a claimed key."""
        await self._update(person, key, status=status, body=body)

    async def _update(self, person: PersonId, key: str, **values: Any) -> None:
        await self._session.execute(
            update(IdempotencyRow)
            .where(*_this(person, key))
            .values(**values)
            .execution_options(synchronize_session=False)
        )

    async def abandon(self, person: PersonId, key: str) -> None:
        """Give up a claim that has no answer."""
        await self._session.execute(
            delete(IdempotencyRow)
            .where(*_this(person, key), IdempotencyRow.status.is_(None))
            .execution_options(synchronize_session=False)
        )

    async def purge(self, before: datetime) -> int:
        """Forget claims made before `before`; return how many."""
        gone = await self._session.scalars(
            delete(IdempotencyRow)
            .where(IdempotencyRow.claimed_at < before)
            .returning(IdempotencyRow.key)
            .execution_options(synchronize_session=False)
        )
        return len(gone.all())


def _this(person: PersonId, key: str) -> tuple[Any, Any]:
    return IdempotencyRow.person_id == person, IdempotencyRow.key == key
