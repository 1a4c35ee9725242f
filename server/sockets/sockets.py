"""The sockets of this process as one thing: attached to the app, opened, closed."""

import asyncio
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from consult.contract.events import ServerEvent
from server.sockets.closing import close_sockets
from server.sockets.guarded import GuardedServer
from server.sockets.keeper import Keeper
from server.sockets.limits import MESSAGE_BYTES
from server.sockets.namespace import Namespace
from server.sockets.ports import Calls, Events, SignIns
from server.sockets.publisher import Publisher
from server.sockets.redis import RedisManager
from server.tasks import Tasks


class Sockets:
    """What the app holds."""

    def __init__(
        self,
        *,
        events: Events,
        sign_ins: SignIns,
        origins: Sequence[str],
        calls: Calls,
        tasks: Tasks,
        redis_url: str = "",
    ) -> None:
        """Raises ValueError for an empty Origin list or "*": the library would let anybody in."""
        if not origins or "*" in origins:
            raise ValueError("the origins that may connect have to be named")
        self._redis = RedisManager(redis_url) if redis_url else None
        self._server = _server(origins, self._redis)
        self._calls, self._tasks = calls, tasks
        self._namespace = Namespace(self._server, sign_ins=sign_ins, events=events, calls=calls)
        self._publisher = Publisher(self._server, events)
        self._keeper = Keeper(self._namespace, sign_ins, calls)
        self._keeping: asyncio.Task[Any] | None = None
        calls.deliver_by(self._publisher.deliver)

    def attach(self, app: web.Application) -> None:
        """Serve /socket.io/ in this app; before it is frozen."""
        self._server.attach(app)

    async def open(self) -> None:
        """Start looking after sign-ins."""
        self._keeping = self._tasks.start(self._keeper.run(), name="socket keeper")

    async def publish(self, events: Sequence[ServerEvent]) -> None:
        """Pass durable events on to browsers and rooms; the relay of the outbox calls it."""
        await self._publisher.publish(events)
        await self._calls.notice(events)

    async def sign_in_ended(self, sign_in: str) -> None:
        """Close the sockets of a sign-in at once."""
        await self._keeper.ended(sign_in)

    def sign_in_renewed(self, old: str, new: str) -> None:
        """A sign-in has a new name after its step-up: its sockets and calls go on."""
        self._keeper.renewed(old, new)

    def connected(self) -> int:
        """Return how many sockets are signed in."""
        return len(self._namespace.visitors)

    async def close(self) -> None:
        """Let everybody go, in less than two seconds."""
        if self._keeping is not None:
            self._keeping.cancel()
        await close_sockets(self._server, self._namespace, self._calls)
        if self._redis is not None:
            await self._redis.close()


def _server(origins: Sequence[str], manager: RedisManager | None) -> GuardedServer:
    return GuardedServer(
        seconds=lambda: asyncio.get_running_loop().time(),
        async_mode="aiohttp",
        client_manager=manager,
        cors_allowed_origins=list(origins),
        ping_interval=5,
        ping_timeout=4,
        max_http_buffer_size=MESSAGE_BYTES,
        logger=False,
        engineio_logger=False,
    )
