"""A real server on a free port, with fakes of the consultation behind it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import socketio
from aiohttp import web

from consult.domain.people import Actor
from server.media.calls import P2PCalls
from server.media.ports import RoomTimes
from server.sockets.sockets import Sockets
from server.tasks import Tasks
from tests.fakes.meeting import SESSION, FakeEvents, FakeMeetings, FakeSignIns, FixedClock

QUICK = RoomTimes(
    reconnecting=timedelta(milliseconds=150),
    side_gone=timedelta(milliseconds=400),
    seat_kept=timedelta(milliseconds=900),
    retry=timedelta(milliseconds=200),
)


@dataclass
class Browser:
    """One connected client and what it was told."""

    client: socketio.AsyncClient
    room: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)

    async def ask(self, command: str, **data: Any) -> dict[str, Any]:
        """Send a command about the session and return its answer."""
        body = {"session": str(SESSION), **data} if command.startswith("room.") else data
        answer: dict[str, Any] = await self.client.call(command, body, timeout=5)
        return answer

    def told(self, kind: str) -> list[dict[str, Any]]:
        """Return the signals of one kind."""
        return [one for one in self.room if one["type"] == kind]

    async def until(self, found: Callable[[], object], seconds: float = 3) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(seconds):
            while not found():
                await asyncio.sleep(0.01)


class Place:
    """A server that can be killed and started again on what it has stored."""

    def __init__(
        self,
        times: RoomTimes = QUICK,
        *,
        redis_url: str = "",
        meetings: Any = None,
        events: Any = None,
    ) -> None:
        """Nothing runs yet; fakes stand in where nothing real is given."""
        self.meetings, self.events = meetings or FakeMeetings(), events or FakeEvents()
        self.sign_ins = FakeSignIns()
        self.times, self.redis_url = times, redis_url
        self.browsers: list[Browser] = []
        self.port = 0

    async def start(self) -> None:
        """Serve, on the port of before where there was one."""
        self.tasks = Tasks()
        self.calls = P2PCalls(self.meetings, clock=FixedClock(), tasks=self.tasks, times=self.times)
        self.sockets = Sockets(
            events=self.events,
            sign_ins=self.sign_ins,
            origins=["http://consult.example"],
            calls=self.calls,
            tasks=self.tasks,
            redis_url=self.redis_url,
        )
        app = web.Application()
        self.sockets.attach(app)
        await self.sockets.open()
        self.runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self.runner.addresses[0][1]

    @property
    def url(self) -> str:
        """Return where it is."""
        return f"http://127.0.0.1:{self.port}"

    async def kill(self) -> None:
        """End as kill -9 does: nothing more is stored, nobody is told."""
        self.meetings.broken = True
        await self.tasks.close()
        for socket in list(self.sockets._server.eio.sockets.values()):
            await socket.close(wait=False, abort=True)
        await self.sockets._server.shutdown()
        await self.runner.cleanup()
        self.meetings.broken = False

    async def stop(self) -> None:
        """End in good order."""
        await self.sockets.close()
        await self.runner.cleanup()
        await self.tasks.close()

    async def browser(self, actor: Actor, **options: Any) -> Browser:
        """Connect somebody."""
        client = socketio.AsyncClient(reconnection=False, **options)
        browser = Browser(client)
        client.on("room", browser.room.append)
        client.on("event", browser.events.append)
        client.on("problem", browser.problems.append)
        cookie = {"Cookie": f"huizhen={actor.person}"}
        await client.connect(self.url, headers=cookie, transports=["websocket"])
        self.browsers.append(browser)
        return browser

    async def close(self) -> None:
        """End the clients and the server."""
        for browser in self.browsers:
            await browser.client.disconnect()
        await self.stop()


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    """Return a running server."""
    one = Place()
    await one.start()
    yield one
    await one.close()


Join = Callable[..., Awaitable[tuple[Browser, dict[str, Any]]]]


@pytest.fixture
def join(place: Place) -> Join:
    """Return a function that connects somebody and takes their seat."""

    async def come(actor: Actor, **wish: Any) -> tuple[Browser, dict[str, Any]]:
        browser = await place.browser(actor)
        answer = await browser.ask("room.join", **wish)
        return browser, answer

    return come
