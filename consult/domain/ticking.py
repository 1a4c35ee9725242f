"""What is due by itself: alarms, lapsed invitations, missed meetings, archiving. Never silently."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from consult.domain.case import TRANSITIONS, CaseAction, CaseState
from consult.domain.casefile import CaseFile
from consult.domain.change import Change, begin
from consult.domain.clocks import invitation_time, lapsed, overdue, rings, running
from consult.domain.codes import Side
from consult.domain.errors import Refused
from consult.domain.form import Slot
from consult.domain.ids import InvitationId, SessionId
from consult.domain.invitation import Invitation, InvitationState
from consult.domain.inviting import earliest_due, expire, settle
from consult.domain.meeting import end_meetings, interrupt, left_since, miss, sides_present
from consult.domain.people import Clocks
from consult.domain.requesting import let_go
from consult.domain.routing import Candidate, check_candidate
from consult.domain.session import Session, SessionState

_WAITING: Final = frozenset({SessionState.BOOKED, SessionState.OPEN})


def tick(
    file: CaseFile,
    *,
    now: datetime,
    day: date,
    clocks: Clocks,
    session: SessionId | None,
    next_up: Sequence[Candidate] = (),
    ids: Sequence[InvitationId] = (),
) -> Change:
    """Do everything that is due at `now`; a change without notes means that nothing was.

    session   for the meeting, where the case is accepted by it; None books none.
    next_up   who is asked next when an invitation lapses, in the order of the roster.
    ids       for their invitations, at least as many as invitations may lapse.
    """
    change = _invitations(begin(file, now, None), next_up, list(ids), day, clocks)
    if change.notes:
        change = settle(change, clocks, session=session)
    change = _sessions(change, clocks)
    return _case(change)


def may_be_next(file: CaseFile, one: Candidate, slot: Slot | None, day: date) -> bool:
    """Whether somebody may be asked in place of one who did not answer."""
    if any(before.expert == one.person.id for before in file.invitations):
        return False
    try:
        check_candidate(file, one, slot, day)
    except Refused:
        return False
    return True


def _invitations(
    change: Change,
    next_up: Sequence[Candidate],
    ids: list[InvitationId],
    day: date,
    clocks: Clocks,
) -> Change:
    late = [
        one
        for one in change.file.invitations
        if one.state is InvitationState.INVITED and one.due_at <= change.at
    ]
    for invitation in late:
        change = expire(change, invitation)
        for one in next_up:
            if ids and may_be_next(change.file, one, invitation.slot, day):
                change = _ask(change, invitation, one, ids.pop(), clocks)
                break
    return change


def _ask(
    change: Change, missed: Invitation, one: Candidate, new: InvitationId, clocks: Clocks
) -> Change:
    due = change.at + invitation_time(clocks, change.case.form.wanted.urgency)
    first = min(due, earliest_due(change.file) or due)
    change = change.move(CaseAction.DISPATCH, clock=running("invitation", first))
    return change.put(
        Invitation(
            id=new,
            case=change.case.id,
            expert=one.person.id,
            organisation=one.person.organisation,
            invited_at=change.at,
            due_at=due,
            chair=missed.chair,
            required=missed.required,
            slot=missed.slot,
        )
    )


def _sessions(change: Change, clocks: Clocks) -> Change:
    for session in change.file.sessions:
        step = _session(change.file, session, change.at, clocks)
        if step is not None:
            change = change.then(step)
    return change


def _session(file: CaseFile, session: Session, now: datetime, clocks: Clocks) -> Change | None:
    if session.state in _WAITING:
        late = session.slot.start + clocks.check_in_late <= now
        missing = set(Side) - sides_present(file, session)
        return miss(file, session, now=now) if late and missing else None
    if session.state is SessionState.LIVE:
        gone = gone_side(file, session, now, clocks)
        return None if gone is None else interrupt(file, session, gone, now=now)
    if session.state is SessionState.INTERRUPTED and not session.attention:
        since = session.gaps[-1].start
        if since + clocks.interrupted <= now:
            return begin(file, now, None).put(replace(session, attention=True))
    return None


def gone_side(file: CaseFile, session: Session, now: datetime, clocks: Clocks) -> Side | None:
    """Return a side of which everybody left the room longer ago than is tolerated."""
    for side in Side:
        since = left_since(file, session, side)
        if since is not None and since + clocks.side_gone <= now:
            return side
    return None


def _case(change: Change) -> Change:
    clock = change.case.clock
    if change.case.state is CaseState.CLOSED and overdue(clock, change.at):
        return change.move(CaseAction.ARCHIVE)
    if lapsed(clock, change.at) and (change.case.state, CaseAction.EXPIRE) in TRANSITIONS:
        change = change.with_case(replace(change.case, ended_at=change.at))
        change = change.move(CaseAction.EXPIRE, reason_code=clock.name)
        return let_go(end_meetings(change, "expired"), "expired")
    if rings(clock, change.at):
        return change.clock(replace(clock, escalated=clock.escalated + 1), "escalate")
    return change
