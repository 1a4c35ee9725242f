"""People, institutions, patients and accounts on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from consult.domain.codes import AllianceKind, Role, Specialty
from consult.domain.errors import Conflict, NotFound
from consult.domain.ids import AgreementId, OrganisationId, PatientId, PersonId
from consult.domain.people import Agreement, Alliance, Clocks, Duty
from server.db.database import SqlDatabase
from server.ports import Credential, SigningKey
from tests.server.db.samples import People, person, slot


async def test_people_come_back_with_their_roles(database: SqlDatabase, people: People) -> None:
    """A person is read as stored; roles that were taken away are gone at once."""
    changed = replace(
        people.expert, name="李华（主任）", roles=frozenset({Role.EXPERT, Role.RADIOLOGIST})
    )
    async with database.transaction() as tx:
        assert await tx.people.get(people.expert.id) == people.expert
        await tx.accounts.save_person(changed)
        assert await tx.people.get(people.expert.id) == changed
        await tx.accounts.save_person(people.expert)
        assert await tx.people.many([people.expert.id, PersonId(uuid4())]) == {
            people.expert.id: people.expert
        }
        with pytest.raises(NotFound):
            await tx.people.get(PersonId(uuid4()))
        with pytest.raises(NotFound):
            await tx.accounts.save_person(person("nobody", people.clinic))


async def test_only_active_people_are_asked(database: SqlDatabase, people: People) -> None:
    """Experts and dispatchers are listed by institution and role, inactive ones not."""
    async with database.transaction() as tx:
        await tx.accounts.save_person(replace(people.other_expert, active=False))
        assert await tx.people.experts([people.hospital.id]) == [people.expert]
        assert await tx.people.experts([people.clinic.id]) == []
        holding = await tx.people.holding(Role.DISPATCHER, people.hospital.id)
        assert holding == [people.dispatcher]
        assert len(await tx.accounts.people()) == 5


async def test_a_username_is_one_persons(database: SqlDatabase, people: People) -> None:
    """Usernames ignore case: a second one is a Conflict, new or changed."""
    twin = person("LI.HUA", people.clinic, Role.VILLAGE_DOCTOR)
    async with database.transaction() as tx:
        with pytest.raises(Conflict):
            await tx.accounts.add_person(twin, "")
        with pytest.raises(Conflict):
            await tx.accounts.save_person(replace(people.lead, username="Li.Hua"))
        found = await tx.accounts.credential("Li.HUA")
    assert found == Credential(person=people.expert, password_hash="$argon2id$not-a-hash")


async def test_passwords_and_keys_change(database: SqlDatabase, people: People) -> None:
    """Hash and signing key are replaced; who is inactive has no credential."""
    key = SigningKey(public_key="ab" * 32, sealed=b"\x00\x01sealed")
    async with database.transaction() as tx:
        await tx.accounts.set_password(people.lead.id, "new")
        assert await tx.accounts.signing_key(people.lead.id) is None
        await tx.accounts.set_signing_key(people.lead.id, key)
    async with database.transaction() as tx:
        assert await tx.accounts.signing_key(people.lead.id) == key
        credential = await tx.accounts.credential_of(people.lead.id)
        assert credential is not None
        assert credential.password_hash == "new"
        await tx.accounts.save_person(replace(people.lead, active=False))
        assert await tx.accounts.credential_of(people.lead.id) is None
        assert await tx.accounts.credential("nobody") is None
        with pytest.raises(NotFound):
            await tx.accounts.set_password(PersonId(uuid4()), "new")


async def test_what_binds_institutions_comes_back(database: SqlDatabase, people: People) -> None:
    """Institutions, alliances with members in order, and agreements are read as stored."""
    alliance = Alliance(
        id=uuid4(),
        name="柳河医共体",
        kind=AllianceKind.COUNTY_COMMUNITY,
        lead=people.hospital.id,
        centre=people.hospital.id,
        members=(people.hospital.id, people.clinic.id),
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
    )
    agreement = Agreement(
        id=AgreementId(uuid4()),
        requester=people.clinic.id,
        provider=people.hospital.id,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 30),
        specialties=frozenset({Specialty.NEUROLOGY}),
        clocks=Clocks(urgent_response=timedelta(minutes=90)),
    )
    async with database.transaction() as tx:
        await tx.accounts.save_alliance(alliance)
        await tx.accounts.save_agreement(agreement)
        assert await tx.people.alliances() == [alliance]
        smaller = replace(alliance, members=(people.clinic.id,))
        await tx.accounts.save_alliance(smaller)
        assert await tx.people.alliances() == [smaller]
        assert await tx.people.agreements(requester=people.clinic.id) == [agreement]
        assert await tx.people.agreements(provider=people.clinic.id) == []
        assert await tx.accounts.agreements() == [agreement]
        assert set(await tx.people.organisations()) == {people.clinic.id, people.hospital.id}
        assert await tx.people.organisation(people.clinic.id) == people.clinic
        with pytest.raises(NotFound):
            await tx.people.organisation(OrganisationId(uuid4()))


async def test_the_roster_is_read_within_a_span(database: SqlDatabase, people: People) -> None:
    """Spans that overlap come in order; the same start again replaces."""

    def duty(who: PersonId, hours: float, order: int = 0) -> Duty:
        return Duty(person=who, specialty=Specialty.NEUROLOGY, slot=slot(hours, 60), order=order)

    first, second = people.expert.id, people.other_expert.id
    async with database.transaction() as tx:
        await tx.accounts.add_duties([duty(first, 1, 9), duty(second, 1, 1), duty(first, 8)])
        await tx.accounts.add_duties([duty(first, 1, 2)])
        around = await tx.people.duties([first, second], slot(0, 150))
        touching = await tx.people.duties([first], slot(0, 60))
    assert around == [duty(second, 1, 1), duty(first, 1, 2)]
    assert touching == []


async def test_patients_belong_to_a_site(database: SqlDatabase, people: People) -> None:
    """A patient is replaced under the same id and seen by the own site alone."""
    changed = replace(people.patient, phone="13900000000")
    async with database.transaction() as tx:
        await tx.patients.save(changed)
        assert await tx.patients.get(people.patient.id) == changed
        assert await tx.patients.of_site(people.clinic.id) == [changed]
        assert await tx.patients.of_site(people.hospital.id) == []
        with pytest.raises(NotFound):
            await tx.patients.get(PatientId(uuid4()))


async def test_order_within_a_transaction_is_free(database: SqlDatabase, people: People) -> None:
    """What points to something may be stored before it, and never without it."""
    place = replace(people.clinic, id=OrganisationId(uuid4()), name="新站")
    async with database.transaction() as tx:
        await tx.accounts.add_person(person("early", place), "")
        await tx.accounts.save_organisation(place)

    with pytest.raises(IntegrityError):
        async with database.transaction() as tx:
            await tx.accounts.add_person(
                person("lost", replace(place, id=OrganisationId(uuid4()))), ""
            )
