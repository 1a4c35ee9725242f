"""Sign-ins, tokens, answers already given, and values that every start must find again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db.base import Base, UtcDateTime
from server.db.keys import points_to


class SignInRow(Base):
    """One sign-in; of the cookie's value only the SHA-256."""

    __tablename__ = "signin_session"

    id_sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(points_to("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    agent: Mapped[str] = mapped_column(Text)
    step_up_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInFailureRow(Base):
    """Failures in a row under one key."""

    __tablename__ = "signin_failure"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    count: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MachineTokenRow(Base):
    """A bearer token of a machine; scopes are words with one space between."""

    __tablename__ = "machine_token"

    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    site_id: Mapped[UUID] = mapped_column(points_to("organisation.id"))
    scopes: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class IdempotencyRow(Base):
    """A claimed key and, once there is one, the answer that was given."""

    __tablename__ = "idempotency"

    person_id: Mapped[UUID] = mapped_column(points_to("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    request_sha256: Mapped[str] = mapped_column(Text)
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    status: Mapped[int | None]
    body: Mapped[str] = mapped_column(Text, default="")


class StoredKeyRow(Base):
    """A small value by name."""

    __tablename__ = "stored_key"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)
