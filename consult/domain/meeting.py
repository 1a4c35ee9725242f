"""The verbs of a session: book, check in, start, interrupt, finish, and who was there."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from consult.domain.booking import check_slot
from consult.domain.case import CaseState
from consult.domain.casefile import CaseFile
from consult.domain.change import Change, begin
from consult.domain.clocks import running
from consult.domain.codes import Medium, Side
from consult.domain.conclusion import Gap
from consult.domain.errors import IllegalMove, NotFound
from consult.domain.form import Slot
from consult.domain.ids import PersonId, SessionId
from consult.domain.invitation import InvitationState
from consult.domain.people import Clocks
from consult.domain.refusals import Refusal, refuse_if
from consult.domain.session import ENDS, Attendance, Session, SessionAction, SessionState

_MET = frozenset({SessionState.LIVE, SessionState.INTERRUPTED})


def session_of(file: CaseFile, session: SessionId) -> Session:
    """Return the session of this case; raises NotFound."""
    for one in file.sessions:
        if one.id == session:
            return one
    raise NotFound


def standing(file: CaseFile) -> Session | None:
    """Return the session that has not ended, if there is one."""
    return next((one for one in file.sessions if one.state not in ENDS), None)


def side_of(file: CaseFile, person: PersonId) -> Side:
    """Return on which side somebody sits: experts on theirs, everybody else asks."""
    experts = {one.expert for one in file.invitations if one.state is InvitationState.ACCEPTED}
    return Side.EXPERT if person in experts else Side.REQUESTING


def book(
    file: CaseFile, slot: Slot, *, session: SessionId, by: PersonId, now: datetime, clocks: Clocks
) -> Change:
    """Book a further session of an accepted case."""
    if file.case.state is not CaseState.ACCEPTED:
        raise IllegalMove("case", file.case.state, "book")
    refuse_if(standing(file) is not None, Refusal.SESSION_EXISTS)
    check_slot(slot, now)
    change = begin(file, now, by).put(Session(id=session, case=file.case.id, slot=slot))
    return change.clock(running("answer", slot.end + clocks.opinion_target))


def reschedule(
    file: CaseFile, session: Session, slot: Slot, *, by: PersonId, now: datetime, clocks: Clocks
) -> Change:
    """Move a booked session; the old slot is freed with the same change."""
    moved = session.act(SessionAction.RESCHEDULE)
    check_slot(slot, now)
    change = begin(file, now, by).put(replace(moved, slot=slot))
    return change.clock(running("answer", slot.end + clocks.opinion_target))


def opens_at(session: Session, clocks: Clocks) -> datetime:
    """Return from when on one may check in."""
    return session.slot.start if session.emergency else session.slot.start - clocks.check_in_early


def check_in(
    file: CaseFile, session: Session, *, by: PersonId, now: datetime, clocks: Clocks
) -> Change:
    """Somebody is there. Coming back while the meeting stands is always possible."""
    arrived = session.act(SessionAction.CHECK_IN)
    if by in session.checked_in:
        return begin(file, now, by)
    if not session.emergency and session.state not in _MET:
        refuse_if(now < opens_at(session, clocks), Refusal.CHECK_IN_EARLY)
        refuse_if(now > session.slot.start + clocks.check_in_late, Refusal.CHECK_IN_LATE)
    return begin(file, now, by).put(replace(arrived, checked_in=(*session.checked_in, by)))


def present(session: Session, person: PersonId) -> bool:
    """Whether somebody is there: in the room, or checked in and not yet seen to leave."""
    spans = [one for one in session.attendance if one.person == person]
    if not spans:
        return person in session.checked_in
    return any(one.left_at is None for one in spans)


def sides_present(file: CaseFile, session: Session) -> frozenset[Side]:
    """Return the sides of which somebody is there."""
    known = {*session.checked_in, *(one.person for one in session.attendance)}
    return frozenset(side_of(file, one) for one in known if present(session, one))


def start(
    file: CaseFile, session: Session, *, by: PersonId, now: datetime, qualified: bool
) -> Change:
    """Begin the meeting: a qualified expert starts it, and the requesting side has to be there."""
    started = session.act(SessionAction.START)
    refuse_if(not qualified, Refusal.LICENCE_LAPSED)
    there = sides_present(file, session)
    refuse_if(Side.EXPERT not in there, Refusal.EXPERT_ABSENT)
    refuse_if(Side.REQUESTING not in there, Refusal.REQUESTER_ABSENT)
    return begin(file, now, by).put(replace(started, started_at=now))


def join(
    file: CaseFile, session: Session, medium: Medium, *, by: PersonId, now: datetime
) -> Change:
    """Note that somebody is in the room from now on; being there already changes nothing."""
    change = begin(file, now, by)
    mine = [one for one in session.attendance if one.person == by and one.left_at is None]
    if any(one.medium is medium for one in mine):
        return change
    closed = _left(session.attendance, now, {by})
    arrival = Attendance(person=by, side=side_of(file, by), joined_at=now, medium=medium)
    return change.put(replace(session, attendance=(*closed, arrival)))


def leave(file: CaseFile, session: Session, *, by: PersonId, now: datetime) -> Change:
    """Note that somebody has left the room. This never finishes the meeting."""
    change = begin(file, now, by)
    closed = _left(session.attendance, now, {by})
    return (
        change if closed == session.attendance else change.put(replace(session, attendance=closed))
    )


def vacate(file: CaseFile, session: Session, but: Collection[PersonId], *, now: datetime) -> Change:
    """Note that nobody but these is in the room any more: who was there is not known to be."""
    gone = {one.person for one in session.attendance if one.left_at is None} - set(but)
    closed = _left(session.attendance, now, gone)
    change = begin(file, now, None)
    return (
        change if closed == session.attendance else change.put(replace(session, attendance=closed))
    )


def _left(
    attendance: tuple[Attendance, ...], now: datetime, who: Iterable[PersonId] | None = None
) -> tuple[Attendance, ...]:
    gone = None if who is None else frozenset(who)
    return tuple(
        replace(one, left_at=now)
        if one.left_at is None and (gone is None or one.person in gone)
        else one
        for one in attendance
    )


def left_since(file: CaseFile, session: Session, side: Side) -> datetime | None:
    """Return since when nobody of a side is in the room; None while somebody is, or never was."""
    spans = [one for one in session.attendance if side_of(file, one.person) is side]
    left = [one.left_at for one in spans if one.left_at is not None]
    return max(left) if left and len(left) == len(spans) else None


def interrupt(file: CaseFile, session: Session, side: Side, *, now: datetime) -> Change:
    """One side has been gone for too long: the gap begins when it left; room and seats stay."""
    broken = session.act(SessionAction.INTERRUPT)
    gap = Gap(start=left_since(file, session, side) or now, end=None, side=side.value)
    return begin(file, now, None).put(replace(broken, gaps=(*session.gaps, gap)))


def resume(file: CaseFile, session: Session, *, now: datetime) -> Change:
    """Both sides are there again: the gap is on record."""
    back = session.act(SessionAction.RESUME)
    return begin(file, now, None).put(
        replace(back, gaps=_closed(session.gaps, now), attention=False)
    )


def _closed(gaps: tuple[Gap, ...], now: datetime) -> tuple[Gap, ...]:
    return tuple(replace(one, end=now) if one.end is None else one for one in gaps)


def _ended(session: Session, now: datetime, reason: str) -> Session:
    return replace(
        session,
        ended_at=now,
        reason=reason,
        gaps=_closed(session.gaps, now),
        attendance=_left(session.attendance, now),
        attention=False,
    )


def finish(
    file: CaseFile, session: Session, *, by: PersonId, now: datetime, clocks: Clocks
) -> Change:
    """End the meeting explicitly; the clock of the opinion runs from here."""
    finished = _ended(session.act(SessionAction.FINISH), now, "")
    change = begin(file, now, by).put(finished)
    if file.case.state is not CaseState.ACCEPTED:
        return change
    return change.clock(running("answer", now + clocks.opinion_target))


def cancel(file: CaseFile, session: Session, reason: str, *, by: PersonId, now: datetime) -> Change:
    """The meeting will not take place; its slot is freed."""
    refuse_if(not reason.strip(), Refusal.REASON_MISSING)
    return begin(file, now, by).put(_ended(session.act(SessionAction.CANCEL), now, reason))


def abandon(
    file: CaseFile, session: Session, reason: str, *, by: PersonId, now: datetime
) -> Change:
    """It broke off and will not go on; what was is on record."""
    refuse_if(not reason.strip(), Refusal.REASON_MISSING)
    return begin(file, now, by).put(_ended(session.act(SessionAction.ABANDON), now, reason))


def miss(file: CaseFile, session: Session, *, now: datetime) -> Change:
    """A side did not come; `absent` is None where neither did. The form stays for rebooking."""
    gone = [side for side in Side if side not in sides_present(file, session)]
    missed = _ended(session.act(SessionAction.MISS), now, "")
    absent = gone[0] if len(gone) == 1 else None
    return begin(file, now, None).put(replace(missed, absent=absent))


def end_meetings(change: Change, reason: str) -> Change:
    """End whatever session still stands, as part of a larger change."""
    for session in change.file.sessions:
        if session.state not in ENDS:
            how = SessionAction.ABANDON if session.state in _MET else SessionAction.CANCEL
            change = change.put(_ended(session.act(how), change.at, reason))
    return change


def met_seconds(session: Session, now: datetime) -> int:
    """Return how long was met, in whole seconds, without the gaps."""
    if session.started_at is None:
        return 0
    total = (session.ended_at or now) - session.started_at
    away = sum(((gap.end or session.ended_at or now) - gap.start for gap in session.gaps), _NONE)
    return max(0, int((total - away).total_seconds()))


_NONE = timedelta(0)
