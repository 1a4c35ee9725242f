"""People and institutions, as administrators and the demo world change them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from consult.domain.errors import Conflict, NotFound
from consult.domain.ids import PersonId
from consult.domain.people import Agreement, Alliance, Duty, Organisation, Person
from server.db.bodies import AGREEMENT, text_of
from server.db.people import SqlPeople
from server.db.people_rows import (
    alliance_values,
    duty_values,
    organisation_values,
    person_of,
    person_values,
)
from server.db.people_tables import (
    AgreementRow,
    AllianceMemberRow,
    AllianceRow,
    DutyRow,
    OrganisationRow,
    PersonRoleRow,
    PersonRow,
)
from server.db.statements import insert_into, put
from server.ports import Credential, SigningKey


class SqlAccounts:
    """`server.ports.Accounts` on a database."""

    def __init__(self, session: AsyncSession) -> None:
        """Work within the transaction of `session`."""
        self._session = session

    async def add_person(self, person: Person, password_hash: str) -> None:
        """Store a new person; raises Conflict when the username is taken."""
        stored = await self._session.scalar(
            insert_into(self._session, PersonRow)
            .values(**person_values(person), password_hash=password_hash)
            .on_conflict_do_nothing()
            .returning(PersonRow.id)
        )
        if stored is None:
            raise Conflict("this username is taken")
        await self._keep_roles(person)

    async def save_person(self, person: Person) -> None:
        """Store changes; raises NotFound, or Conflict when the username is taken."""
        taken = await self._session.scalar(
            select(PersonRow.id)
            .where(PersonRow.username_key == person.username.casefold())
            .where(PersonRow.id != person.id)
        )
        if taken is not None:
            raise Conflict("this username is taken")
        await self._update(person.id, **person_values(person))
        await self._keep_roles(person)

    async def _keep_roles(self, person: Person) -> None:
        await self._session.execute(
            delete(PersonRoleRow)
            .where(PersonRoleRow.person_id == person.id)
            .where(PersonRoleRow.role.not_in(person.roles))
        )
        rows = [{"person_id": person.id, "role": role} for role in sorted(person.roles)]
        await put(self._session, PersonRoleRow, rows, "person_id", "role")

    async def _update(self, person: PersonId, **values: Any) -> None:
        stored = await self._session.scalar(
            update(PersonRow)
            .where(PersonRow.id == person)
            .values(**values)
            .returning(PersonRow.id)
            .execution_options(synchronize_session=False)
        )
        if stored is None:
            raise NotFound("no such person")

    async def credential(self, username: str) -> Credential | None:
        """Return what a sign-in is checked against; usernames ignore case. Inactive: None."""
        return await self._credential(PersonRow.username_key == username.casefold())

    async def credential_of(self, person: PersonId) -> Credential | None:
        """The same, by person (for the step-up)."""
        return await self._credential(PersonRow.id == person)

    async def _credential(self, which: ColumnElement[bool]) -> Credential | None:
        row = await self._session.scalar(
            select(PersonRow)
            .where(which, PersonRow.active)
            .execution_options(populate_existing=True)
        )
        if row is None:
            return None
        return Credential(person=person_of(row), password_hash=row.password_hash)

    async def set_password(self, person: PersonId, password_hash: str) -> None:
        """Replace the password hash; raises NotFound."""
        await self._update(person, password_hash=password_hash)

    async def signing_key(self, person: PersonId) -> SigningKey | None:
        """Return the signing key, if the person has one."""
        found = (
            await self._session.execute(
                select(PersonRow.signing_public, PersonRow.signing_sealed).where(
                    PersonRow.id == person
                )
            )
        ).one_or_none()
        if found is None or found.signing_public is None or found.signing_sealed is None:
            return None
        return SigningKey(public_key=found.signing_public, sealed=found.signing_sealed)

    async def set_signing_key(self, person: PersonId, key: SigningKey) -> None:
        """Store or replace the signing key; raises NotFound."""
        await self._update(person, signing_public=key.public_key, signing_sealed=key.sealed)

    async def people(self) -> Sequence[Person]:
        """Return everybody, inactive ones included, by username."""
        rows = await self._session.scalars(
            select(PersonRow)
            .order_by(PersonRow.username_key)
            .execution_options(populate_existing=True)
        )
        return [person_of(row) for row in rows]

    async def save_organisation(self, organisation: Organisation) -> None:
        """Store or replace an institution."""
        await put(self._session, OrganisationRow, [organisation_values(organisation)], "id")

    async def save_alliance(self, alliance: Alliance) -> None:
        """Store or replace an alliance with its members."""
        await put(self._session, AllianceRow, [alliance_values(alliance)], "id")
        await self._session.execute(
            delete(AllianceMemberRow)
            .where(AllianceMemberRow.alliance_id == alliance.id)
            .where(AllianceMemberRow.organisation_id.not_in(alliance.members))
        )
        rows = [
            {"alliance_id": alliance.id, "organisation_id": member, "position": position}
            for position, member in enumerate(alliance.members)
        ]
        await put(self._session, AllianceMemberRow, rows, "alliance_id", "organisation_id")

    async def save_agreement(self, agreement: Agreement) -> None:
        """Store or replace an agreement."""
        row = {
            "id": agreement.id,
            "requester_id": agreement.requester,
            "provider_id": agreement.provider,
            "starts_on": agreement.starts_on,
            "ends_on": agreement.ends_on,
            "body": text_of(AGREEMENT, agreement),
        }
        await put(self._session, AgreementRow, [row], "id")

    async def agreements(self) -> Sequence[Agreement]:
        """Return all agreements, lapsed ones included."""
        return await SqlPeople(self._session).agreements()

    async def add_duties(self, duties: Sequence[Duty]) -> None:
        """Add spans to the roster; one that is there already (person, start) is replaced."""
        rows = {(duty.person, duty.slot.start): duty_values(duty) for duty in duties}
        await put(self._session, DutyRow, list(rows.values()), "person_id", "starts_at")
