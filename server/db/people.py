"""People, institutions and patients: reading them for decisions."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from consult.domain.codes import Role
from consult.domain.errors import NotFound
from consult.domain.form import Slot
from consult.domain.ids import OrganisationId, PatientId, PersonId
from consult.domain.people import Agreement, Alliance, Duty, Organisation, Patient, Person
from server.db.bodies import AGREEMENT
from server.db.people_rows import (
    alliance_of,
    duty_of,
    organisation_of,
    patient_of,
    patient_values,
    person_of,
)
from server.db.people_tables import (
    AgreementRow,
    AllianceRow,
    DutyRow,
    OrganisationRow,
    PatientRow,
    PersonRoleRow,
    PersonRow,
)
from server.db.statements import put


class SqlPeople:
    """`consult.ports.People` on a database."""

    def __init__(self, session: AsyncSession) -> None:
        """Work within the transaction of `session`."""
        self._session = session

    async def get(self, person: PersonId) -> Person:
        """Return somebody; raises NotFound."""
        found = await self.many([person])
        if person not in found:
            raise NotFound("no such person")
        return found[person]

    async def many(self, persons: Sequence[PersonId]) -> dict[PersonId, Person]:
        """Return those who are known."""
        rows = await self._session.scalars(
            select(PersonRow)
            .where(PersonRow.id.in_(set(persons)))
            .execution_options(populate_existing=True)
        )
        return {PersonId(row.id): person_of(row) for row in rows}

    async def experts(self, organisations: Sequence[OrganisationId]) -> Sequence[Person]:
        """Return the active experts of these institutions, by username."""
        return await self._holding(Role.EXPERT, set(organisations))

    async def holding(self, role: Role, organisation: OrganisationId) -> Sequence[Person]:
        """Return the active people of an institution who hold this role, by username."""
        return await self._holding(role, {organisation})

    async def _holding(self, role: Role, organisations: set[OrganisationId]) -> Sequence[Person]:
        rows = await self._session.scalars(
            select(PersonRow)
            .join(PersonRoleRow, PersonRoleRow.person_id == PersonRow.id)
            .where(PersonRoleRow.role == role)
            .where(PersonRow.active, PersonRow.organisation_id.in_(organisations))
            .order_by(PersonRow.username_key)
            .execution_options(populate_existing=True)
        )
        return [person_of(row) for row in rows]

    async def organisation(self, organisation: OrganisationId) -> Organisation:
        """Return an institution; raises NotFound."""
        row = await self._session.get(OrganisationRow, organisation, populate_existing=True)
        if row is None:
            raise NotFound("no such organisation")
        return organisation_of(row)

    async def organisations(self) -> dict[OrganisationId, Organisation]:
        """Return all institutions, by name."""
        rows = await self._session.scalars(
            select(OrganisationRow)
            .order_by(OrganisationRow.name)
            .execution_options(populate_existing=True)
        )
        return {OrganisationId(row.id): organisation_of(row) for row in rows}

    async def alliances(self) -> Sequence[Alliance]:
        """Return all alliances, by name."""
        rows = await self._session.scalars(
            select(AllianceRow).order_by(AllianceRow.name).execution_options(populate_existing=True)
        )
        return [alliance_of(row) for row in rows]

    async def agreements(
        self,
        *,
        requester: OrganisationId | None = None,
        provider: OrganisationId | None = None,
    ) -> Sequence[Agreement]:
        """Return the agreements of that side, lapsed ones included, newest first."""
        statement = select(AgreementRow.body).order_by(
            AgreementRow.starts_on.desc(), AgreementRow.id
        )
        if requester is not None:
            statement = statement.where(AgreementRow.requester_id == requester)
        if provider is not None:
            statement = statement.where(AgreementRow.provider_id == provider)
        return [AGREEMENT.validate_json(body) for body in await self._session.scalars(statement)]

    async def duties(self, persons: Sequence[PersonId], span: Slot) -> Sequence[Duty]:
        """Return the roster of these people within the span, in order."""
        rows = await self._session.scalars(
            select(DutyRow)
            .where(DutyRow.person_id.in_(set(persons)))
            .where(DutyRow.starts_at < span.end, DutyRow.ends_at > span.start)
            .order_by(DutyRow.starts_at, DutyRow.position, DutyRow.person_id)
            .execution_options(populate_existing=True)
        )
        return [duty_of(row) for row in rows]


class SqlPatients:
    """`consult.ports.Patients` on a database."""

    def __init__(self, session: AsyncSession) -> None:
        """Work within the transaction of `session`."""
        self._session = session

    async def of_site(self, site: OrganisationId) -> Sequence[Patient]:
        """Return the patients of a site (what likeness is judged among)."""
        rows = await self._session.scalars(
            select(PatientRow)
            .where(PatientRow.site_id == site)
            .order_by(PatientRow.name, PatientRow.id)
            .execution_options(populate_existing=True)
        )
        return [patient_of(row) for row in rows]

    async def save(self, patient: Patient) -> None:
        """Store or replace one."""
        await put(self._session, PatientRow, [patient_values(patient)], "id")

    async def get(self, patient: PatientId) -> Patient:
        """Return one; raises NotFound."""
        row = await self._session.get(PatientRow, patient, populate_existing=True)
        if row is None:
            raise NotFound("no such patient")
        return patient_of(row)
