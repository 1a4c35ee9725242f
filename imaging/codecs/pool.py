"""A few child processes that decode and draw; each job has a deadline, a dead child is replaced."""

import asyncio
import heapq
import json
import struct
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import imaging
from imaging.dicom.errors import Malformed, Reason

Json = dict[str, Any]

URGENT: Final = 0  # somebody waits for it
LATER: Final = 1  # derivatives made in the background
_HOME: Final = Path(imaging.__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Made:
    """What a child made: facts (cuts, window) and bytes."""

    facts: Json
    body: bytes


@dataclass(order=True)
class _Turn:
    priority: int
    number: int
    granted: "asyncio.Future[None]" = field(compare=False)


class Pool:
    """At most `size` children, started when needed. Use `close` to end them."""

    def __init__(
        self,
        size: int = 2,
        deadline: timedelta = timedelta(seconds=30),
        memory: int = 2 * 1024**3,
    ) -> None:
        """Remember the limits: `memory` in bytes of each child, `deadline` of each job."""
        self._free = size
        self._deadline = deadline.total_seconds()
        self._memory = memory
        self._idle: list[Process] = []
        self._all: set[Process] = set()
        self._starting: set[asyncio.Future[Process]] = set()
        self._turns: list[_Turn] = []
        self._number = 0

    async def run(self, job: Json, priority: int = URGENT) -> Made:
        """Do `job` (imaging.codecs.worker) in a child.

        Raises Malformed: what the file is blamed for, `undecodable` when the child died,
        `too_large` when it took longer than the deadline.
        """
        async with self._turn(priority):
            process = self._idle.pop() if self._idle else await self._start()
            try:
                facts, body = await asyncio.wait_for(_ask(process, job), self._deadline)
            except TimeoutError:
                raise Malformed(Reason.TOO_LARGE, "decoding took too long") from None
            except (asyncio.IncompleteReadError, ConnectionError):
                raise Malformed(Reason.UNDECODABLE, "the decoder died") from None
            else:
                self._idle.append(process)
            finally:
                if process not in self._idle:
                    await self._end(process)
        if "code" in facts:
            raise Malformed(Reason(facts["code"]), facts["detail"])
        return Made(facts, body)

    async def warm(self) -> None:
        """Start one child ahead of the first job."""
        if not self._all:
            self._idle.append(await self._start())

    async def close(self) -> None:
        """End all children, those included that are just being started."""
        await asyncio.gather(*self._starting, return_exceptions=True)
        for process in list(self._all):
            await self._end(process)
        self._idle.clear()

    async def _start(self) -> Process:
        """Start a child; when the one who wants it gives up, the child serves the next."""
        starting = asyncio.ensure_future(self._spawn())
        self._starting.add(starting)
        starting.add_done_callback(self._starting.discard)
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            starting.add_done_callback(self._unclaimed)
            raise

    def _unclaimed(self, started: "asyncio.Future[Process]") -> None:
        if not started.cancelled() and started.exception() is None:
            self._idle.append(started.result())

    async def _spawn(self) -> Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "imaging.codecs.worker", str(self._memory),
            stdin=PIPE, stdout=PIPE, cwd=_HOME, limit=1 << 22,
        )  # fmt: skip
        self._all.add(process)
        return process

    async def _end(self, process: Process) -> None:
        self._all.discard(process)
        if process.returncode is None:
            process.kill()
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()

    @asynccontextmanager
    async def _turn(self, priority: int) -> AsyncIterator[None]:
        """Hold one of the places; those who wait go by priority, then in order."""
        if self._free > 0:
            self._free -= 1
        else:
            await self._wait(priority)
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, priority: int) -> None:
        self._number += 1
        turn = _Turn(priority, self._number, asyncio.get_running_loop().create_future())
        heapq.heappush(self._turns, turn)
        try:
            await turn.granted
        except asyncio.CancelledError:
            if turn.granted.done() and not turn.granted.cancelled():
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        while self._turns:
            turn = heapq.heappop(self._turns)
            if not turn.granted.done():
                turn.granted.set_result(None)
                return
        self._free += 1


async def _ask(process: Process, job: Json) -> tuple[Json, bytes]:
    assert process.stdin is not None
    assert process.stdout is not None
    text = json.dumps(job).encode()
    process.stdin.write(struct.pack(">I", len(text)) + text)
    await process.stdin.drain()
    facts, body = struct.unpack(">II", await process.stdout.readexactly(8))
    said: Json = json.loads(await process.stdout.readexactly(facts))
    return said, await process.stdout.readexactly(body)
