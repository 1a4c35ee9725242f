"""Sign-ins of people, and their failures."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from consult.domain.errors import NotFound
from consult.domain.ids import PersonId
from server.db.account_tables import SignInFailureRow, SignInRow
from server.db.people_tables import PersonRow
from server.db.statements import insert_into
from server.ports import SignIn, SignInFailure

IDLE: Final = timedelta(minutes=15)


class SqlSignIns:
    """`server.ports.SignIns` on a database."""

    def __init__(self, session: AsyncSession) -> None:
        """Work within the transaction of `session`."""
        self._session = session

    async def add(self, sign_in: SignIn) -> None:
        """Store a new one."""
        await self._session.execute(
            insert(SignInRow).values(
                id_sha256=sign_in.id_sha256,
                person_id=sign_in.person,
                created_at=sign_in.created_at,
                seen_at=sign_in.seen_at,
                agent=sign_in.agent,
                step_up_until=sign_in.step_up_until,
                ended_at=sign_in.ended_at,
            )
        )

    async def get(self, id_sha256: str) -> SignIn | None:
        """Return it unless it was ended; idle and age limits are the caller's to judge."""
        row = await self._session.scalar(
            select(SignInRow)
            .where(SignInRow.id_sha256 == id_sha256, SignInRow.ended_at.is_(None))
            .execution_options(populate_existing=True)
        )
        return None if row is None else _sign_in(row)

    async def standing(
        self, ids: Collection[str], *, seen_after: datetime, created_after: datetime
    ) -> set[str]:
        """Return those of `ids` that have not ended, are young enough, and of an active person."""
        found = await self._session.scalars(
            select(SignInRow.id_sha256)
            .join(PersonRow, PersonRow.id == SignInRow.person_id)
            .where(
                SignInRow.id_sha256.in_(ids),
                SignInRow.ended_at.is_(None),
                SignInRow.seen_at > seen_after,
                SignInRow.created_at > created_after,
                PersonRow.active.is_(True),
            )
        )
        return set(found)

    async def touch(self, id_sha256: str, at: datetime) -> None:
        """Note that it was used at `at`; never moves back, never revives an ended one."""
        await self._touch(at, SignInRow.id_sha256 == id_sha256)

    async def touch_person(self, person: PersonId, at: datetime) -> None:
        """Note a use of every sign-in of this person that was seen within 15 minutes (a call)."""
        await self._touch(at, SignInRow.person_id == person, SignInRow.seen_at > at - IDLE)

    async def _touch(self, at: datetime, *which: ColumnElement[bool]) -> None:
        await self._session.execute(
            update(SignInRow)
            .where(*which, SignInRow.ended_at.is_(None), SignInRow.seen_at < at)
            .values(seen_at=at)
            .execution_options(synchronize_session=False)
        )

    async def renew(self, old_sha256: str, new: SignIn) -> None:
        """End the old one and store the new one (new id at step-up); NotFound if it had ended."""
        if not await self.end(old_sha256, new.seen_at):
            raise NotFound("this sign-in has ended")
        await self.add(new)

    async def end(self, id_sha256: str, at: datetime) -> bool:
        """End it; False if there is none that still stands."""
        return bool(await self._end(at, SignInRow.id_sha256 == id_sha256))

    async def end_all(
        self, person: PersonId, at: datetime, *, but: str | None = None
    ) -> Sequence[str]:
        """End all of a person but one; return the id_sha256 of those that were ended."""
        which = [SignInRow.person_id == person]
        if but is not None:
            which.append(SignInRow.id_sha256 != but)
        return await self._end(at, *which)

    async def _end(self, at: datetime, *which: ColumnElement[bool]) -> Sequence[str]:
        ended = await self._session.scalars(
            update(SignInRow)
            .where(*which, SignInRow.ended_at.is_(None))
            .values(ended_at=at)
            .returning(SignInRow.id_sha256)
            .execution_options(synchronize_session=False)
        )
        return ended.all()

    async def of_person(self, person: PersonId) -> Sequence[SignIn]:
        """Return those that have not ended, last seen first."""
        rows = await self._session.scalars(
            select(SignInRow)
            .where(SignInRow.person_id == person, SignInRow.ended_at.is_(None))
            .order_by(SignInRow.seen_at.desc(), SignInRow.id_sha256)
            .execution_options(populate_existing=True)
        )
        return [_sign_in(row) for row in rows]

    async def purge(self, before: datetime) -> int:
        """Forget those last seen before `before`; return how many."""
        gone = await self._session.scalars(
            delete(SignInRow)
            .where(SignInRow.seen_at < before)
            .returning(SignInRow.id_sha256)
            .execution_options(synchronize_session=False)
        )
        return len(gone.all())


def _sign_in(row: SignInRow) -> SignIn:
    return SignIn(
        id_sha256=row.id_sha256,
        person=PersonId(row.person_id),
        created_at=row.created_at,
        seen_at=row.seen_at,
        agent=row.agent,
        step_up_until=row.step_up_until,
        ended_at=row.ended_at,
    )


class SqlSignInFailures:
    """`server.ports.SignInFailures` on a database."""

    def __init__(self, session: AsyncSession) -> None:
        """Work within the transaction of `session`."""
        self._session = session

    async def get(self, key: str) -> SignInFailure | None:
        """Return what is known of the key."""
        row = await self._session.get(SignInFailureRow, key, populate_existing=True)
        if row is None:
            return None
        return SignInFailure(key=row.key, count=row.count, until=row.until)

    async def add(self, key: str, at: datetime) -> int:
        """Count one more failure, atomically, and return the new count."""
        count = await self._session.scalar(
            insert_into(self._session, SignInFailureRow)
            .values(key=key, count=1, last_at=at)
            .on_conflict_do_update(
                index_elements=["key"],
                set_={"count": SignInFailureRow.count + 1, "last_at": at},
            )
            .returning(SignInFailureRow.count)
        )
        return count or 0

    async def pause(self, key: str, until: datetime) -> None:
        """Set until when to wait."""
        await self._session.execute(
            update(SignInFailureRow)
            .where(SignInFailureRow.key == key)
            .values(until=until)
            .execution_options(synchronize_session=False)
        )

    async def clear(self, key: str) -> None:
        """Forget the key: the sign-in succeeded."""
        await self._forget(SignInFailureRow.key == key)

    async def purge(self, before: datetime) -> int:
        """Forget keys whose last failure was before `before`; return how many."""
        return await self._forget(SignInFailureRow.last_at < before)

    async def _forget(self, which: ColumnElement[bool]) -> int:
        gone = await self._session.scalars(
            delete(SignInFailureRow)
            .where(which)
            .returning(SignInFailureRow.key)
            .execution_options(synchronize_session=False)
        )
        return len(gone.all())
