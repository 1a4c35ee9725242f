"""Passwords: argon2id in a small pool, so that guessing is dear and nothing piles up."""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.errors import TooBusy

T = TypeVar("T")


class Passwords:
    """Makes and checks hashes (argon2id, 19 MiB, 2 passes, 1 lane: OWASP's first choice).

    Two threads work; at most `queue` wait, further ones raise TooBusy. Whether an account exists
    shows in no answer's time: without a stored hash a made-up one is checked.
    """

    def __init__(self, *, workers: int = 2, queue: int = 50) -> None:
        """Start the pool; `close` ends it."""
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="argon2")
        self._room = workers + queue
        self._inside = 0
        self._nobody = self._hasher.hash(secrets.token_urlsafe(24))

    async def hash(self, password: str) -> str:
        """Return the hash to store. Raises TooBusy."""
        return await self._run(lambda: self._hasher.hash(password))

    async def verify(self, stored: str | None, password: str) -> bool:
        """Tell whether `password` made `stored`; None takes as long and is never right."""
        return await self._run(lambda: self._check(stored, password))

    def _check(self, stored: str | None, password: str) -> bool:
        try:
            self._hasher.verify(stored or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None

    async def _run(self, work: Callable[[], T]) -> T:
        if self._inside >= self._room:
            raise TooBusy("too many passwords are being checked", retry_after=2)
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._inside -= 1

    def close(self) -> None:
        """End the pool; what has begun is finished."""
        self._pool.shutdown(wait=True, cancel_futures=True)
