"""The same world three times: in memory, on SQLite and on PostgreSQL.

The real databases are made once a process, with everybody settled in them, and are set back to
that before each test: copying a database anew for each of hundreds of tests would take minutes.
Their engines are kept as well, since a new one would compile every statement anew.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path as FilePath

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from server.db.engines import create_engine, database_url
from server.db.tables import METADATA
from tests.consult.services.path import Path
from tests.fakes.stored_world import StoredWorld, settle
from tests.fakes.world import World, populated
from tests.parts.databases import copy_sqlite, outside_the_loop
from tests.parts.postgresql import PostgresqlServer


@dataclass(frozen=True, slots=True)
class Settled:
    """A database with everybody settled in it, and the way back to that."""

    engine: AsyncEngine
    set_back: Callable[[], None]


@pytest.fixture(scope="session")
def settled_sqlite(migrated_sqlite: FilePath, tmp_path_factory: pytest.TempPathFactory) -> Settled:
    """A SQLite file, copied over from one that is never used."""
    first, used = tmp_path_factory.mktemp("settled"), tmp_path_factory.mktemp("used")
    url = copy_sqlite(migrated_sqlite, first)
    outside_the_loop(lambda: settle(populated(), url))
    [template] = first.iterdir()

    def set_back() -> None:
        for left in used.iterdir():
            left.unlink()
        copy_sqlite(template, used)

    return Settled(create_engine(database_url(copy_sqlite(template, used))), set_back)


@pytest.fixture(scope="session")
def settled_postgresql(postgresql_server: PostgresqlServer, migrated_postgresql: str) -> Settled:
    """A database whose rows are put back from a second schema, triggers and keys asleep."""
    name = postgresql_server.create(migrated_postgresql)
    url = postgresql_server.url(name)
    outside_the_loop(lambda: settle(populated(), url))
    tables = [table.name for table in METADATA.sorted_tables]
    kept = [f'CREATE TABLE settled."{one}" AS TABLE public."{one}"' for one in tables]
    postgresql_server.sql("; ".join(["CREATE SCHEMA settled", *kept]), name)
    back = [
        f'DELETE FROM public."{one}"; INSERT INTO public."{one}" SELECT * FROM settled."{one}"'
        for one in tables
    ]
    script = "; ".join(["SET session_replication_role = replica", *back])
    return Settled(create_engine(database_url(url)), lambda: _run(postgresql_server, script, name))


def _run(server: PostgresqlServer, script: str, name: str) -> None:
    server.sql(script, name)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """A populated world of each kind."""
    if request.param == "memory":
        yield populated()
        return
    settled: Settled = request.getfixturevalue(f"settled_{request.param}")
    settled.set_back()
    yield StoredWorld(populated(), settled.engine)
    await settled.engine.dispose()


@pytest.fixture
def path(world: World) -> Path:
    """A case about to be made, in a world of each kind."""
    return Path(world)
