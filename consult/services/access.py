"""Who is let in, and who is told: decided here and nowhere else; reviewed as security."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from consult.contract.events import (
    CaseAdvanced,
    CaseMoved,
    ConsentWithdrawn,
    FormSaved,
    InvitationChanged,
    OpinionChanged,
    ServerEvent,
)
from consult.domain.casefile import CaseFile
from consult.domain.codes import Role
from consult.domain.errors import NotFound
from consult.domain.ids import CaseId, PersonId, StudyUid
from consult.domain.opinion import OpinionState
from consult.domain.people import Actor, Clocks
from consult.domain.policy import Action, Context, Relationship, expert_relationships, sees
from consult.ports import Ports, Transaction
from consult.services.work import opened

_SIDES = frozenset({Relationship.OWN, Relationship.SITE})
_ACCESS = _SIDES | {Relationship.CENTRE, Relationship.ASSIGNED}
_TAKES_PART = _ACCESS | {Relationship.INVITED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Who stands to a case by their post: dispatchers of its centre, leads of its site."""

    dispatchers: frozenset[PersonId] = frozenset()
    leads: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who gets an event, and who only its bare number."""

    full: frozenset[PersonId]
    bare: frozenset[PersonId]


def _standing(
    file: CaseFile, staff: Staff, context: Context
) -> dict[PersonId, frozenset[Relationship]]:
    found: dict[PersonId, set[Relationship]] = {file.case.author: {Relationship.OWN}}
    for person in staff.leads:
        found.setdefault(person, set()).add(Relationship.SITE)
    for person in staff.dispatchers:
        found.setdefault(person, set()).add(Relationship.CENTRE)
    for invitation in file.invitations:
        held = expert_relationships(invitation.expert, file, context)
        found.setdefault(invitation.expert, set()).update(held)
    return {person: frozenset(held) for person, held in found.items()}


def _hears(  # noqa: PLR0911 - one line for each kind of event
    person: PersonId, held: frozenset[Relationship], event: ServerEvent, file: CaseFile
) -> bool:
    """Whether somebody who stands so to the case gets this event in full."""
    match event:
        case CaseMoved():
            return bool(held & _TAKES_PART)
        case InvitationChanged():
            return bool(held & _TAKES_PART) or event.invitation.expert == person
        case FormSaved():
            return bool(held & _SIDES)
        case OpinionChanged() if event.opinion.state is OpinionState.DRAFT:
            return event.opinion.author == person and Relationship.ASSIGNED in held
        case ConsentWithdrawn():
            experts = {one.expert for one in file.invitations}
            return bool(held & _TAKES_PART) or person in experts
        case CaseAdvanced():
            return bool(held)
        case _:
            return bool(held & _ACCESS)


def recipients(
    file: CaseFile, event: ServerEvent, staff: Staff, now: datetime, clocks: Clocks | None = None
) -> Recipients:
    """Decide who receives an event of this case, as it stands now.

    Whoever takes part and may not see the event gets its bare number, so that nobody finds a
    gap; whoever takes no part (any longer) gets nothing.
    """
    context = Context(now=now, clocks=clocks or Clocks())
    standing = _standing(file, staff, context)
    full = {one for one, held in standing.items() if _hears(one, held, event, file)}
    taking_part = {one for one, held in standing.items() if held}
    return Recipients(frozenset(full), frozenset(taking_part - full))


def advanced(event: ServerEvent) -> CaseAdvanced:
    """Return the bare form of an event: its case, number and time, and nothing else."""
    return CaseAdvanced(case=event.case, seq=event.seq, at=event.at)


async def staff_of(tx: Transaction, file: CaseFile) -> Staff:
    """Read who stands to the case by their post."""
    leads = await tx.people.holding(Role.LEAD, file.case.site)
    if file.centre is None:
        return Staff(leads=frozenset(one.id for one in leads))
    dispatchers = await tx.people.holding(Role.DISPATCHER, file.centre)
    return Staff(
        dispatchers=frozenset(one.id for one in dispatchers),
        leads=frozenset(one.id for one in leads),
    )


async def audiences(
    ports: Ports, events: Sequence[ServerEvent]
) -> list[tuple[ServerEvent, Recipients]]:
    """Decide the receivers of these events; each case is read once."""
    found: list[tuple[ServerEvent, Recipients]] = []
    async with ports.transaction() as tx:
        now = ports.clock.now()
        held: dict[CaseId, tuple[CaseFile, Staff]] = {}
        for event in events:
            case = CaseId(event.case)
            if case not in held:
                file = await tx.cases.get(case)
                held[case] = (file, await staff_of(tx, file))
            file, staff = held[case]
            found.append((event, recipients(file, event, staff, now)))
    return found


def heard_by(
    person: PersonId, file: CaseFile, events: Iterable[ServerEvent], staff: Staff, now: datetime
) -> tuple[ServerEvent, ...]:
    """Return the events as this person receives them: in full, or bare."""
    return tuple(
        event if person in recipients(file, event, staff, now).full else advanced(event)
        for event in events
    )


async def study_access(ports: Ports, actor: Actor, study: StudyUid) -> CaseId:
    """Let somebody look at a study, and write it into the audit.

    Returns the case that gives the access. Raises NotFound where none does, whether or not
    the study exists.
    """
    async with ports.transaction() as tx:
        for file in await tx.cases.by_study(study):
            work = await opened(ports, tx, file)
            if sees(actor, Action.SEE_IMAGES, file, work.context):
                tx.audit.record(actor.person, "see_images", "study", study, str(file.case.id))
                return file.case.id
    raise NotFound


async def may_watch(ports: Ports, actor: Actor, case: CaseId) -> bool:
    """Whether somebody may read this case now."""
    async with ports.transaction() as tx:
        try:
            work = await opened(ports, tx, await tx.cases.get(case))
        except NotFound:
            return False
        return sees(actor, Action.READ, work.file, work.context)


async def losers(ports: Ports, case: CaseId, persons: Collection[PersonId]) -> frozenset[PersonId]:
    """Return which of these may not, or no longer, be in a room of this case."""
    async with ports.transaction() as tx:
        known = await tx.people.many(tuple(persons))
        work = await opened(ports, tx, await tx.cases.get(case))
        allowed = {
            one.id
            for one in known.values()
            if one.active
            and sees(
                Actor(person=one.id, organisation=one.organisation, roles=one.roles),
                Action.CHECK_IN,
                work.file,
                work.context,
            )
        }
        return frozenset(persons) - allowed
