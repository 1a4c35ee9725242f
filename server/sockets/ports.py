"""What the sockets need: who comes, and the calls behind the room commands."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from consult.contract.events import ServerEvent
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
    WatchAnswer,
    WatchCase,
)
from consult.domain.ids import PersonId
from consult.domain.people import Actor

Deliver = Callable[[Sequence[str], RoomSignal], Awaitable[None]]
"""Send a signal to these sockets of this process. Never raises; what is fleeting may be lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who a socket belongs to. `sign_in` names the sign-in; it is never the cookie itself."""

    actor: Actor
    sign_in: str


class SignIns(Protocol):
    """Sign-ins, as the app knows them."""

    async def authenticate(
        self, cookies: Mapping[str, str], headers: Mapping[str, str]
    ) -> Visitor | None:
        """Return who comes with these cookies, or None."""

    async def touch(self, sign_in: str) -> None:
        """Count as use of the sign-in: its live call goes on."""

    async def alive(self, sign_ins: Collection[str]) -> Collection[str]:
        """Return those that still stand. Not a use. Asked about once a second, for all at once."""


class Events(Protocol):
    """Durable events: who may see them, and what was missed."""

    async def watch(self, actor: Actor, message: WatchCase) -> WatchAnswer:
        """Return what the actor missed of a case; raises NotFound."""

    async def audiences(self, events: Sequence[ServerEvent]) -> Sequence["Audience"]:
        """Return who is told of each event, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """One event, in full and bare, and who gets which."""

    event: ServerEvent
    bare_event: ServerEvent
    full: Collection[PersonId]
    bare: Collection[PersonId]


class Calls(Protocol):
    """Live calls; any engine. Each command raises a ConsultError where it is refused."""

    def deliver_by(self, deliver: Deliver) -> None:
        """Say how signals reach sockets."""

    def in_use(self) -> Collection[str]:
        """Return the sockets that serve a seat."""

    async def join(self, actor: Actor, sid: str, message: JoinRoom) -> RoomSnapshot:
        """Take one's seat."""

    async def leave(self, actor: Actor, sid: str, message: LeaveRoom) -> None:
        """Hang up."""

    async def signal(self, actor: Actor, sid: str, message: SignalPeer) -> None:
        """Relay a description or candidate."""

    async def media(self, actor: Actor, sid: str, message: SetMedia) -> None:
        """Tell what microphone and camera do."""

    async def share(self, actor: Actor, sid: str, message: ShareView) -> None:
        """Share the leader's view."""

    async def lead(self, actor: Actor, sid: str, message: TakeLead) -> None:
        """Take or give up the lead."""

    async def report(self, actor: Actor, sid: str, message: ReportStats) -> None:
        """Keep measurements."""

    async def lost(self, sid: str) -> None:
        """A socket is gone."""

    async def ejected(self, sid: str, person: PersonId) -> None:
        """A socket's sign-in has ended."""

    async def notice(self, events: Sequence[ServerEvent]) -> None:
        """Durable events have happened."""

    async def close(self) -> None:
        """Tell all rooms that the server goes."""
