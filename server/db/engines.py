"""The two databases: SQLite for one machine, PostgreSQL for a centre."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    URL,
    AsyncAdaptedQueuePool,
    Connection,
    PoolProxiedConnection,
    event,
    make_url,
)
from sqlalchemy import exc as database_errors
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

DRIVERS: Final = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
BEGIN: Final = "sqlite_begin"
"""Execution option: how SQLite begins, "IMMEDIATE" (the default, may write) or "DEFERRED"."""

_PRAGMAS: Final = (
    "PRAGMA busy_timeout = 10000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)
_POSTGRESQL_SETTINGS: Final = {
    "application_name": "huizhen",
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
}
POOL: Final[Mapping[str, Any]] = {
    "pool_size": 10,
    "max_overflow": 10,
    "pool_timeout": 10,
    "pool_pre_ping": True,
}
"""How many connections to PostgreSQL, and for how many seconds a request waits for one."""


class _Pool(AsyncAdaptedQueuePool):
    """Says that no connection came free with Python's own TimeoutError, which the edge knows."""

    def connect(self) -> PoolProxiedConnection:
        try:
            return super().connect()
        except database_errors.TimeoutError as error:
            raise TimeoutError("no connection to the database came free") from error


def database_url(text: str) -> URL:
    """Return the URL with the driver that is used here; ValueError for another database."""
    url = make_url(text)
    driver = DRIVERS.get(url.get_backend_name())
    if driver is None:
        raise ValueError(f"not a database that is supported: {url.get_backend_name()}")
    return url.set(drivername=driver)


def create_engine(url: URL) -> AsyncEngine:
    """Return an engine for the URL; no connection is made yet."""
    if url.get_backend_name() == "sqlite":
        engine = create_async_engine(url)
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine
    return create_async_engine(
        url,
        poolclass=_Pool,
        **POOL,
        connect_args={"server_settings": _POSTGRESQL_SETTINGS, "timeout": 10},
    )


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Take the BEGIN away from the driver, which forgets it before SELECT and SAVEPOINT."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Begin as a writer: one that reads first and writes later could not wait for its turn."""
    kind = connection.get_execution_options().get(BEGIN, "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {kind}")
