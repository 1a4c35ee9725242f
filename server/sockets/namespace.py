"""The commands of a socket: each is checked, done by one call, and acknowledged."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import socketio
from pydantic import ValidationError

from consult.contract.base import Message
from consult.contract.problem import FieldError
from consult.contract.signals import (
    Accepted,
    JoinRoom,
    LeaveRoom,
    ReportStats,
    SetMedia,
    ShareView,
    SignalPeer,
    TakeLead,
    WatchCase,
)
from consult.domain.errors import ConsultError
from consult.domain.people import Actor
from server.errors import NotSignedIn, Unreadable
from server.problems import problem
from server.sockets.guarded import GuardedServer, refusal
from server.sockets.ports import Calls, Events, SignIns, Visitor

log = logging.getLogger(__name__)

M = TypeVar("M", bound=Message)


@dataclass(frozen=True, slots=True)
class Command:
    """What a command's message must look like, and who does it."""

    kind: type[Message]
    handle: Callable[[Actor, str, Any], Awaitable[Message | None]]


class Namespace:
    """Who is connected, and what they may ask for."""

    def __init__(
        self, server: GuardedServer, *, sign_ins: SignIns, events: Events, calls: Calls
    ) -> None:
        """Register the commands with the server."""
        self.visitors: dict[str, Visitor] = {}
        self.open = True
        self._server, self._sign_ins, self._calls = server, sign_ins, calls
        self._commands = _commands(events, calls)
        server.commands = frozenset(self._commands)
        server.on("connect", self._connect)
        server.on("disconnect", self._disconnect)
        for name in self._commands:
            server.on(name, self._handler(name))

    async def _connect(self, sid: str, environ: Mapping[str, Any], _auth: object) -> None:
        request = environ["aiohttp.request"]
        visitor = await self._sign_ins.authenticate(request.cookies, request.headers)
        if visitor is None or not self.open:
            refused = problem(NotSignedIn()).model_dump(mode="json")
            raise socketio.exceptions.ConnectionRefusedError("not_signed_in", refused)
        self.visitors[sid] = visitor
        await self._server.enter_room(sid, person_room(visitor.actor))

    async def _disconnect(self, sid: str, _reason: str) -> None:
        if self.visitors.pop(sid, None) is not None:
            await self._calls.lost(sid)

    def _handler(self, name: str) -> Callable[[str, object], Awaitable[dict[str, Any]]]:
        async def handle(sid: str, data: object) -> dict[str, Any]:
            return await self._do(sid, name, data)

        return handle

    async def _do(self, sid: str, name: str, data: object) -> dict[str, Any]:
        command, visitor = self._commands[name], self.visitors.get(sid)
        try:
            if visitor is None:
                raise NotSignedIn
            message = parse(command.kind, data)
            answer = await command.handle(visitor.actor, sid, message) or Accepted()
        except ConsultError as error:
            return refusal(error)
        except Exception as error:
            log.exception("command %s failed", name)
            return refusal(error)
        if sid not in self.visitors:
            await self._calls.lost(sid)  # went away while the command was being done
        return answer.model_dump(mode="json")

    async def eject(self, sid: str) -> None:
        """Close a socket whose sign-in has ended, and take its seats."""
        visitor = self.visitors.pop(sid, None)
        if visitor is not None:
            await self._calls.ejected(sid, visitor.actor.person)
            await self._server.dismiss(sid)


def person_room(actor: Actor) -> str:
    """Return the name of the room that all sockets of a person are in."""
    return f"person:{actor.person}"


def parse(kind: type[M], data: object) -> M:
    """Return the message; raises Unreadable, which says where and never what was sent."""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        fields = tuple(
            FieldError(path=".".join(str(part) for part in one["loc"]), code=one["type"])
            for one in error.errors(include_input=False, include_url=False)[:20]
        )
        raise Unreadable(fields) from None


def _commands(events: Events, calls: Calls) -> Mapping[str, Command]:
    async def watch(actor: Actor, _sid: str, message: WatchCase) -> Message:
        return await events.watch(actor, message)

    return {
        "case.watch": Command(WatchCase, watch),
        "room.join": Command(JoinRoom, calls.join),
        "room.leave": Command(LeaveRoom, calls.leave),
        "room.signal": Command(SignalPeer, calls.signal),
        "room.media": Command(SetMedia, calls.media),
        "room.view": Command(ShareView, calls.share),
        "room.lead": Command(TakeLead, calls.lead),
        "room.stats": Command(ReportStats, calls.report),
    }
