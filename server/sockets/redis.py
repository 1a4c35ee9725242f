"""The library's Redis manager, with an end: it closes what it has opened.

Uses names of python-socketio that are not public (`_redis_connect`, `redis`, `pubsub`, `thread`);
`tests/server/sockets/test_redis.py` holds them to their behaviour.
"""

import asyncio
import contextlib
from typing import Any

import socketio
from redis.asyncio import Redis


class RedisManager(socketio.AsyncRedisManager):  # type: ignore[misc]
    """Passes emits on to the other processes of the server. Redis is a hint, never the record."""

    def __init__(self, url: str) -> None:
        """Connect when first used; give up a connection attempt after a second."""
        super().__init__(
            url, channel="huizhen.sockets", redis_options={"socket_connect_timeout": 1}
        )
        self.thread: asyncio.Task[Any] | None = None
        self._opened: list[Any] = []

    def _redis_connect(self) -> None:
        super()._redis_connect()
        self._opened += [self.pubsub, self.redis]

    async def close(self) -> None:
        """Stop listening and close every connection."""
        if self.thread is not None:
            self.thread.cancel()
            await asyncio.wait([self.thread])
        opened, self._opened = self._opened, []
        for one in opened:
            with contextlib.suppress(Exception):
                await one.aclose()


async def redis_answers(url: str) -> None:
    """Ask Redis whether it is there; raises where it is not, within a second."""
    async with Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1) as client:
        await client.ping()
