"""A real server on port 0, in this process, with the demo's institutions and people in it."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import aiohttp
import pytest

from server.auth.passwords import Passwords
from server.clock import RandomIds, SystemClock
from server.db.database import create_database
from server.demo import institutions
from server.demo.world import people
from server.serving import serving
from server.settings import Settings


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with people in it, made once."""
    folder = tmp_path_factory.mktemp("template")
    asyncio.run(_fill(folder))
    with sqlite3.connect(folder / "huizhen.sqlite3") as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    return folder


async def _fill(folder: Path) -> None:
    database = create_database(f"sqlite+aiosqlite:///{folder}/huizhen.sqlite3", clock=SystemClock())
    await database.upgrade()
    passwords = Passwords()
    ports = SimpleNamespace(clock=SystemClock(), ids=RandomIds())
    await people(SimpleNamespace(database=database, passwords=passwords, ports=ports))
    passwords.close()
    await database.dispose()


@dataclass
class Browser:
    """Somebody at a browser: keeps the cookie, names its Origin on changes."""

    http: aiohttp.ClientSession
    url: str

    async def ask(self, method: str, path: str, **more: object) -> aiohttp.ClientResponse:
        headers = {"Origin": self.url, **dict(more.pop("headers", {}))}
        response = await self.http.request(method, self.url + path, headers=headers, **more)
        await response.read()
        return response

    async def sign_in(self, username: str, password: str = institutions.PASSWORD) -> int:
        wanted = {"username": username, "password": password}
        return (await self.ask("POST", "/api/session", json=wanted)).status


@dataclass
class Running:
    """The server, and its settings with the port that it took."""

    settings: Settings
    browsers: Callable[[], Browser]
    stop: Callable[[], Awaitable[None]]

    async def signed_in(self, username: str) -> Browser:
        browser = self.browsers()
        assert await browser.sign_in(username) == 200
        return browser


@pytest.fixture
async def running(template: Path, tmp_path: Path) -> AsyncIterator[Running]:
    """A fresh server in a folder of its own."""
    shutil.copy(template / "huizhen.sqlite3", tmp_path)
    settings = Settings(data=tmp_path, port=0, log_level="WARNING")
    sessions: list[aiohttp.ClientSession] = []

    stack = AsyncExitStack()
    served = await stack.enter_async_context(serving(settings))

    def browser() -> Browser:
        jar = aiohttp.CookieJar(unsafe=True)
        sessions.append(aiohttp.ClientSession(cookie_jar=jar))
        return Browser(sessions[-1], served.url)

    yield Running(served, browser, stack.aclose)
    for session in sessions:
        await session.close()
    await stack.aclose()
