"""What the requesting side does with its request, until it is routed and when it is taken back."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from consult.domain.case import Case, CaseAction, CaseState
from consult.domain.casefile import CaseFile, FileKind
from consult.domain.change import Change, begin
from consult.domain.clocks import response_time, resumed, running
from consult.domain.errors import FieldProblem, Invalid
from consult.domain.form import RequestForm
from consult.domain.ids import CaseId, OrganisationId, PatientId, PersonId
from consult.domain.invitation import TRANSITIONS as INVITATION_MOVES
from consult.domain.invitation import InvitationAction
from consult.domain.meeting import end_meetings
from consult.domain.people import Clocks
from consult.domain.refusals import Refusal, refuse_if
from consult.domain.request import Holdings, Missing


def create(
    case: CaseId,
    token: UUID,
    *,
    site: OrganisationId,
    author: PersonId,
    form: RequestForm,
    now: datetime,
) -> Change:
    """Make the draft."""
    made = Case(id=case, token=token, site=site, author=author, created_at=now, form=form)
    return begin(CaseFile(case=made), now, author).created()


def save_form(file: CaseFile, form: RequestForm, *, by: PersonId, now: datetime) -> Change:
    """Replace the form of a draft or of a returned request; the same form changes nothing."""
    change = begin(file, now, by)
    return change if form == file.case.form else change.saved(form)


_CONSENTS = frozenset({FileKind.SIGNATURE, FileKind.CONSENT})


def holdings(file: CaseFile) -> Holdings:
    """Return what the case holds beside its form, as completeness counts it."""
    kinds = [one.kind for one in file.attachments]
    return Holdings(
        studies=len(file.studies),
        photos=kinds.count(FileKind.PHOTO),
        documents=kinds.count(FileKind.DOCUMENT),
        quarantined=sum(one.quarantined for one in file.attachments),
        consents=frozenset(one.id for one in file.attachments if one.kind in _CONSENTS),
    )


def check_complete(missing: tuple[Missing, ...]) -> None:
    """Raise Invalid with all that blocks the submission."""
    blocking = tuple(
        FieldProblem(one.path, one.code, one.params) for one in missing if one.blocking
    )
    if blocking:
        raise Invalid(blocking)


def submit(
    file: CaseFile,
    *,
    by: PersonId,
    now: datetime,
    number: str,
    patient: PatientId,
    centre: OrganisationId,
    clocks: Clocks,
    review: bool,
    missing: tuple[Missing, ...],
) -> Change:
    """Hand the request in: to the site's lead where `review` is demanded, else to the centre.

    Raises Invalid with everything that still blocks it.
    """
    check_complete(missing)
    case = replace(
        _next_version(file.case),
        number=file.case.number or number,
        patient=patient,
        submitted_at=now,
    )
    change = begin(replace(file, case=case), now, by)
    due = now + response_time(clocks, case.form.wanted.urgency)
    if review:
        return change.move(CaseAction.SUBMIT_FOR_REVIEW, clock=running("review", due))
    change = replace(change, file=replace(change.file, centre=centre))
    return change.move(CaseAction.SUBMIT, clock=running("response", due))


def _next_version(case: Case) -> Case:
    return replace(
        case,
        version=case.version + 1,
        previous_form=case.submitted_form,
        submitted_form=case.form,
    )


def approve(
    file: CaseFile, *, by: PersonId, now: datetime, centre: OrganisationId, clocks: Clocks
) -> Change:
    """The lead agrees; nobody approves a request of their own."""
    refuse_if(by == file.case.author, Refusal.OWN_REVIEW)
    due = now + response_time(clocks, file.case.form.wanted.urgency)
    change = begin(replace(file, centre=centre), now, by)
    return change.move(CaseAction.APPROVE, clock=running("response", due))


def refuse(file: CaseFile, reason: str, *, by: PersonId, now: datetime) -> Change:
    """The lead sends it back to the author, with a reason."""
    refuse_if(by == file.case.author, Refusal.OWN_REVIEW)
    refuse_if(not reason.strip(), Refusal.REASON_MISSING)
    return begin(file, now, by).move(CaseAction.REFUSE, reason=reason)


def resubmit(
    file: CaseFile,
    answers: dict[str, str],
    *,
    by: PersonId,
    now: datetime,
    missing: tuple[Missing, ...],
) -> Change:
    """Answer a return, item by item; the clock goes on where it stood.

    Raises IllegalMove first: what was not returned needs no answers.
    """
    file.case.act(CaseAction.RESUBMIT)
    asked = tuple(
        replace(one, answer=answers.get(one.id, one.answer).strip()) for one in file.case.asked
    )
    for one in asked:
        refuse_if(not one.answer, Refusal.ITEM_UNANSWERED, item=one.id)
    check_complete(missing)
    case = replace(_next_version(file.case), asked=asked)
    change = begin(replace(file, case=case), now, by)
    return change.move(CaseAction.RESUBMIT, clock=resumed(case.clock, now))


def withdraw(
    file: CaseFile, reason: str, *, by: PersonId, now: datetime, reason_code: str = ""
) -> Change:
    """Take the request back: slots are freed and experts let go. A reason once dispatched."""
    dispatched = bool(file.invitations)
    refuse_if(dispatched and not reason.strip(), Refusal.REASON_MISSING)
    change = begin(file, now, by)
    change = change.with_case(replace(file.case, ended_at=now))
    change = change.move(CaseAction.WITHDRAW, reason=reason, reason_code=reason_code)
    return let_go(end_meetings(change, reason), reason)


def let_go(change: Change, reason: str) -> Change:
    """Remove every invitation that still stands."""
    for one in change.file.invitations:
        if (one.state, InvitationAction.REMOVE) in INVITATION_MOVES:
            removed = replace(
                one.act(InvitationAction.REMOVE), reason=reason, answered_at=change.at
            )
            change = change.put(removed)
    return change


def withdraw_consent(file: CaseFile, reason: str, *, by: PersonId, now: datetime) -> Change:
    """The patient takes the consent back: the expert side loses access with this change.

    A case not yet answered is withdrawn by it; an answered one stays with the requesting side.
    """
    refuse_if(file.consent_withdrawn_at is not None, Refusal.CONSENT_WITHDRAWN)
    refuse_if(not reason.strip(), Refusal.REASON_MISSING)
    change = begin(file, now, by).consent_ends()
    if file.case.state in _BEFORE_ANSWERED:
        taken_back = withdraw(
            change.file, reason, by=by, now=now, reason_code=Refusal.CONSENT_WITHDRAWN.value
        )
        return change.then(taken_back)
    return end_meetings(change, reason)


_BEFORE_ANSWERED = frozenset(
    {
        CaseState.DRAFT,
        CaseState.IN_REVIEW,
        CaseState.SUBMITTED,
        CaseState.RETURNED,
        CaseState.DISPATCHED,
        CaseState.DECLINED,
        CaseState.ACCEPTED,
    }
)
