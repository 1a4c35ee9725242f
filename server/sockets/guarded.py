"""The Socket.IO server with a guard before it: what it would drop or park, is answered or refused.

Uses two names of python-socketio that are not public (`_handle_eio_message`, `_handle_event`);
`tests/server/sockets/test_malformed.py` holds them to their behaviour.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Collection
from typing import Any

import socketio
from socketio import packet

from consult.domain.errors import Refused
from server.errors import TooBusy, Unreadable
from server.problems import problem
from server.sockets.limits import PATIENCE, Allowance

log = logging.getLogger(__name__)


class StrictJson:
    """JSON without NaN and without bombs of nesting, in the compact form."""

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        """Return `value` as JSON."""
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)

    @staticmethod
    def loads(text: str, **_: Any) -> Any:
        """Return what `text` says; raises ValueError."""
        try:
            return json.loads(text, parse_constant=_refuse_constant)
        except RecursionError:
            raise ValueError("nested too deeply") from None


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def refusal(error: Exception) -> dict[str, Any]:
    """Return a refused command's answer."""
    return {"ok": False, "problem": problem(error).model_dump(mode="json")}


class GuardedServer(socketio.AsyncServer):  # type: ignore[misc]
    """Refuses binary, caps the rate, and answers whatever is malformed."""

    def __init__(self, *, seconds: Callable[[], float], **options: Any) -> None:
        """`seconds` is a monotonic clock."""
        super().__init__(json=StrictJson, **options)
        self._seconds = seconds
        self._allowances: dict[str, Allowance] = {}
        self.commands: Collection[str] = ()

    async def hang_up(self, eio_sid: str) -> None:
        """Send what waits, then close the transport, whether or not the client agrees.

        The client sees a lost transport, and comes back by itself where it may.
        """
        socket = self.eio.sockets.pop(eio_sid, None)
        if socket is not None:
            await socket.close(wait=False, abort=True, reason=self.reason.SERVER_DISCONNECT)
            await socket.queue.put(None)

    async def dismiss(self, sid: str) -> None:
        """Disconnect a client for good: it does not come back by itself."""
        eio_sid = self.manager.eio_sid_from_sid(sid, "/")
        await self.disconnect(sid)
        await self.hang_up(eio_sid)

    async def _handle_eio_message(self, eio_sid: str, data: str | bytes) -> None:
        if not self._allowed(eio_sid):
            await self._too_much(eio_sid, data)
        elif isinstance(data, bytes) or data[:1] in ("5", "6"):
            log.warning("socket closed: binary")
            await self._answer(eio_sid, None, Unreadable(detail="binary"))
            await self.hang_up(eio_sid)
        else:
            await self._guarded(eio_sid, data)

    async def _guarded(self, eio_sid: str, data: str) -> None:
        try:
            await super()._handle_eio_message(eio_sid, data)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001  the library raises whatever it meets
            log.info("malformed frame: %s", type(error).__name__)
            await self._answer(eio_sid, _ack_id(data), Unreadable(detail="frame"))

    async def _handle_event(
        self, eio_sid: str, namespace: str | None, ack: int | None, data: Any
    ) -> None:
        if not isinstance(data, list) or len(data) != 2 or not isinstance(data[1], dict):
            await self._answer(eio_sid, ack, Unreadable(detail="one event, one object"))
        elif not isinstance(data[0], str) or data[0] not in self.commands:
            await self._answer(eio_sid, ack, Refused("unknown_command"))
        elif not self.manager.sid_from_eio_sid(eio_sid, namespace or "/"):
            await self._answer(eio_sid, ack, Refused("not_connected"))
        else:
            await super()._handle_event(eio_sid, namespace, ack, data)

    async def _handle_ack(
        self, eio_sid: str, _namespace: str | None, _ack: int | None, _data: Any
    ) -> None:
        """Refuse it: the server never asks a client for an acknowledgement."""
        await self._answer(eio_sid, None, Unreadable(detail="acknowledgement"))

    async def _handle_eio_disconnect(self, eio_sid: str, reason: str) -> None:
        self._allowances.pop(eio_sid, None)
        await super()._handle_eio_disconnect(eio_sid, reason)

    def _allowed(self, eio_sid: str) -> bool:
        now = self._seconds()
        allowance = self._allowances.setdefault(eio_sid, Allowance(now))
        return allowance.take(now)

    async def _too_much(self, eio_sid: str, data: str | bytes) -> None:
        """Answer shortly; whoever does not stop is cut off."""
        if self._allowances[eio_sid].refused > PATIENCE:
            log.warning("socket closed: too many messages")
            await self.hang_up(eio_sid)
        else:
            await self._answer(eio_sid, _ack_id(data), TooBusy())

    async def _answer(self, eio_sid: str, ack: int | None, error: Exception) -> None:
        """Acknowledge with the refusal; a frame without an id is answered by "problem"."""
        answer = refusal(error)
        if ack is None:
            reply = packet.Packet(packet.EVENT, namespace="/", data=["problem", answer["problem"]])
        else:
            reply = packet.Packet(packet.ACK, namespace="/", id=ack, data=[answer])
        await self._send_packet(eio_sid, reply)


def _ack_id(data: str | bytes) -> int | None:
    """Return the id under which a text frame of the root namespace wants its answer, if any."""
    if isinstance(data, bytes) or data[:1] != "2":
        return None
    digits = data[1:12].split("[", 1)[0]
    return int(digits) if digits.isascii() and digits.isdigit() else None
