"""One at a time for each key: who comes second finds the work done."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Single:
    """Locks by key that are forgotten when nobody holds or wants them."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._locks: dict[str, asyncio.Lock] = {}
        self._users: Counter[str] = Counter()

    @asynccontextmanager
    async def flight(self, key: str) -> AsyncIterator[None]:
        """Hold `key` alone."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        self._users[key] += 1
        try:
            async with lock:
                yield
        finally:
            self._users[key] -= 1
            if self._users[key] == 0:
                del self._users[key], self._locks[key]
