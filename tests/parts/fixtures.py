"""Fixtures of the real parts. A part that is missing makes its tests say so, never pass."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from server.db.database import SqlDatabase, create_database
from tests.parts.clock import SetClock
from tests.parts.coturn import CoturnServer, coturn
from tests.parts.databases import copy_sqlite, migrate, sqlite_url
from tests.parts.postgresql import PostgresqlServer, postgresql
from tests.parts.redis import RedisServer, redis


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """A private PostgreSQL, for the whole run of this process."""
    with postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A private Redis, for the whole run of this process."""
    with redis() as server:
        yield server


@pytest.fixture(scope="session")
def coturn_server() -> Iterator[CoturnServer]:
    """A private coturn that relays on loopback, for the whole run of this process."""
    with coturn() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema and nothing in it: copy, never open."""
    path = tmp_path_factory.mktemp("migrated") / "template.sqlite3"
    migrate(sqlite_url(path))
    return path


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: PostgresqlServer) -> str:
    """The name of a database with the newest schema and nothing in it: a template."""
    name = postgresql_server.create()
    migrate(postgresql_server.url(name))
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh, migrated database: the test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield copy_sqlite(request.getfixturevalue("migrated_sqlite"), tmp_path)
        return
    template: str = request.getfixturevalue("migrated_postgresql")
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    name = server.create(template)
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def sqlite_database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The URL of a fresh, migrated SQLite database, where one kind is enough."""
    return copy_sqlite(migrated_sqlite, tmp_path)


@pytest.fixture
def clock() -> SetClock:
    """A clock that stands still until the test moves it."""
    return SetClock()


@pytest.fixture
async def database(database_url: str, clock: SetClock) -> AsyncIterator[SqlDatabase]:
    """A fresh, migrated database of either kind, with the test's clock."""
    made = create_database(database_url, clock=clock)
    yield made
    await made.dispose()
