"""What an administrator looks after: institutions, people, alliances, agreements."""

from datetime import date
from zoneinfo import available_timezones

from consult.contract.commands import CreateOrganisation, CreatePerson
from consult.contract.views import (
    AdminOverview,
    AgreementRow,
    AllianceView,
    OrganisationView,
    PersonRow,
)
from consult.domain.codes import Role
from consult.domain.errors import FieldProblem, Forbidden, Invalid
from consult.domain.ids import OrganisationId, PersonId
from consult.domain.people import Actor, Agreement, Alliance, Organisation, Person
from consult.ports import Clock, Ids
from server.auth.passwords import Passwords
from server.auth.strength import weakness
from server.ports import ServerTransactions


def require_administrator(actor: Actor) -> None:
    """Raise Forbidden unless the actor administers."""
    if Role.ADMINISTRATOR not in actor.roles:
        raise Forbidden


async def overview(transactions: ServerTransactions, actor: Actor, clock: Clock) -> AdminOverview:
    """Return everything an administrator sees at once. Raises Forbidden."""
    require_administrator(actor)
    async with transactions() as tx:
        organisations = await tx.people.organisations()
        people = await tx.accounts.people()
        alliances = await tx.people.alliances()
        agreements = await tx.accounts.agreements()
    today = clock.now().date()
    return AdminOverview(
        organisations=tuple(organisation_view(one) for one in organisations.values()),
        people=tuple(_person(one, organisations[one.organisation]) for one in people),
        alliances=tuple(_alliance(one) for one in alliances),
        agreements=tuple(
            AgreementRow(
                id=one.id,
                requester_name=organisations[one.requester].name,
                provider_name=organisations[one.provider].name,
                starts_on=one.starts_on,
                ends_on=one.ends_on,
                valid=_valid(one, today),
            )
            for one in agreements
        ),
    )


def _valid(agreement: Agreement, today: date) -> bool:
    return agreement.starts_on <= today <= agreement.ends_on


async def add_person(
    transactions: ServerTransactions,
    actor: Actor,
    wanted: CreatePerson,
    passwords: Passwords,
    ids: Ids,
) -> PersonRow:
    """Store a new person. Raises Forbidden, NotFound, Conflict, or Invalid for a weak password."""
    require_administrator(actor)
    weak = weakness(wanted.password, about=(wanted.username, wanted.name))
    if weak:
        raise Invalid((FieldProblem("password", f"password_{weak}"),))
    hashed = await passwords.hash(wanted.password)
    person = Person(
        id=PersonId(ids.new()),
        username=wanted.username.strip(),
        name=wanted.name.strip(),
        organisation=OrganisationId(wanted.organisation),
        roles=frozenset(wanted.roles),
        title=wanted.title,
        phone=wanted.phone,
        licence=wanted.licence,
    )
    async with transactions() as tx:
        organisation = await tx.people.organisation(person.organisation)
        await tx.accounts.add_person(person, hashed)
        tx.audit.record(actor.person, "add", "person", str(person.id))
    return _person(person, organisation)


async def add_organisation(
    transactions: ServerTransactions, actor: Actor, wanted: CreateOrganisation, ids: Ids
) -> OrganisationView:
    """Store a new institution. Raises Forbidden, or Invalid for an unknown time zone."""
    require_administrator(actor)
    if wanted.timezone not in available_timezones():
        raise Invalid((FieldProblem("timezone", "unknown"),))
    organisation = Organisation(
        id=OrganisationId(ids.new()),
        name=wanted.name.strip(),
        tier=wanted.tier,
        timezone=wanted.timezone,
        review_required=wanted.review_required,
    )
    async with transactions() as tx:
        await tx.accounts.save_organisation(organisation)
        tx.audit.record(actor.person, "add", "organisation", str(organisation.id))
    return organisation_view(organisation)


def organisation_view(organisation: Organisation) -> OrganisationView:
    """Return an institution as clients see it."""
    return OrganisationView(
        id=organisation.id,
        name=organisation.name,
        tier=organisation.tier,
        grade=organisation.grade,
        timezone=organisation.timezone,
        review_required=organisation.review_required,
        centre=organisation.centre,
        phone=organisation.phone,
    )


def _person(person: Person, organisation: Organisation) -> PersonRow:
    return PersonRow(
        id=person.id,
        username=person.username,
        name=person.name,
        title=person.title,
        roles=tuple(sorted(person.roles)),
        organisation=person.organisation,
        organisation_name=organisation.name,
        active=person.active,
    )


def _alliance(alliance: Alliance) -> AllianceView:
    return AllianceView(
        id=alliance.id,
        name=alliance.name,
        kind=alliance.kind,
        lead=alliance.lead,
        members=alliance.members,
    )
