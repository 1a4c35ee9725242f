"""Uploads, rooms and measured quality: values kept as JSON."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from consult.domain.errors import NotFound
from consult.domain.ids import CaseId, PersonId, SessionId
from consult.domain.session import SessionState
from consult.ports import UNDER_WAY, RoomState, Upload
from server.db.bodies import ROOM_STATE, UPLOAD, text_of
from server.db.case_tables import CallStatRow, RoomStateRow, SessionRow, UploadRow
from server.db.statements import insert_into, put
from server.ports import CallStat


class SqlUploads:
    """`consult.ports.Uploads` on a database."""

    def __init__(self, session: AsyncSession) -> None:
        """Work within the transaction of `session`."""
        self._session = session

    async def save(self, upload: Upload) -> None:
        """Store or replace one; it keeps its place among those of its case."""
        count = select(func.count()).where(UploadRow.case_id == upload.case).scalar_subquery()
        body = text_of(UPLOAD, upload)
        under_way = upload.state in UNDER_WAY
        await self._session.execute(
            insert_into(self._session, UploadRow)
            .values(
                id=upload.id,
                case_id=upload.case,
                started_at=upload.started_at,
                position=count,
                under_way=under_way,
                body=body,
            )
            .on_conflict_do_update(
                index_elements=["id"], set_={"body": body, "under_way": under_way}
            )
        )

    async def get(self, upload: UUID) -> Upload:
        """Return one; raises NotFound."""
        body = await self._session.scalar(select(UploadRow.body).where(UploadRow.id == upload))
        if body is None:
            raise NotFound("no such upload")
        return UPLOAD.validate_json(body)

    async def of_case(self, case: CaseId) -> Sequence[Upload]:
        """Return the uploads of a case, oldest first."""
        bodies = await self._session.scalars(
            select(UploadRow.body)
            .where(UploadRow.case_id == case)
            .order_by(UploadRow.started_at, UploadRow.position, UploadRow.id)
        )
        return [UPLOAD.validate_json(body) for body in bodies]

    async def under_way(self, case: CaseId) -> int:
        """Return how many of a case are neither settled nor refused yet."""
        counted = await self._session.scalar(
            select(func.count())
            .select_from(UploadRow)
            .where(UploadRow.case_id == case, UploadRow.under_way.is_(True))
        )
        return counted or 0


_OPENED: Final = (SessionState.OPEN, SessionState.LIVE, SessionState.INTERRUPTED)


class SqlRooms:
    """`consult.ports.Rooms` on a database."""

    def __init__(self, session: AsyncSession) -> None:
        """Work within the transaction of `session`."""
        self._session = session

    async def load(self, session: SessionId) -> RoomState | None:
        """Return what was last stored."""
        body = await self._session.scalar(
            select(RoomStateRow.body).where(RoomStateRow.session_id == session)
        )
        return None if body is None else ROOM_STATE.validate_json(body)

    async def store(self, session: SessionId, state: RoomState) -> None:
        """Store it."""
        row = {"session_id": session, "body": text_of(ROOM_STATE, state)}
        await put(self._session, RoomStateRow, [row], "session_id")

    async def under_way(self) -> Sequence[SessionId]:
        """Return the sessions that have opened and not ended."""
        found = await self._session.scalars(
            select(SessionRow.id).where(SessionRow.state.in_(_OPENED)).order_by(SessionRow.id)
        )
        return [SessionId(one) for one in found]


class SqlCallStats:
    """`consult.ports.CallStats` on a database."""

    def __init__(self, session: AsyncSession) -> None:
        """Work within the transaction of `session`."""
        self._session = session
        self._added: list[dict[str, object]] = []

    def add(self, session: SessionId, person: PersonId, at: datetime, body: str) -> None:
        """Store one getStats summary (JSON text, at most 1 KiB); raises ValueError above."""
        if len(body.encode()) > 1024:
            raise ValueError("a summary of call statistics has at most 1 KiB")
        self._added.append({"session_id": session, "person_id": person, "at": at, "body": body})

    async def flush(self) -> None:
        """Write what was added."""
        if self._added:
            await self._session.execute(insert(CallStatRow).values(self._added))
            self._added.clear()

    async def of_session(self, session: SessionId) -> Sequence[CallStat]:
        """Return the measured quality of a session, oldest first."""
        await self.flush()
        rows = await self._session.scalars(
            select(CallStatRow)
            .where(CallStatRow.session_id == session)
            .order_by(CallStatRow.at, CallStatRow.id)
        )
        return [
            CallStat(
                session=SessionId(row.session_id),
                person=PersonId(row.person_id),
                at=row.at,
                body=row.body,
            )
            for row in rows
        ]
