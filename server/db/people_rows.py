"""Rows of people, institutions and patients into entities, and entities into columns."""

from typing import Any

from consult.domain.form import Slot
from consult.domain.ids import OrganisationId, PatientId, PersonId
from consult.domain.people import Alliance, Duty, Organisation, Patient, Person
from server.db.people_tables import AllianceRow, DutyRow, OrganisationRow, PatientRow, PersonRow


def person_of(row: PersonRow) -> Person:
    """Return the person of a row."""
    return Person(
        id=PersonId(row.id),
        username=row.username,
        name=row.name,
        organisation=OrganisationId(row.organisation_id),
        roles=frozenset(one.role for one in row.roles),
        title=row.title,
        phone=row.phone,
        specialty=row.specialty,
        licence=row.licence,
        licence_until=row.licence_until,
        posting_until=row.posting_until,
        active=row.active,
    )


def person_values(person: Person) -> dict[str, Any]:
    """Return the columns of a person, without roles, password and key."""
    return {
        "id": person.id,
        "username": person.username,
        "username_key": person.username.casefold(),
        "name": person.name,
        "organisation_id": person.organisation,
        "title": person.title,
        "phone": person.phone,
        "specialty": person.specialty,
        "licence": person.licence,
        "licence_until": person.licence_until,
        "posting_until": person.posting_until,
        "active": person.active,
    }


def organisation_of(row: OrganisationRow) -> Organisation:
    """Return the institution of a row."""
    return Organisation(
        id=OrganisationId(row.id),
        name=row.name,
        tier=row.tier,
        grade=row.grade,
        timezone=row.timezone,
        review_required=row.review_required,
        centre=row.centre,
        phone=row.phone,
    )


def organisation_values(organisation: Organisation) -> dict[str, Any]:
    """Return the columns of an institution."""
    return {
        "id": organisation.id,
        "name": organisation.name,
        "tier": organisation.tier,
        "grade": organisation.grade,
        "timezone": organisation.timezone,
        "review_required": organisation.review_required,
        "centre": organisation.centre,
        "phone": organisation.phone,
    }


def alliance_of(row: AllianceRow) -> Alliance:
    """Return the alliance of a row, members in their order."""
    return Alliance(
        id=row.id,
        name=row.name,
        kind=row.kind,
        lead=OrganisationId(row.lead_id),
        centre=OrganisationId(row.centre_id),
        members=tuple(OrganisationId(one.organisation_id) for one in row.members),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )


def alliance_values(alliance: Alliance) -> dict[str, Any]:
    """Return the columns of an alliance, without its members."""
    return {
        "id": alliance.id,
        "name": alliance.name,
        "kind": alliance.kind,
        "lead_id": alliance.lead,
        "centre_id": alliance.centre,
        "starts_on": alliance.starts_on,
        "ends_on": alliance.ends_on,
    }


def duty_of(row: DutyRow) -> Duty:
    """Return the span of the roster of a row."""
    return Duty(
        person=PersonId(row.person_id),
        specialty=row.specialty,
        slot=Slot(start=row.starts_at, end=row.ends_at),
        order=row.position,
    )


def duty_values(duty: Duty) -> dict[str, Any]:
    """Return the columns of a span of the roster."""
    return {
        "person_id": duty.person,
        "starts_at": duty.slot.start,
        "ends_at": duty.slot.end,
        "specialty": duty.specialty,
        "position": duty.order,
    }


def patient_of(row: PatientRow) -> Patient:
    """Return the patient of a row."""
    return Patient(
        id=PatientId(row.id),
        site=OrganisationId(row.site_id),
        name=row.name,
        sex=row.sex,
        birth_date=row.birth_date,
        identity_number=row.identity_number,
        phone=row.phone,
        record_number=row.record_number,
    )


def patient_values(patient: Patient) -> dict[str, Any]:
    """Return the columns of a patient."""
    return {
        "id": patient.id,
        "site_id": patient.site,
        "name": patient.name,
        "sex": patient.sex,
        "birth_date": patient.birth_date,
        "identity_number": patient.identity_number,
        "phone": patient.phone,
        "record_number": patient.record_number,
    }
