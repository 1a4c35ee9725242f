"""Calls between two parties directly (engine `p2p`): the server relays signals, media never.

A further engine (a forwarder) keeps this class's methods and adds its own signals.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from consult.contract.events import (
    CaseMoved,
    ConsentWithdrawn,
    InvitationChanged,
    ServerEvent,
    SessionChanged,
)
from consult.contract.signals import (
    JoinRoom,
    LeaveRoom,
    ReportStats,
    RoomSignal,
    RoomSnapshot,
    SetMedia,
    ShareView,
    SignalPeer,
    TakeLead,
)
from consult.contract.views import SessionView
from consult.domain.errors import Refused
from consult.domain.ids import CaseId, PersonId, SessionId
from consult.domain.people import Actor
from consult.ports import Clock
from server.media.hall import Hall
from server.media.ports import Deliver, Entry, Meetings, Progress, RoomTimes
from server.media.room import Room
from server.tasks import Tasks


class P2PCalls:
    """All live rooms of this process."""

    def __init__(
        self, meetings: Meetings, *, clock: Clock, tasks: Tasks, times: RoomTimes | None = None
    ) -> None:
        """`tasks` owns the rooms' tasks; nothing is open yet."""
        self._meetings, self._clock, self._tasks = meetings, clock, tasks
        self._times = times or RoomTimes()
        self._rooms: dict[SessionId, Room] = {}
        self._cases: dict[SessionId, CaseId] = {}
        self._served: defaultdict[str, set[SessionId]] = defaultdict(set)  # by socket
        self._opening = asyncio.Lock()
        self._deliver: Deliver = _nowhere
        self._closing = False

    def deliver_by(self, deliver: Deliver) -> None:
        """Say how signals reach sockets."""
        self._deliver = deliver

    def rooms(self) -> int:
        """Return how many rooms are open."""
        return len(self._rooms)

    def in_use(self) -> Collection[str]:
        """Return the sockets that serve a seat: a live call counts as use of the sign-in."""
        return list(self._served)

    async def reopen(self, sessions: Collection[SessionId]) -> None:
        """Go on with these meetings after a restart, though nobody may come back to them.

        Seats wait as after a lost socket; who has none is noted as gone. Without this, a meeting
        that nobody returns to would stay live for ever, with everybody in it.
        """
        for session in sessions:
            stored = await self._meetings.load(session)
            persons = [] if stored is None else [one.person for one in stored.seats]
            entries = await self._meetings.people(session, persons)
            await self._meetings.vacate(session, [one.person for one in entries])
            if entries:
                await self._room(entries[0])

    # Commands

    async def join(self, actor: Actor, sid: str, message: JoinRoom) -> RoomSnapshot:
        """Seat the actor; answered once a restart would find the seat (or after a second)."""
        session = SessionId(message.session)
        entry = await self._meetings.entry(actor, session)
        room = await self._room(entry)
        if not await room.ask(lambda hall: entry.person in hall.seats):
            await room.errands_done()  # a departure noted late would undo the arrival
            entry = await self._meetings.join(actor, session, message.medium)
            await room.ask(lambda hall: hall.advance(entry.progress))
        now, at = asyncio.get_running_loop().time, self._clock.now
        snapshot: RoomSnapshot = await room.ask(
            lambda hall: hall.take(entry, sid, message, now=now(), at=at())
        )
        self._served[sid].add(session)
        await room.stored()
        return snapshot

    async def leave(self, actor: Actor, sid: str, message: LeaveRoom) -> None:
        """Hang up: the seat is given back, the meeting goes on."""
        room, now = self._known(message.session), asyncio.get_running_loop().time()
        await room.ask(lambda hall: hall.leave(actor.person, sid, now))
        self._served[sid].discard(room.session)
        self._tidy(sid)

    async def signal(self, actor: Actor, sid: str, message: SignalPeer) -> None:
        """Relay a description or candidate to one other seat."""
        room = self._known(message.session)
        await room.ask(lambda hall: hall.signal(actor.person, sid, message))

    async def media(self, actor: Actor, sid: str, message: SetMedia) -> None:
        """Tell the others what the microphone and camera do."""
        room = self._known(message.session)
        await room.ask(lambda hall: hall.media(actor.person, sid, message))

    async def share(self, actor: Actor, sid: str, message: ShareView) -> None:
        """Pass the leader's view on."""
        room, now = self._known(message.session), asyncio.get_running_loop().time()
        await room.ask(lambda hall: hall.share(actor.person, sid, message, now))

    async def lead(self, actor: Actor, sid: str, message: TakeLead) -> None:
        """Take the lead, or give it up; answered once it is stored."""
        room = self._known(message.session)
        if await room.ask(lambda hall: hall.lead(actor.person, sid, message.lead)):
            await room.stored()

    async def report(self, actor: Actor, sid: str, message: ReportStats) -> None:
        """Keep what a browser has measured; only from a seat."""
        room = self._known(message.session)
        await room.ask(lambda hall: hall.check(actor.person, sid))
        await self._meetings.report(actor, message)

    # What happens

    async def lost(self, sid: str) -> None:
        """A socket is gone; its seats stay for a while. Never waits for a room."""
        now = asyncio.get_running_loop().time()
        for session in self._served.pop(sid, set()):
            room = self._rooms.get(session)
            if room is not None:
                room.post(lambda hall: hall.lost(sid, now))

    async def ejected(self, sid: str, person: PersonId) -> None:
        """A socket's sign-in has ended: its seats are given back at once."""
        now = asyncio.get_running_loop().time()
        for session in self._served.pop(sid, set()):
            room = self._rooms.get(session)
            if room is not None:
                await _quietly(room, lambda hall: hall.expel_from(person, sid, now))

    async def notice(self, events: Sequence[ServerEvent]) -> None:
        """Durable events have happened: meetings move on or end, people lose access."""
        for event in events:
            if isinstance(event, SessionChanged):
                await self._advance(event.session)
        judged = (ConsentWithdrawn, InvitationChanged, CaseMoved)
        cases = {CaseId(event.case) for event in events if isinstance(event, judged)}
        for room in [one for one in self._rooms.values() if self._cases[one.session] in cases]:
            await self._judge(room)

    async def close(self) -> None:
        """Tell all rooms that the server goes, and store them as they are."""
        self._closing = True
        rooms = list(self._rooms.values())
        for room in rooms:
            await _quietly(room, lambda hall: hall.end("shutdown"))
        if rooms:
            await asyncio.wait([room.task for room in rooms], timeout=2)

    async def _advance(self, view: SessionView) -> None:
        room = self._rooms.get(SessionId(view.id))
        if room is not None:
            told = Progress(state=view.state, started_at=view.started_at)
            await _quietly(room, lambda hall: hall.advance(told))

    async def _judge(self, room: Room) -> None:
        try:
            persons = await room.ask(lambda hall: tuple(hall.seats))
        except Refused:
            return
        losers = await self._meetings.losers(self._cases[room.session], persons)
        now = asyncio.get_running_loop().time()
        await _quietly(room, lambda hall: hall.expel_all(losers, now))

    async def _room(self, entry: Entry) -> Room:
        async with self._opening:
            room = self._rooms.get(entry.session)
            if room is None:
                room = await self._open(entry)
            return room

    async def _open(self, entry: Entry) -> Room:
        if self._closing:
            raise Refused("room_over")
        stored = await self._meetings.load(entry.session)
        now = asyncio.get_running_loop().time()
        hall = Hall(entry, now=now, times=self._times)
        if stored is not None:
            persons = [one.person for one in stored.seats]
            hall.restore(stored, await self._meetings.people(entry.session, persons))
        room = Room(hall, self._meetings, self._deliver, self._times, self._tasks, self._gone)
        self._rooms[entry.session] = room
        self._cases[entry.session] = entry.case
        return room

    def _known(self, session: UUID) -> Room:
        room = self._rooms.get(SessionId(session))
        if room is None:
            raise Refused("not_seated")
        return room

    def _gone(self, room: Room) -> None:
        if self._rooms.get(room.session) is room:
            del self._rooms[room.session], self._cases[room.session]
        for sid in [one for one, sessions in self._served.items() if room.session in sessions]:
            self._served[sid].discard(room.session)
            self._tidy(sid)

    def _tidy(self, sid: str) -> None:
        if not self._served[sid]:
            del self._served[sid]


async def _quietly(room: Room, act: Callable[[Hall], None]) -> None:
    """Ask a room that may just have ended."""
    with contextlib.suppress(Refused):
        await room.ask(act)


async def _nowhere(sids: Sequence[str], signal: RoomSignal) -> None:
    """Before anybody said how signals reach sockets."""
