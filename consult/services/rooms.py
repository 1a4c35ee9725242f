"""The consultation behind a room: who is who, who is there, and what a restart needs."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from consult.domain import meeting
from consult.domain.casefile import CaseFile
from consult.domain.change import Change, begin
from consult.domain.codes import Medium, Side
from consult.domain.errors import Conflict, FieldProblem, Forbidden, Invalid
from consult.domain.ids import CaseId, PersonId, SessionId
from consult.domain.meeting import session_of, side_of
from consult.domain.people import Actor
from consult.domain.policy import Action, require
from consult.domain.session import Session, SessionState
from consult.ports import Ports, RoomState
from consult.services.sessions import qualified
from consult.services.work import Work, keep, opened

LARGEST_STATS: Final = 1024
"""Bytes of one summary of a call's quality."""

_TRIES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomEntry:
    """Who somebody is in a room, and where its meeting stands.

    qualified   may start and finish: an accepted expert whose licence holds today.
    """

    session: SessionId
    case: CaseId
    person: PersonId
    name: str
    title: str
    side: Side
    polite: bool
    state: SessionState
    started_at: datetime | None
    qualified: bool


async def _entry(work: Work, person: PersonId, session: Session) -> RoomEntry:
    somebody = await work.tx.people.get(person)
    side = side_of(work.file, person)
    return RoomEntry(
        session=session.id,
        case=work.file.case.id,
        person=person,
        name=somebody.name,
        title=somebody.title,
        side=side,
        polite=side is Side.REQUESTING,
        state=session.state,
        started_at=session.started_at,
        qualified=side is Side.EXPERT and await qualified(work, person),
    )


async def room_entry(ports: Ports, actor: Actor, session: SessionId) -> RoomEntry:
    """Return who the actor is in this room. Raises NotFound or Forbidden; changes nothing."""
    async with ports.transaction() as tx:
        work = await opened(ports, tx, await tx.cases.by_session(session))
        require(actor, Action.CHECK_IN, work.file, work.context)
        return await _entry(work, actor.person, session_of(work.file, session))


Step = Callable[[Work, Session], Awaitable[Change]]


async def _step(
    ports: Ports, session: SessionId, step: Step, actor: Actor | None = None
) -> tuple[Work, Session]:
    """Do one thing to a session; the room's own mailbox keeps the order, so it tries again."""
    for _ in range(_TRIES - 1):
        try:
            return await _step_once(ports, session, step, actor)
        except Conflict:
            continue
    return await _step_once(ports, session, step, actor)


async def _step_once(
    ports: Ports, session: SessionId, step: Step, actor: Actor | None
) -> tuple[Work, Session]:
    async with ports.transaction() as tx:
        work = await opened(ports, tx, await tx.cases.by_session(session))
        if actor is not None:
            require(actor, Action.CHECK_IN, work.file, work.context)
        change = await step(work, session_of(work.file, session))
        await keep(work, change)
        if change.notes and actor is not None:
            tx.audit.record(actor.person, "room", "session", str(session))
        return work, session_of(change.file, session)


async def joined(ports: Ports, actor: Actor, session: SessionId, medium: Medium) -> RoomEntry:
    """The actor is in the room from now on: checked in, attendance open.

    Raises Refused(check_in_early, check_in_late), or IllegalMove for a session that has ended.
    """

    async def step(work: Work, one: Session) -> Change:
        came = meeting.check_in(
            work.file, one, by=actor.person, now=work.now, clocks=work.context.clocks
        )
        there = session_of(came.file, session)
        return came.then(meeting.join(came.file, there, medium, by=actor.person, now=work.now))

    await _step(ports, session, step, actor)
    return await room_entry(ports, actor, session)


async def left(ports: Ports, person: PersonId, session: SessionId) -> None:
    """Somebody is not in the room any more. Never finishes a meeting; never refuses."""

    async def step(work: Work, one: Session) -> Change:
        return meeting.leave(work.file, one, by=person, now=work.now)

    await _step(ports, session, step)


async def vacated(ports: Ports, session: SessionId, but: Collection[PersonId]) -> None:
    """After a restart: nobody but these, whose seats wait for them, is in the room any more."""

    async def step(work: Work, one: Session) -> Change:
        return meeting.vacate(work.file, one, but, now=work.now)

    await _step(ports, session, step)


async def medium_changed(
    ports: Ports, person: PersonId, session: SessionId, medium: Medium
) -> None:
    """Somebody goes on over another medium: one span of attendance ends, the next begins."""

    async def step(work: Work, one: Session) -> Change:
        inside = any(span.person == person and span.left_at is None for span in one.attendance)
        if not inside:
            return begin(work.file, work.now, person)
        return meeting.join(work.file, one, medium, by=person, now=work.now)

    await _step(ports, session, step)


async def start(ports: Ports, actor: Actor, session: SessionId) -> Session:
    """Begin the meeting on behalf of the expert; starting twice is once.

    Raises Forbidden for the requesting side, Refused while a side is absent or the licence has
    lapsed.
    """

    async def step(work: Work, one: Session) -> Change:
        require(actor, Action.START, work.file, work.context)
        if one.state in {SessionState.LIVE, SessionState.INTERRUPTED}:
            return begin(work.file, work.now, actor.person)
        able = await qualified(work, actor.person)
        return meeting.start(work.file, one, by=actor.person, now=work.now, qualified=able)

    _, started = await _step(ports, session, step, actor)
    return started


async def interrupt(ports: Ports, session: SessionId, side: Side) -> Session:
    """A side has been gone for too long; no effect unless the meeting is live."""

    async def step(work: Work, one: Session) -> Change:
        if one.state is not SessionState.LIVE:
            return begin(work.file, work.now, None)
        return meeting.interrupt(work.file, one, side, now=work.now)

    _, after = await _step(ports, session, step)
    return after


async def resume(ports: Ports, session: SessionId) -> Session:
    """Both sides are there again; no effect unless the meeting was interrupted."""

    async def step(work: Work, one: Session) -> Change:
        if one.state is not SessionState.INTERRUPTED:
            return begin(work.file, work.now, None)
        return meeting.resume(work.file, one, now=work.now)

    _, after = await _step(ports, session, step)
    return after


async def load_state(ports: Ports, session: SessionId) -> RoomState | None:
    """Return what was last stored of a room."""
    async with ports.transaction() as tx:
        return await tx.rooms.load(session)


async def store_state(ports: Ports, session: SessionId, state: RoomState) -> None:
    """Store what a restart has to find."""
    async with ports.transaction() as tx:
        await tx.rooms.store(session, state)


async def add_stats(ports: Ports, session: SessionId, person: PersonId, body: str) -> None:
    """Keep one summary of a call's quality; Invalid over 1 KiB, Forbidden from outside."""
    if len(body.encode()) > LARGEST_STATS:
        raise Invalid((FieldProblem("", "too_long"),))
    async with ports.transaction() as tx:
        file = await tx.cases.by_session(session)
        if not _was_there(file, person, session):
            raise Forbidden
        tx.call_stats.add(session, person, ports.clock.now(), body)


def _was_there(file: CaseFile, person: PersonId, session: SessionId) -> bool:
    one = session_of(file, session)
    return person in one.checked_in or any(span.person == person for span in one.attendance)
