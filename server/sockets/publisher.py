"""From the server to the browsers: durable events to people, signals to the sockets of a room."""

import logging
from collections.abc import Collection, Sequence

from consult.contract.events import ServerEvent
from consult.contract.signals import RoomSignal, RoomView
from consult.domain.ids import PersonId
from server.sockets.guarded import GuardedServer
from server.sockets.limits import PENDING, PENDING_VIEWS
from server.sockets.ports import Events

log = logging.getLogger(__name__)


class Publisher:
    """Sends; never decides who may see: `Events.audiences` does."""

    def __init__(self, server: GuardedServer, events: Events) -> None:
        """Send through this server."""
        self._server, self._events = server, events

    async def publish(self, events: Sequence[ServerEvent]) -> None:
        """Emit "event" to everybody concerned: in full, or as the bare number.

        At least once: a client ignores what it has; a gap makes it fetch the view again.
        """
        for one in await self._events.audiences(events):
            await self._emit(one.event, one.full)
            await self._emit(one.bare_event, set(one.bare) - set(one.full))

    async def _emit(self, event: ServerEvent, persons: Collection[PersonId]) -> None:
        if persons:
            rooms = [f"person:{person}" for person in persons]
            await self._server.emit("event", event.model_dump(mode="json"), to=rooms)

    async def deliver(self, sids: Sequence[str], signal: RoomSignal) -> None:
        """Emit "room" to sockets of this process. Slow ones miss views, or are cut off."""
        body = signal.model_dump(mode="json")
        for sid in sids:
            eio_sid = self._server.manager.eio_sid_from_sid(sid, "/")
            socket = self._server.eio.sockets.get(eio_sid)
            waiting = socket.queue.qsize() if socket is not None else 0
            if waiting > PENDING:
                log.warning("socket closed: %d packets wait", waiting)
                await self._server.hang_up(eio_sid)
            elif not (isinstance(signal, RoomView) and waiting > PENDING_VIEWS):
                await self._server.emit("room", body, to=sid, ignore_queue=True)
