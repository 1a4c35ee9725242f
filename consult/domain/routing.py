"""What the centre does with a request: return, reject, dispatch, take an invitation back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from consult.domain.agreement import check_expert, terms
from consult.domain.booking import check_slot, free
from consult.domain.case import Asked, CaseAction
from consult.domain.casefile import CaseFile
from consult.domain.change import Change, begin
from consult.domain.clocks import invitation_time, paused, running
from consult.domain.codes import Mode, RejectReason, Urgency
from consult.domain.errors import Refused
from consult.domain.form import Slot
from consult.domain.ids import InvitationId, PersonId, SessionId
from consult.domain.invitation import Invitation, InvitationAction, InvitationState
from consult.domain.inviting import earliest_due, settle
from consult.domain.people import Agreement, Clocks, Person
from consult.domain.refusals import Refusal, refuse_if
from consult.domain.requesting import let_go


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An expert who might be asked, with what decides whether that is lawful and possible."""

    person: Person
    agreements: tuple[Agreement, ...]  # of the requesting site
    taken: tuple[Slot, ...] = ()


def give_back(
    file: CaseFile, items: Sequence[str], note: str, *, by: PersonId, now: datetime
) -> Change:
    """Ask for more: the clock pauses, and experts already invited are let go."""
    wanted = [item.strip() for item in items if item.strip()]
    refuse_if(not wanted, Refusal.ITEMS_MISSING)
    asked = tuple(Asked(id=str(place), text=text) for place, text in enumerate(wanted, start=1))
    change = begin(file, now, by).with_case(replace(file.case, asked=asked))
    clock = paused(file.case.clock, now)
    return let_go(change.move(CaseAction.RETURN, clock=clock, reason=note), note)


def reject(
    file: CaseFile, code: RejectReason, reason: str, suggested: str, *, by: PersonId, now: datetime
) -> Change:
    """The request will not be routed; the reason may suggest another specialty."""
    words = " → ".join(filter(None, (reason.strip(), suggested.strip())))
    change = begin(file, now, by).with_case(replace(file.case, ended_at=now))
    return change.move(CaseAction.REJECT, reason=words, reason_code=code.value)


def meets(file: CaseFile, slot: Slot | None) -> bool:
    """Whether this case is answered in a meeting, given the slot that was chosen."""
    mode = file.case.form.wanted.mode
    return mode is Mode.LIVE or (mode is Mode.EITHER and slot is not None)


def chosen_slot(file: CaseFile, slot: Slot | None, now: datetime) -> Slot | None:
    """Return the time to meet: the one given, else the first proposed that is still to come.

    None for an emergency (it opens at once) and for a written case. Raises Refused where a live
    one has no time.
    """
    wanted = file.case.form.wanted
    if wanted.urgency is Urgency.EMERGENCY or not meets(file, slot):
        return None
    coming = slot or next((one for one in wanted.proposed if one.start > now), None)
    if coming is None:
        raise Refused(Refusal.SLOT_MISSING.value)
    check_slot(coming, now)
    return coming


def check_candidate(file: CaseFile, one: Candidate, slot: Slot | None, day: date) -> None:
    """Raise Refused unless this expert may be asked to this case on `day`."""
    person = one.person
    refuse_if(person.id == file.case.author, Refusal.OWN_REQUEST)
    refuse_if(person.organisation == file.case.site, Refusal.EXPERT_OF_SITE)
    check_expert(person, day)
    specialty = file.case.form.wanted.specialty
    agreement = terms(one.agreements, day, provider=person.organisation, specialty=specialty)
    refuse_if(agreement is None, Refusal.NO_AGREEMENT)
    live = {InvitationState.INVITED, InvitationState.ACCEPTED}
    standing = {one.expert for one in file.invitations if one.state in live}
    refuse_if(person.id in standing, Refusal.ALREADY_INVITED)
    refuse_if(slot is not None and not free(slot, one.taken), Refusal.SLOT_TAKEN)


def dispatch(
    file: CaseFile,
    candidates: Sequence[Candidate],
    *,
    ids: Sequence[InvitationId],
    chair: PersonId | None,
    slot: Slot | None,
    by: PersonId | None,
    now: datetime,
    day: date,
    clocks: Clocks,
) -> Change:
    """Invite these experts, one invitation each; `ids` are for the invitations.

    day   the day at the requesting site on which licences and agreements have to hold.
    """
    file.case.act(CaseAction.DISPATCH)
    when = chosen_slot(file, slot, now)
    for one in candidates:
        check_candidate(file, one, when, day)
    _check_chair(file, candidates, chair)
    due = now + invitation_time(clocks, file.case.form.wanted.urgency)
    change = begin(file, now, by).move(
        CaseAction.DISPATCH, clock=running("invitation", min(due, *_dues(file, due)))
    )
    for new, one in zip(ids, candidates, strict=True):
        change = change.put(
            Invitation(
                id=new,
                case=file.case.id,
                expert=one.person.id,
                organisation=one.person.organisation,
                invited_at=now,
                due_at=due,
                invited_by=by,
                chair=one.person.id == chair or _alone(file, candidates),
                slot=when,
            )
        )
    return change


def _dues(file: CaseFile, due: datetime) -> tuple[datetime, ...]:
    return (earliest_due(file) or due,)


def _standing(file: CaseFile) -> list[Invitation]:
    live = {InvitationState.INVITED, InvitationState.ACCEPTED}
    return [one for one in file.invitations if one.state in live]


def _alone(file: CaseFile, candidates: Sequence[Candidate]) -> bool:
    return len(candidates) == 1 and not _standing(file)


def _check_chair(file: CaseFile, candidates: Sequence[Candidate], chair: PersonId | None) -> None:
    persons = {one.person.id for one in candidates}
    has_chair = any(one.chair for one in _standing(file))
    refuse_if(chair is not None and chair not in persons, Refusal.CHAIR_MISSING)
    several = len(persons) + len(_standing(file)) > 1
    refuse_if(several and chair is None and not has_chair, Refusal.CHAIR_MISSING)


def remove(
    file: CaseFile,
    invitation: Invitation,
    reason: str,
    *,
    session: SessionId | None,
    by: PersonId,
    now: datetime,
    clocks: Clocks,
) -> Change:
    """Take an invitation back. Whoever had accepted loses access with this change."""
    removed = replace(invitation.act(InvitationAction.REMOVE), reason=reason, answered_at=now)
    return settle(begin(file, now, by).put(removed), clocks, session=session)
