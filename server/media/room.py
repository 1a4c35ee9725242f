"""A live room: one task owns its state; whoever wants something posts to its mailbox."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, TypeVar

from consult.domain.errors import Refused
from server.media.clerk import Clerk
from server.media.doings import Doings
from server.media.hall import Hall
from server.media.ports import Deliver, Meetings, Progress, RoomTimes
from server.tasks import Tasks

T = TypeVar("T")

log = logging.getLogger(__name__)

MAILBOX = 1000
"""So much may wait; then a command is refused instead of piling up."""


class Room:
    """The mailbox task around a hall, with its clerk."""

    def __init__(
        self,
        hall: Hall,
        meetings: Meetings,
        deliver: Deliver,
        times: RoomTimes,
        tasks: Tasks,
        gone: Callable[["Room"], None],
    ) -> None:
        """Start the two tasks; `gone` is called when the room has ended."""
        self.session = hall.session
        self._hall, self._deliver, self._gone = hall, deliver, gone
        self._mail: asyncio.Queue[tuple[Callable[[Hall], Any], asyncio.Future[Any]]] = (
            asyncio.Queue()
        )
        self._closed = False
        self._clerk = Clerk(meetings, hall.session, times, self._progress)
        self._clerk_task = tasks.start(self._clerk.run(), name=f"clerk {hall.session}")
        self.task = tasks.start(self._run(), name=f"room {hall.session}")

    @property
    def open(self) -> bool:
        """Say whether the mailbox is still read."""
        return not self._closed

    async def ask(self, act: Callable[[Hall], T]) -> T:
        """Have `act` done by the room's task, in its turn, and return what it returns.

        Raises what `act` raises; Refused("room_busy") when too much waits, "room_over" at the end.
        """
        if self._closed:
            raise Refused("room_over")
        if self._mail.qsize() > MAILBOX:
            raise Refused("room_busy")
        return await self._put(act)

    def post(self, act: Callable[[Hall], object]) -> None:
        """Have `act` done in its turn, without waiting: the room itself may be the one to post.

        (A socket that proves dead while the room sends to it is reported from within.)
        """
        if not self._closed:
            self._put(act).add_done_callback(_look_at)

    def _put(self, act: Callable[[Hall], T]) -> asyncio.Future[T]:
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._mail.put_nowait((act, answer))
        return answer

    async def stored(self) -> bool:
        """Wait (a second at most) until what has changed is stored."""
        return await self._clerk.stored()

    async def errands_done(self) -> bool:
        """Wait (a second at most) until the consultation knows what has happened here so far."""
        return await self._clerk.idle()

    def _progress(self, progress: Progress) -> None:
        self.post(lambda hall: hall.advance(progress))

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while not self._hall.ended and not self._hall.deserted(loop.time()):
                await self._turn(loop)
        finally:
            self._close()
        await self._settle()

    async def _turn(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            async with asyncio.timeout_at(self._hall.next_due()):
                act, answer = await self._mail.get()
        except TimeoutError:
            self._hall.tick(loop.time())
        else:
            self._act(act, answer)
        await self._carry_out()

    def _act(self, act: Callable[[Hall], Any], answer: asyncio.Future[Any]) -> None:
        try:
            result = act(self._hall)
        except Exception as error:  # noqa: BLE001  belongs to whoever asked
            if not answer.done():
                answer.set_exception(error)
        else:
            if not answer.done():
                answer.set_result(result)

    async def _carry_out(self) -> None:
        doings, self._hall.doings = self._hall.doings, Doings()
        if doings.store != "no":
            self._clerk.store(self._hall.at_rest(), urgent=doings.store == "now")
        for errand in doings.errands:
            self._clerk.errand(errand)
        for tell in doings.tell:
            await self._deliver(tell.sids, tell.signal)

    def _close(self) -> None:
        self._closed = True
        self._gone(self)
        while not self._mail.empty():
            _, answer = self._mail.get_nowait()
            if not answer.done():
                answer.set_exception(Refused("room_over"))

    async def _settle(self) -> None:
        """Let the clerk do what is left."""
        self._clerk_task.cancel()
        await asyncio.wait([self._clerk_task])
        await self._clerk.finish()


def _look_at(answer: asyncio.Future[Any]) -> None:
    """Take note of how a posted act went: nobody else asks."""
    error = None if answer.cancelled() else answer.exception()
    if error is not None and not isinstance(error, Refused):
        log.warning("room: %s", type(error).__name__)
