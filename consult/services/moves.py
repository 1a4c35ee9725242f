"""The moves of a case: from handing it in to its outcome. One verb each, found by its command."""

from collections.abc import Awaitable, Callable

from consult.contract.commands import (
    Acknowledge,
    Approve,
    CaseMove,
    Dispatch,
    RefuseReview,
    RejectCase,
    ReportOutcome,
    Resubmit,
    ReturnCase,
    Submit,
    WaiveOutcome,
    Withdraw,
    WithdrawConsent,
)
from consult.contract.views import CaseView
from consult.domain import answering, requesting, routing
from consult.domain.agreement import centre_of, terms
from consult.domain.answering import opinion_of
from consult.domain.change import Change
from consult.domain.errors import Refused
from consult.domain.ids import CaseId, InvitationId, OpinionId, OrganisationId, PersonId
from consult.domain.people import Actor
from consult.domain.policy import Action
from consult.domain.refusals import Refusal, refuse_if
from consult.domain.request import completeness
from consult.ports import Ports
from consult.services.candidates import candidate
from consult.services.patients import keep_patient
from consult.services.work import Work, transact


async def move(
    ports: Ports,
    actor: Actor,
    case: CaseId,
    command: CaseMove,
    *,
    expected_seq: int | None = None,
) -> CaseView:
    """Move a case on behalf of `actor`, and announce it.

    Raises NotFound, Forbidden, IllegalMove, Refused, Invalid, or Conflict when `expected_seq` is
    out of date.
    """
    verb = _verb(command)

    async def act(work: Work) -> Change:
        return await verb(work, actor.person)

    action = Action(command.action)
    return await transact(ports, actor, case, action, act, expected_seq=expected_seq)


Verb = Callable[[Work, PersonId], Awaitable[Change]]


def _verb(command: CaseMove) -> Verb:  # noqa: C901, PLR0911 - a dispatch table over the commands
    match command:
        case Submit():
            return _submit
        case Approve():
            return _approve
        case RefuseReview():
            return _refuse(command)
        case ReturnCase():
            return _return(command)
        case Resubmit():
            return _resubmit(command)
        case RejectCase():
            return _reject(command)
        case Dispatch():
            return _dispatch(command)
        case Withdraw():
            return _withdraw(command)
        case Acknowledge():
            return _acknowledge(command)
        case ReportOutcome():
            return _report(command)
        case WaiveOutcome():
            return _waive(command)
        case WithdrawConsent():
            return _withdraw_consent(command)


async def _provider(work: Work) -> OrganisationId | None:
    wanted = work.file.case.form.wanted
    if wanted.expert is not None:
        return (await work.tx.people.get(wanted.expert)).organisation
    return wanted.organisation


async def _centre(work: Work) -> OrganisationId:
    """Return who routes it. Raises Refused without an agreement in force, or without a centre."""
    tx, site, wanted = work.tx, work.file.case.site, work.file.case.form.wanted
    provider = await _provider(work)
    agreements = await tx.people.agreements(requester=site)
    held = terms(agreements, work.day, provider=provider, specialty=wanted.specialty)
    refuse_if(held is None, Refusal.NO_AGREEMENT)
    found = centre_of(
        site, provider, await tx.people.alliances(), await tx.people.organisations(), work.day
    )
    if found is None:
        raise Refused(Refusal.NO_CENTRE.value)
    return found


async def _submit(work: Work, by: PersonId) -> Change:
    form = work.file.case.form
    missing = completeness(form, requesting.holdings(work.file), now=work.now, zone=work.zone)
    requesting.check_complete(missing)
    centre = await _centre(work)
    return requesting.submit(
        work.file,
        by=by,
        now=work.now,
        number=work.file.case.number
        or await work.tx.cases.next_number(work.file.case.site, work.day),
        patient=await keep_patient(work),
        centre=centre,
        clocks=work.context.clocks,
        review=work.site.review_required,
        missing=missing,
    )


async def _approve(work: Work, by: PersonId) -> Change:
    centre = await _centre(work)
    return requesting.approve(
        work.file, by=by, now=work.now, centre=centre, clocks=work.context.clocks
    )


def _refuse(command: RefuseReview) -> Verb:
    async def act(work: Work, by: PersonId) -> Change:
        return requesting.refuse(work.file, command.reason, by=by, now=work.now)

    return act


def _return(command: ReturnCase) -> Verb:
    async def act(work: Work, by: PersonId) -> Change:
        return routing.give_back(work.file, command.items, command.note, by=by, now=work.now)

    return act


def _resubmit(command: Resubmit) -> Verb:
    async def act(work: Work, by: PersonId) -> Change:
        missing = completeness(
            work.file.case.form, requesting.holdings(work.file), now=work.now, zone=work.zone
        )
        answers = {one.id: one.answer for one in command.answers}
        change = requesting.resubmit(work.file, answers, by=by, now=work.now, missing=missing)
        await keep_patient(work)
        return change

    return act


def _reject(command: RejectCase) -> Verb:
    async def act(work: Work, by: PersonId) -> Change:
        return routing.reject(
            work.file, command.reason_code, command.reason, command.suggested, by=by, now=work.now
        )

    return act


def _dispatch(command: Dispatch) -> Verb:
    async def act(work: Work, by: PersonId) -> Change:
        slot = routing.chosen_slot(work.file, command.slot, work.now)
        experts = tuple(dict.fromkeys(PersonId(one) for one in command.experts))
        return routing.dispatch(
            work.file,
            [await candidate(work.tx, work.file, one, slot) for one in experts],
            ids=[InvitationId(work.ports.ids.new()) for _ in experts],
            chair=None if command.chair is None else PersonId(command.chair),
            slot=command.slot,
            by=by,
            now=work.now,
            day=work.day,
            clocks=work.context.clocks,
        )

    return act


def _withdraw(command: Withdraw) -> Verb:
    async def act(work: Work, by: PersonId) -> Change:
        return requesting.withdraw(work.file, command.reason, by=by, now=work.now)

    return act


def _acknowledge(command: Acknowledge) -> Verb:
    async def act(work: Work, by: PersonId) -> Change:
        return answering.acknowledge(
            work.file,
            opinion_of(work.file, OpinionId(command.opinion)),
            command.acknowledgement,
            by=by,
            now=work.now,
            clocks=work.context.clocks,
        )

    return act


def _report(command: ReportOutcome) -> Verb:
    async def act(work: Work, by: PersonId) -> Change:
        return answering.report_outcome(
            work.file, command.outcome, by=by, now=work.now, clocks=work.context.clocks
        )

    return act


def _waive(command: WaiveOutcome) -> Verb:
    async def act(work: Work, by: PersonId) -> Change:
        return answering.waive_outcome(
            work.file, command.reason, by=by, now=work.now, clocks=work.context.clocks
        )

    return act


def _withdraw_consent(command: WithdrawConsent) -> Verb:
    async def act(work: Work, by: PersonId) -> Change:
        return requesting.withdraw_consent(work.file, command.reason, by=by, now=work.now)

    return act
