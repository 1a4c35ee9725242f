"""People, institutions, what binds them, and patients at rest."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.codes import AllianceKind, Role, Sex, Specialty, Tier
from server.db.base import Base, UtcDateTime, text_enum
from server.db.keys import points_to


class OrganisationRow(Base):
    """An institution."""

    __tablename__ = "organisation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    tier: Mapped[Tier] = mapped_column(text_enum(Tier))
    grade: Mapped[str] = mapped_column(Text)
    timezone: Mapped[str] = mapped_column(Text)
    review_required: Mapped[bool]
    centre: Mapped[bool]
    phone: Mapped[str] = mapped_column(Text)


class PersonRow(Base):
    """Somebody with an account. `username_key` is the username without case."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(Text)
    username_key: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    organisation_id: Mapped[UUID] = mapped_column(points_to("organisation.id"), index=True)
    title: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(Text)
    specialty: Mapped[Specialty | None] = mapped_column(text_enum(Specialty))
    licence: Mapped[str] = mapped_column(Text)
    licence_until: Mapped[date | None]
    posting_until: Mapped[date | None]
    active: Mapped[bool]
    password_hash: Mapped[str] = mapped_column(Text, default="")
    signing_public: Mapped[str | None] = mapped_column(Text)
    signing_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    roles: Mapped[list["PersonRoleRow"]] = relationship(lazy="selectin", viewonly=True)


class PersonRoleRow(Base):
    """One role of one person."""

    __tablename__ = "person_role"

    person_id: Mapped[UUID] = mapped_column(points_to("person.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(text_enum(Role), primary_key=True)


class AllianceRow(Base):
    """An alliance; its centre routes what its members ask."""

    __tablename__ = "alliance"
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="span"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[AllianceKind] = mapped_column(text_enum(AllianceKind))
    lead_id: Mapped[UUID] = mapped_column(points_to("organisation.id"))
    centre_id: Mapped[UUID] = mapped_column(points_to("organisation.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    members: Mapped[list["AllianceMemberRow"]] = relationship(
        lazy="selectin", viewonly=True, order_by="AllianceMemberRow.position"
    )


class AllianceMemberRow(Base):
    """One member of an alliance."""

    __tablename__ = "alliance_member"

    alliance_id: Mapped[UUID] = mapped_column(points_to("alliance.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(points_to("organisation.id"), primary_key=True)
    position: Mapped[int]


class AgreementRow(Base):
    """An agreement; specialties, fee and clocks are in `body` (JSON)."""

    __tablename__ = "agreement"
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="span"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    requester_id: Mapped[UUID] = mapped_column(points_to("organisation.id"), index=True)
    provider_id: Mapped[UUID] = mapped_column(points_to("organisation.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    body: Mapped[str] = mapped_column(Text)


class DutyRow(Base):
    """One span of the roster."""

    __tablename__ = "duty"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="span"),)

    person_id: Mapped[UUID] = mapped_column(points_to("person.id"), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    specialty: Mapped[Specialty] = mapped_column(text_enum(Specialty))
    position: Mapped[int]


class PatientRow(Base):
    """Who a patient is, apart from the cases; hospitals reuse record numbers, hence no key."""

    __tablename__ = "patient"
    __table_args__ = (Index(None, "site_id", "record_number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    site_id: Mapped[UUID] = mapped_column(points_to("organisation.id"))
    name: Mapped[str] = mapped_column(Text)
    sex: Mapped[Sex] = mapped_column(text_enum(Sex))
    birth_date: Mapped[date | None]
    identity_number: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(Text)
    record_number: Mapped[str] = mapped_column(Text)
