"""What a call needs of the world: the meeting behind it, a way to reach sockets, its times."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from consult.contract.signals import ReportStats, RoomSignal
from consult.domain.codes import Medium, Side
from consult.domain.ids import CaseId, PersonId, SessionId
from consult.domain.people import Actor
from consult.domain.session import SessionState
from consult.ports import RoomState

Deliver = Callable[[Sequence[str], RoomSignal], Awaitable[None]]
"""Send a signal to these sockets of this process. Never raises; what is fleeting may be lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where the meeting stands now."""

    state: SessionState
    started_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Who somebody is in a room, and where its meeting stands."""

    session: SessionId
    case: CaseId
    actor: Actor
    name: str
    title: str
    side: Side
    polite: bool
    qualified: bool  # may start: has accepted the invitation, with a licence
    progress: Progress

    @property
    def person(self) -> PersonId:
        """Return whose entry it is."""
        return self.actor.person


class Meetings(Protocol):
    """The consultation behind a room. Each call is one transaction."""

    async def entry(self, actor: Actor, session: SessionId) -> Entry:
        """Return who the actor is there; raises NotFound, Forbidden or Refused."""

    async def people(self, session: SessionId, persons: Sequence[PersonId]) -> Sequence[Entry]:
        """Return the entries of those who still have access; the others are left out."""

    async def join(self, actor: Actor, session: SessionId, medium: Medium) -> Entry:
        """The actor is there from now on: checked in, attendance open. Raises as `entry`."""

    async def leave(self, person: PersonId, session: SessionId) -> None:
        """The person is not there any more: the attendance ends."""

    async def vacate(self, session: SessionId, but: Collection[PersonId]) -> None:
        """Nobody but these is there any more: every other attendance ends."""

    async def medium(self, person: PersonId, session: SessionId, medium: Medium) -> None:
        """The person goes on over another medium."""

    async def losers(self, case: CaseId, persons: Collection[PersonId]) -> Collection[PersonId]:
        """Return those of `persons` who may not be in a room of this case any more."""

    async def start(self, expert: Actor, session: SessionId) -> Progress:
        """Both sides are there: it starts, on behalf of the expert. Starting twice is once."""

    async def interrupt(self, session: SessionId, side: Side) -> Progress:
        """This side has been gone for too long."""

    async def resume(self, session: SessionId) -> Progress:
        """Both sides are there again."""

    async def report(self, actor: Actor, stats: ReportStats) -> None:
        """Keep what a browser has measured."""

    async def load(self, session: SessionId) -> RoomState | None:
        """Return what was last stored of a room."""

    async def store(self, session: SessionId, state: RoomState) -> None:
        """Store what a restart has to find."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomTimes:
    """The times of a room; tests make them short."""

    reconnecting: timedelta = timedelta(seconds=3)  # others are told
    side_gone: timedelta = timedelta(seconds=20)  # the meeting is interrupted
    seat_kept: timedelta = timedelta(seconds=45)
    between_views: timedelta = timedelta(milliseconds=50)
    between_stores: timedelta = timedelta(milliseconds=250)
    retry: timedelta = timedelta(seconds=5)  # of what the consultation refused or failed
    empty_kept: timedelta = timedelta(seconds=60)
