"""Case files: rows into entities and back, in one conditional statement a change."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from consult.domain.casefile import CaseFile
from consult.domain.errors import Conflict, NotFound
from consult.domain.ids import CaseId, OrganisationId, SessionId, StudyUid
from consult.domain.opinion import Opinion
from consult.domain.people import Actor
from consult.ports import Clock
from server.db.bodies import CASE_FILE
from server.db.case_queries import due_cases, visible_to
from server.db.case_rows import case_values, keep_in_step
from server.db.case_tables import (
    CaseFileRow,
    CaseNumberRow,
    CaseStudyRow,
    OpinionRow,
    SessionRow,
)
from server.db.statements import insert_into

_BODY = select(CaseFileRow.body)


class SqlCases:
    """`consult.ports.Cases` on a database."""

    def __init__(self, session: AsyncSession, clock: Clock) -> None:
        """Work within the transaction of `session`."""
        self._session = session
        self._clock = clock

    async def get(self, case: CaseId) -> CaseFile:
        """Return the case file; raises NotFound."""
        body = await self._session.scalar(_BODY.where(CaseFileRow.id == case))
        if body is None:
            raise NotFound("no such case")
        return CASE_FILE.validate_json(body)

    async def by_token(self, site: OrganisationId, token: UUID) -> CaseFile | None:
        """Return the case that this client token made, if it has made one."""
        body = await self._session.scalar(
            _BODY.where(CaseFileRow.site_id == site, CaseFileRow.token == token)
        )
        return None if body is None else CASE_FILE.validate_json(body)

    async def by_session(self, session: SessionId) -> CaseFile:
        """Return the case file that the session belongs to; raises NotFound."""
        body = await self._session.scalar(
            _BODY.join(SessionRow, SessionRow.case_id == CaseFileRow.id).where(
                SessionRow.id == session
            )
        )
        if body is None:
            raise NotFound("no such session")
        return CASE_FILE.validate_json(body)

    async def by_study(self, study: StudyUid) -> Sequence[CaseFile]:
        """Return all case files that the study is linked to."""
        bodies = await self._session.scalars(
            _BODY.join(CaseStudyRow, CaseStudyRow.case_id == CaseFileRow.id)
            .where(CaseStudyRow.study == study)
            .order_by(CaseFileRow.created_at, CaseFileRow.id)
        )
        return [CASE_FILE.validate_json(body) for body in bodies]

    async def by_verification(self, code: str) -> tuple[CaseFile, Opinion] | None:
        """Return the signed opinion with this verification code."""
        found = (
            await self._session.execute(
                select(OpinionRow.id, CaseFileRow.body)
                .join(CaseFileRow, CaseFileRow.id == OpinionRow.case_id)
                .where(OpinionRow.verification_code == code)
            )
        ).one_or_none()
        if found is None:
            return None
        file = CASE_FILE.validate_json(found.body)
        return file, next(one for one in file.opinions if one.id == found.id)

    async def add(self, file: CaseFile) -> None:
        """Store a new one; raises Conflict where the token has already made one."""
        stored = await self._session.scalar(
            insert_into(self._session, CaseFileRow)
            .values(id=file.case.id, **case_values(file))
            .on_conflict_do_nothing()
            .returning(CaseFileRow.id)
        )
        if stored is None:
            raise Conflict("this case was made already")
        await keep_in_step(self._session, file)

    async def save(self, file: CaseFile, *, read_seq: int) -> None:
        """Store it, or raise Conflict when the stored seq is no longer `read_seq`."""
        stored = await self._session.scalar(
            update(CaseFileRow)
            .where(CaseFileRow.id == file.case.id, CaseFileRow.seq == read_seq)
            .values(**case_values(file))
            .returning(CaseFileRow.id)
            .execution_options(synchronize_session=False)
        )
        if stored is None:
            await self._refuse(file.case.id)
        await keep_in_step(self._session, file)

    async def _refuse(self, case: CaseId) -> None:
        present = (
            await self._session.execute(
                select(CaseFileRow.seq, CaseFileRow.state).where(CaseFileRow.id == case)
            )
        ).one_or_none()
        if present is None:
            raise NotFound("no such case")
        raise Conflict(
            "somebody else changed this case", seq=present.seq, state=present.state.value
        )

    async def next_number(self, site: OrganisationId, day: date) -> str:  # noqa: ARG002
        """Return the next case number of that day, such as HZ20261122-0007.

        Numbers are unique over all sites, so the site does not count; a rolled back transaction
        gives its number back.
        """
        statement = insert_into(self._session, CaseNumberRow).values(day=day, last=1)
        last = await self._session.scalar(
            statement.on_conflict_do_update(
                index_elements=["day"], set_={"last": CaseNumberRow.last + 1}
            ).returning(CaseNumberRow.last)
        )
        return f"HZ{day:%Y%m%d}-{last:04d}"

    async def visible(self, actor: Actor, which: str) -> Sequence[CaseFile]:
        """Return those that the actor takes part in, newest change first (at most 500)."""
        bodies = await self._session.scalars(
            _BODY.where(visible_to(actor, which, self._clock.now()))
            .order_by(CaseFileRow.changed_at.desc(), CaseFileRow.id)
            .limit(500)
        )
        return [CASE_FILE.validate_json(body) for body in bodies]

    async def due(self, now: datetime, limit: int = 100) -> Sequence[CaseId]:
        """Return cases whose clock, invitation or session wants attention at `now`.

        Those that were not looked at for longest come first, so that none waits for ever behind
        others that stay due; two processes are given different ones.
        """
        found = (await self._session.scalars(due_cases(now, limit))).all()
        if found:
            await self._session.execute(
                update(CaseFileRow)
                .where(CaseFileRow.id.in_(found))
                .values(attended_at=now)
                .execution_options(synchronize_session=False)
            )
        return [CaseId(one) for one in found]
