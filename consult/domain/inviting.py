"""What experts do with an invitation, and what follows for the case."""

from dataclasses import replace
from datetime import datetime

from consult.domain.answering import answered
from consult.domain.booking import EMERGENCY_LENGTH, check_slot
from consult.domain.case import CaseAction, CaseState
from consult.domain.casefile import CaseFile
from consult.domain.change import Change, begin
from consult.domain.clocks import response_time, running
from consult.domain.codes import DeclineReason, Mode, Urgency
from consult.domain.errors import NotFound
from consult.domain.form import Slot
from consult.domain.ids import InvitationId, PersonId, SessionId
from consult.domain.invitation import Invitation, InvitationAction, InvitationState
from consult.domain.meeting import end_meetings
from consult.domain.people import Clocks
from consult.domain.refusals import Refusal, refuse_if
from consult.domain.session import Session, SessionAction


def invitation_of(file: CaseFile, invitation: InvitationId) -> Invitation:
    """Return the invitation of this case; raises NotFound."""
    for one in file.invitations:
        if one.id == invitation:
            return one
    raise NotFound


def check_open(invitation: Invitation, by: PersonId, now: datetime) -> None:
    """Raise Refused unless it is this expert's, still stands and its time is not over."""
    refuse_if(invitation.expert != by, Refusal.NOT_YOUR_INVITATION)
    refuse_if(invitation.state is InvitationState.REMOVED, Refusal.INVITATION_REMOVED)
    late = invitation.state is InvitationState.INVITED and invitation.due_at <= now
    refuse_if(late or invitation.state is InvitationState.EXPIRED, Refusal.INVITATION_EXPIRED)


def accept(
    file: CaseFile,
    invitation: Invitation,
    slot: Slot | None,
    *,
    session: SessionId | None,
    by: PersonId,
    now: datetime,
    clocks: Clocks,
) -> Change:
    """Take the case. With the last required acceptance the case is accepted.

    slot      another time that the expert prefers; None keeps the dispatched one.
    session   the id for the meeting, where one is to be booked or opened.
    """
    check_open(invitation, by, now)
    refuse_if(by == file.case.author, Refusal.OWN_REQUEST)
    if slot is not None:
        check_slot(slot, now)
    accepted = replace(
        invitation.act(InvitationAction.ACCEPT),
        answered_at=now,
        slot=slot or invitation.slot,
    )
    change = begin(file, now, by).put(accepted)
    return settle(change, clocks, session=session)


def decline(
    file: CaseFile,
    invitation: Invitation,
    code: DeclineReason,
    reason: str,
    *,
    session: SessionId | None,
    by: PersonId,
    now: datetime,
    clocks: Clocks,
) -> Change:
    """Do not take the case, and say why. `session` as in `settle`."""
    check_open(invitation, by, now)
    declined = replace(
        invitation.act(InvitationAction.DECLINE), answered_at=now, reason_code=code, reason=reason
    )
    return settle(begin(file, now, by).put(declined), clocks, session=session)


def earliest_due(file: CaseFile) -> datetime | None:
    """Return until when the next open invitation has to be answered."""
    open_ones = [one.due_at for one in file.invitations if one.state is InvitationState.INVITED]
    return min(open_ones, default=None)


def settle(change: Change, clocks: Clocks, *, session: SessionId | None) -> Change:
    """Move the case on, when its invitations say so.

    Nobody left: declined, and the centre may dispatch again; an accepted case falls back to that,
    too, when its only expert is removed. Nobody still to answer and a chair among several:
    accepted, and a live one is booked (an emergency opens at once) as `session`; for None, or
    when its time has passed, the centre books it later. Answered at once, where all who stay have
    signed already.
    """
    if change.case.state not in {CaseState.DISPATCHED, CaseState.ACCEPTED}:
        return change
    open_ones = [
        one
        for one in change.file.invitations
        if one.required and one.state is InvitationState.INVITED
    ]
    accepted = [one for one in change.file.invitations if one.state is InvitationState.ACCEPTED]
    if not open_ones and not accepted:
        urgency = change.case.form.wanted.urgency
        again = running("response", change.at + response_time(clocks, urgency))
        return end_meetings(change.move(CaseAction.DECLINE, clock=again), "declined")
    if change.case.state is CaseState.ACCEPTED:
        return answered(change, clocks)
    led = len(accepted) == 1 or any(one.chair for one in accepted)
    if open_ones or not led:
        return change
    return answered(_accepted(change, accepted, clocks, session), clocks)


def _accepted(
    change: Change, accepted: list[Invitation], clocks: Clocks, session: SessionId | None
) -> Change:
    wanted = change.case.form.wanted
    slots = [one.slot for one in accepted if one.slot is not None and one.slot.start > change.at]
    meeting: Session | None = None
    if session is None:
        pass
    elif wanted.urgency is Urgency.EMERGENCY and wanted.mode is not Mode.WRITTEN:
        slot = Slot(start=change.at, end=change.at + EMERGENCY_LENGTH)
        booked = Session(id=session, case=change.case.id, slot=slot, emergency=True)
        meeting = booked.act(SessionAction.CHECK_IN)
    elif slots:
        meeting = Session(id=session, case=change.case.id, slot=slots[-1])
    due = change.at + clocks.written_answer
    if meeting is not None:
        due = meeting.slot.end + clocks.opinion_target
    change = change.move(CaseAction.ACCEPT, clock=running("answer", due))
    return change if meeting is None else change.put(meeting)


def expire(change: Change, invitation: Invitation) -> Change:
    """Note that its time is over."""
    return change.put(replace(invitation.act(InvitationAction.EXPIRE), answered_at=change.at))
