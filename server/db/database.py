"""The database as the app sees it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from consult.domain.errors import Conflict
from consult.ports import Clock
from server.db.engines import BEGIN, create_engine, database_url
from server.db.migrate import upgrade
from server.db.transaction import SqlTransaction
from server.ports import ServerTransaction, Wake

_LOST_RACES = frozenset({"40001", "40P01"})
"""SQLSTATE of PostgreSQL: serialization failure, deadlock detected."""


class SqlDatabase:
    """One database. `sessions` and `read_sessions` are for what stands beside the consults.

    On SQLite each of `sessions` begins as a writer and waits for its turn; `read_sessions` see
    the last committed state at once, whoever is writing, and must not write.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        """No connection is made yet."""
        self.engine = engine
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self.read_sessions = async_sessionmaker(
            self.engine.execution_options(**{BEGIN: "DEFERRED"}), expire_on_commit=False
        )
        self._clock = clock
        self._wakes: list[Wake] = []
        single_writer = engine.dialect.name == "sqlite"
        self._turn: asyncio.Lock | nullcontext[None] = (
            asyncio.Lock() if single_writer else nullcontext()
        )

    def transaction(self) -> AbstractAsyncContextManager[ServerTransaction]:
        """Return a new transaction: leaving its context commits, an error rolls back.

        On SQLite the transactions of one process take turns, so that none waits in a thread.
        """
        return self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[ServerTransaction]:
        async with self._turn, self.sessions() as session, _lost_races(), session.begin():
            tx = SqlTransaction(session, self._clock)
            yield tx
            await tx.flush()
        if tx.outbox.stored:
            for wake in self._wakes:
                wake()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[ServerTransaction]:
        """Return a transaction that holds up nobody and stores nothing, whatever is done in it."""
        async with self.read_sessions() as session:
            yield SqlTransaction(session, self._clock)
            await session.rollback()

    def on_events(self, wake: Wake) -> None:
        """Call `wake` after each commit that stored events (wakes the relay)."""
        self._wakes.append(wake)

    async def upgrade(self) -> None:
        """Bring the schema to the newest migration."""
        await upgrade(self.engine)

    async def ping(self) -> None:
        """Ask the database something; raises when it does not answer."""
        async with self.read_sessions() as session:
            await session.execute(text("SELECT 1"))

    async def dispose(self) -> None:
        """Close all connections."""
        await self.engine.dispose()


@asynccontextmanager
async def _lost_races() -> AsyncIterator[None]:
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in _LOST_RACES:
            raise Conflict("two changes met; this one was undone") from error
        raise


def create_database(url: str, *, clock: Clock) -> SqlDatabase:
    """Return the database at `url`: sqlite:///file or postgresql://…; ValueError for another."""
    return SqlDatabase(create_engine(database_url(url)), clock)
