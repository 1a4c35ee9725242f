"""Case files at rest: the aggregate's row and the side tables that are kept in step with it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.case import CaseState
from consult.domain.codes import Urgency
from consult.domain.invitation import InvitationState
from consult.domain.opinion import OpinionState
from consult.domain.session import SessionState
from server.db.base import Base, UtcDateTime, text_enum
from server.db.keys import points_to


class CaseFileRow(Base):
    """One case file. `body` is all of it as JSON; the columns are what is asked for in SQL.

    `seq` is also the optimistic lock. `attended_at` is when the clocks last looked at it.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        UniqueConstraint("site_id", "token"),
        CheckConstraint("seq >= 0", name="seq_counts"),
        Index(None, "site_id", "state", "changed_at"),
        Index(None, "centre_id", "state", "changed_at"),
        Index(None, "author_id", "changed_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    token: Mapped[UUID]
    site_id: Mapped[UUID] = mapped_column(points_to("organisation.id"))
    author_id: Mapped[UUID] = mapped_column(points_to("person.id"))
    centre_id: Mapped[UUID | None] = mapped_column(points_to("organisation.id"))
    patient_id: Mapped[UUID | None] = mapped_column(points_to("patient.id"), index=True)
    number: Mapped[str | None] = mapped_column(Text, unique=True)
    state: Mapped[CaseState] = mapped_column(text_enum(CaseState))
    urgency: Mapped[Urgency] = mapped_column(text_enum(Urgency))
    seq: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    consent_withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    attended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    body: Mapped[str] = mapped_column(Text)


class InvitationRow(Base):
    """Who is invited to which case: what an expert's rights are read from."""

    __tablename__ = "invitation"
    __table_args__ = (Index(None, "expert_id", "state"), Index(None, "state", "due_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(points_to("case_file.id"), index=True)
    expert_id: Mapped[UUID] = mapped_column(points_to("person.id"))
    state: Mapped[InvitationState] = mapped_column(text_enum(InvitationState))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SessionRow(Base):
    """The live meetings; `attention_at` is when the clocks should look at it next."""

    __tablename__ = "session"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="span"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(points_to("case_file.id"), index=True)
    state: Mapped[SessionState] = mapped_column(text_enum(SessionState))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attention_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


class OpinionRow(Base):
    """The versions of opinions."""

    __tablename__ = "opinion"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(points_to("case_file.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(points_to("person.id"))
    version: Mapped[int]
    state: Mapped[OpinionState] = mapped_column(text_enum(OpinionState))
    verification_code: Mapped[str | None] = mapped_column(Text, unique=True)


class CaseStudyRow(Base):
    """Which study belongs to which case."""

    __tablename__ = "case_study"

    case_id: Mapped[UUID] = mapped_column(points_to("case_file.id"), primary_key=True)
    study: Mapped[str] = mapped_column(Text, primary_key=True, index=True)


class CaseNumberRow(Base):
    """How many case numbers were given on a day."""

    __tablename__ = "case_number"

    day: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[int]


class BookingClaimRow(Base):
    """Five minutes of one resource. The key makes two overlapping bookings impossible."""

    __tablename__ = "booking_claim"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="span"),)

    resource: Mapped[str] = mapped_column(Text, primary_key=True)
    bucket_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    session_id: Mapped[UUID] = mapped_column(index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OutboxRow(Base):
    """An event, stored with the change that it tells of; `relayed_at` None: not passed on yet."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("case_id", "seq"),
        Index(None, "relayed_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_id: Mapped[UUID] = mapped_column(points_to("case_file.id"))
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    relayed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    body: Mapped[str] = mapped_column(Text)


class UploadRow(Base):
    """A file under way; `body` is the Upload as JSON."""

    __tablename__ = "upload"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(points_to("case_file.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    position: Mapped[int]
    under_way: Mapped[bool]  # not settled, not refused
    body: Mapped[str] = mapped_column(Text)


class RoomStateRow(Base):
    """A room at rest; `body` is the RoomState as JSON."""

    __tablename__ = "room_state"

    session_id: Mapped[UUID] = mapped_column(points_to("session.id"), primary_key=True)
    body: Mapped[str] = mapped_column(Text)


class CallStatRow(Base):
    """One getStats summary of one seat."""

    __tablename__ = "call_stat"
    __table_args__ = (Index(None, "session_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    session_id: Mapped[UUID] = mapped_column(points_to("session.id"))
    person_id: Mapped[UUID] = mapped_column(points_to("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    body: Mapped[str] = mapped_column(Text)
