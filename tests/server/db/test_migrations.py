"""The migrations, the models and the two databases agree."""

import asyncio
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.schema import CheckConstraint, ForeignKeyConstraint

from server.db.database import SqlDatabase, create_database
from server.db.engines import database_url as parsed
from server.db.tables import METADATA
from tests.parts.clock import SetClock
from tests.parts.postgresql import PostgresqlServer


def differences(connection: Connection) -> list[Any]:
    """Return what alembic would change to make the database what the models say."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, METADATA))


def constraints(connection: Connection) -> set[str]:
    """Return the names of all checks and foreign keys in the database."""
    inspector = inspect(connection)
    return {
        str(one["name"])
        for table in METADATA.tables
        for found in (inspector.get_check_constraints(table), inspector.get_foreign_keys(table))
        for one in found
    }


async def test_the_migrations_make_what_the_models_say(database: SqlDatabase) -> None:
    """No table, column, type, index or key differs, on either database."""
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_every_constraint_of_the_models_is_there_by_name(database: SqlDatabase) -> None:
    """Checks and foreign keys, which alembic does not compare, are there and named."""
    wanted = {
        str(one.name)
        for table in METADATA.tables.values()
        for one in table.constraints
        if isinstance(one, CheckConstraint | ForeignKeyConstraint)
    }
    async with database.engine.connect() as connection:
        present = await connection.run_sync(constraints)
    assert "None" not in wanted
    assert wanted - present == set()


async def test_upgrading_twice_changes_nothing(database: SqlDatabase) -> None:
    """A second start of the server finds the schema as it is."""
    await database.upgrade()
    await database.ping()
    async with database.engine.connect() as connection:
        versions = await connection.execute(text("SELECT version_num FROM alembic_version"))
        assert versions.scalars().all() == ["0001"]


async def test_two_servers_that_start_at_once_migrate_once(
    postgresql_server: PostgresqlServer, clock: SetClock
) -> None:
    """On an empty PostgreSQL two processes may start together."""
    name = postgresql_server.create()
    url = postgresql_server.url(name)
    both = [create_database(url, clock=clock) for _ in range(2)]
    await asyncio.gather(*(one.upgrade() for one in both))
    await both[0].ping()
    for one in both:
        await one.dispose()
    postgresql_server.drop(name)


async def test_sqlite_is_durable_and_keeps_its_keys(
    sqlite_database_url: str, clock: SetClock
) -> None:
    """Write-ahead log, full synchronisation and foreign keys are on for every connection."""
    database = create_database(sqlite_database_url, clock=clock)
    async with database.sessions() as session:
        values = [
            await session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    await database.dispose()
    assert values == ["wal", 2, 1, 10000]


async def test_a_reading_never_stores(database: SqlDatabase) -> None:
    """Whatever is done in a reading is undone at its end."""
    async with database.reading() as tx:
        assert await tx.keys.put_once("name", b"value") == b"value"
    async with database.reading() as tx:
        assert await tx.keys.get("name") is None


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("sqlite:///x.sqlite3", "sqlite+aiosqlite"),
        ("postgresql://host/db", "postgresql+asyncpg"),
        ("postgresql+asyncpg://host/db", "postgresql+asyncpg"),
    ],
)
def test_an_address_names_the_database_alone(given: str, driver: str) -> None:
    """The driver is ours to choose."""
    assert parsed(given).drivername == driver


def test_another_database_is_refused() -> None:
    """MySQL is not supported, and that is said at once."""
    with pytest.raises(ValueError, match="mysql"):
        parsed("mysql://host/db")


async def test_readers_never_wait_for_a_writer(database: SqlDatabase) -> None:
    """While a transaction is open, a reading beside it answers at once with the state before."""
    async with database.transaction() as tx:
        await tx.keys.put_once("name", b"value")
        async with asyncio.timeout(2), database.reading() as beside:
            assert await beside.keys.get("name") is None
    async with database.reading() as after:
        assert await after.keys.get("name") == b"value"
