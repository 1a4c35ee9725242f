"""The clerk of a room: does its errands in order and stores its state, beside the room's task.

Calls go on while the database is away: an errand that fails is asked for again by the room, a
state that could not be stored is tried again.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable

from consult.domain.errors import ConsultError
from consult.domain.ids import SessionId
from consult.ports import RoomState
from server.media.doings import Errand, Interrupt, Left, MediumChanged, Resume, Start
from server.media.ports import Meetings, Progress, RoomTimes

log = logging.getLogger(__name__)


class Clerk:
    """One per room; `run` is its task."""

    def __init__(
        self,
        meetings: Meetings,
        session: SessionId,
        times: RoomTimes,
        report: Callable[[Progress], None],
    ) -> None:
        """`report` is told where the meeting stands after an errand."""
        self._meetings, self._session, self._times = meetings, session, times
        self._report = report
        self._errands: deque[Errand] = deque()
        self._state: RoomState | None = None
        self._wake = asyncio.Event()
        self._stored = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._urgent = False

    def errand(self, errand: Errand) -> None:
        """Take one more errand."""
        self._errands.append(errand)
        self._idle.clear()
        self._wake.set()

    def store(self, state: RoomState, *, urgent: bool) -> None:
        """Take the newest state to store; an older one that waits is dropped."""
        self._state, self._urgent = state, self._urgent or urgent
        self._stored.clear()
        self._wake.set()

    async def stored(self, within: float = 1.0) -> bool:
        """Wait until nothing waits to be stored; False after `within` seconds."""
        try:
            async with asyncio.timeout(within):
                while self._state is not None:
                    await self._stored.wait()
        except TimeoutError:
            return False
        return True

    async def idle(self, within: float = 1.0) -> bool:
        """Wait until no errand is left to do; False after `within` seconds."""
        try:
            async with asyncio.timeout(within):
                await self._idle.wait()
        except TimeoutError:
            return False
        return True

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._errands:
                await self._do(self._errands.popleft())
            self._idle.set()
            if self._state is not None:
                await self._store()

    async def finish(self) -> None:
        """Do what is left, once; for the end of the room, after `run` has ended."""
        while self._errands:
            await self._do(self._errands.popleft())
        if self._state is not None:
            self._urgent = True
            await self._store()

    async def _store(self) -> None:
        if not self._urgent:
            await self._rest(self._times.between_stores.total_seconds())
        state, self._urgent = self._state, False
        if state is None:
            return
        try:
            await self._meetings.store(self._session, state)
        except Exception as error:  # noqa: BLE001  whatever the database says: the call goes on
            log.warning("room %s not stored: %s", self._session, type(error).__name__)
            await self._rest(1)
            self._wake.set()
            return
        if self._state is state:
            self._state = None
            self._stored.set()
        else:
            self._wake.set()

    async def _rest(self, seconds: float) -> None:
        """Wait, but not longer than until something urgent comes."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while not self._urgent and not self._errands and (left := until - loop.time()) > 0:
            self._wake.clear()
            try:
                async with asyncio.timeout(left):
                    await self._wake.wait()
            except TimeoutError:
                return
        self._wake.set()

    async def _do(self, errand: Errand) -> None:
        try:
            progress = await self._ask(errand)
        except ConsultError as error:
            log.info("room %s: %s refused: %s", self._session, _name(errand), error.code)
        except Exception:
            log.exception("room %s: %s failed", self._session, _name(errand))
        else:
            if progress is not None:
                self._report(progress)

    async def _ask(self, errand: Errand) -> Progress | None:
        match errand:
            case Left(person):
                await self._meetings.leave(person, self._session)
                return None
            case MediumChanged(person, medium):
                await self._meetings.medium(person, self._session, medium)
                return None
            case Start(expert):
                return await self._meetings.start(expert, self._session)
            case Interrupt(side):
                return await self._meetings.interrupt(self._session, side)
            case Resume():
                return await self._meetings.resume(self._session)


def _name(errand: Errand) -> str:
    return type(errand).__name__.lower()
