"""One world made once, copied for each module; one browser and one server for each module."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.browsers import Visitors, chromium
from tests.e2e.serving import Server, copy_world, make_world
from tests.parts.postgresql import PostgresqlServer

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "e2e"
"""Where the pictures of failed tests are kept."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give browsers time, and keep all of them in one process."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(600))
            item.add_marker(pytest.mark.xdist_group("browsers"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[pytest.TestReport]:
    """Save what the windows showed, and add the server's log, when a test fails."""
    report = yield
    if report.failed and isinstance(item, pytest.Function):
        for part in item.funcargs.values():
            if isinstance(part, Visitors):
                taken = part.photograph(KEPT / item.name)
                report.sections.append(("Pictures", "\n".join(map(str, taken))))
            elif isinstance(part, Server):
                report.sections.append(("Server log", part.tail()))
    return report


@pytest.fixture(scope="session")
def built_web() -> None:
    """The web client, built from the sources as they are."""
    subprocess.run([sys.executable, str(ROOT / "web" / "build_hook.py")], check=True)


@pytest.fixture(scope="session")
def sqlite_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo world that nobody serves: copy, never open."""
    return make_world(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def server(
    built_web: None, sqlite_world: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A demo world on SQLite, served to this module alone."""
    folder = tmp_path_factory.mktemp("served")
    yield from _served(Server(copy_world(sqlite_world, folder), folder / "server.log"))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def either_server(
    request: pytest.FixtureRequest, built_web: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A demo world on SQLite, then one on PostgreSQL."""
    folder = tmp_path_factory.mktemp(f"served-{request.param}")
    if request.param == "sqlite":
        world: Path = request.getfixturevalue("sqlite_world")
        yield from _served(Server(copy_world(world, folder), folder / "server.log"))
        return
    postgresql: PostgresqlServer = request.getfixturevalue("postgresql_server")
    name = postgresql.create()
    yield from _served(Server(folder / "data", folder / "server.log", postgresql.url(name)))
    postgresql.drop(name)


def _served(made: Server) -> Iterator[Server]:
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the module."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def visitors(browser: Browser) -> Iterator[Visitors]:
    """People at their browsers, for one test."""
    opened = Visitors(browser)
    yield opened
    opened.close()
