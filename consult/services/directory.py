"""Whom the signed-in person's institution can ask, or route to."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from consult.contract.views import AllianceView, DepartmentCard, Directory, ExpertCard
from consult.domain.agreement import holds_on, licensed
from consult.domain.codes import Role, Specialty
from consult.domain.form import Slot
from consult.domain.ids import OrganisationId
from consult.domain.people import Actor, Agreement, Alliance, Duty, Organisation, Person
from consult.ports import Ports, Transaction
from consult.services.cast import day_at

AHEAD: Final = timedelta(days=7)
"""How far ahead rosters and bookings are shown."""


async def directory(ports: Ports, actor: Actor) -> Directory:
    """Return departments and experts under agreement, lapsed agreements shown as such."""
    now = ports.clock.now()
    async with ports.transaction() as tx:
        own = await tx.people.organisation(actor.organisation)
        alliances = [one for one in await tx.people.alliances() if _concerns(one, actor)]
        agreements = await _agreements(tx, actor, alliances)
        providers = sorted({one.provider for one in agreements})
        experts = [
            one
            for one in await tx.people.experts(providers)
            if Role.EXPERT in one.roles and one.specialty is not None
        ]
        span = Slot(start=now, end=now + AHEAD)
        duties = await tx.people.duties([one.id for one in experts], span)
        resources = [f"person:{one.id}" for one in experts]
        taken = await tx.bookings.taken(resources, span)
        names = await tx.people.organisations()
    day = day_at(own, now)
    return Directory(
        departments=_departments(experts, agreements, names, day),
        experts=tuple(_card(one, duties, taken, names, now, day) for one in experts),
        alliances=tuple(
            AllianceView(
                id=one.id, name=one.name, kind=one.kind, lead=one.lead, members=one.members
            )
            for one in alliances
        ),
    )


def _concerns(alliance: Alliance, actor: Actor) -> bool:
    return actor.organisation in {alliance.lead, alliance.centre, *alliance.members}


async def _agreements(
    tx: Transaction, actor: Actor, alliances: Sequence[Alliance]
) -> list[Agreement]:
    """Return the agreements of one's own site; a dispatcher's, those of all that are served."""
    sites = {actor.organisation}
    if Role.DISPATCHER in actor.roles:
        sites |= {
            member
            for one in alliances
            if one.centre == actor.organisation
            for member in (*one.members, one.lead)
        }
    found: list[Agreement] = []
    for site in sorted(sites):
        found.extend(await tx.people.agreements(requester=site))
    return found


def _departments(
    experts: Sequence[Person],
    agreements: Sequence[Agreement],
    names: Mapping[OrganisationId, Organisation],
    day: date,
) -> tuple[DepartmentCard, ...]:
    counted: dict[tuple[OrganisationId, Specialty], int] = {}
    for one in experts:
        assert one.specialty is not None
        key = (one.organisation, one.specialty)
        counted[key] = counted.get(key, 0) + 1
    return tuple(
        DepartmentCard(
            organisation=organisation,
            organisation_name=names[organisation].name,
            specialty=specialty,
            experts=number,
            agreement_valid=any(
                one.provider == organisation and holds_on(one, day, specialty) for one in agreements
            ),
        )
        for (organisation, specialty), number in sorted(counted.items())
    )


def _card(
    person: Person,
    duties: Sequence[Duty],
    taken: Mapping[str, Sequence[Slot]],
    names: Mapping[OrganisationId, Organisation],
    now: datetime,
    day: date,
) -> ExpertCard:
    assert person.specialty is not None
    own = tuple(one.slot for one in duties if one.person == person.id)
    return ExpertCard(
        id=person.id,
        name=person.name,
        title=person.title,
        organisation=person.organisation,
        organisation_name=names[person.organisation].name,
        specialty=person.specialty,
        on_duty=any(one.start <= now < one.end for one in own),
        duty=own,
        booked=tuple(taken.get(f"person:{person.id}", ())),
        licence_valid=licensed(person, day),
    )
