"""Sessions: book, move, check in, start, finish, cancel."""

from consult.contract.commands import (
    AbandonSession,
    Book,
    CancelSession,
    CheckIn,
    FinishSession,
    Reschedule,
    SessionMove,
    StartSession,
)
from consult.contract.views import CaseView
from consult.domain import meeting
from consult.domain.agreement import licensed
from consult.domain.change import Change
from consult.domain.ids import CaseId, PersonId, SessionId
from consult.domain.meeting import session_of
from consult.domain.people import Actor
from consult.domain.policy import Action
from consult.ports import Ports
from consult.services.work import Work, transact

_ACTIONS = {
    "reschedule": Action.RESCHEDULE,
    "check_in": Action.CHECK_IN,
    "start": Action.START,
    "finish": Action.FINISH,
    "cancel": Action.CANCEL_SESSION,
    "abandon": Action.ABANDON_SESSION,
}


async def book(
    ports: Ports, actor: Actor, case: CaseId, command: Book, *, expected_seq: int | None = None
) -> CaseView:
    """Book a further session; Refused(slot_taken) when expert, author or patient is not free."""

    async def act(work: Work) -> Change:
        return meeting.book(
            work.file,
            command.slot,
            session=SessionId(ports.ids.new()),
            by=actor.person,
            now=work.now,
            clocks=work.context.clocks,
        )

    return await transact(ports, actor, case, Action.BOOK, act, expected_seq=expected_seq)


async def move(
    ports: Ports,
    actor: Actor,
    case: CaseId,
    session: SessionId,
    command: SessionMove,
    *,
    expected_seq: int | None = None,
) -> CaseView:
    """Move a session on behalf of `actor`, and announce it."""

    async def act(work: Work) -> Change:
        return await moved(work, actor.person, session, command)

    action = _ACTIONS[command.action]
    return await transact(ports, actor, case, action, act, expected_seq=expected_seq)


async def moved(work: Work, by: PersonId, session: SessionId, command: SessionMove) -> Change:
    """Return the change that the command makes; policy was asked before."""
    file, now, clocks = work.file, work.now, work.context.clocks
    one = session_of(file, session)
    match command:
        case Reschedule(slot=slot):
            return meeting.reschedule(file, one, slot, by=by, now=now, clocks=clocks)
        case CheckIn():
            return meeting.check_in(file, one, by=by, now=now, clocks=clocks)
        case StartSession():
            able = await qualified(work, by)
            return meeting.start(file, one, by=by, now=now, qualified=able)
        case FinishSession():
            return meeting.finish(file, one, by=by, now=now, clocks=clocks)
        case CancelSession(reason=reason):
            return meeting.cancel(file, one, reason, by=by, now=now)
        case AbandonSession(reason=reason):
            return meeting.abandon(file, one, reason, by=by, now=now)


async def qualified(work: Work, person: PersonId) -> bool:
    """Whether licence and posting of this person are valid today."""
    return licensed(await work.tx.people.get(person), work.day)
