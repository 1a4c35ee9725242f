"""Statements that SQLite and PostgreSQL share but SQLAlchemy keeps by dialect."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from server.db.base import Base


def insert_into(session: AsyncSession, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that knows ON CONFLICT."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


async def put(
    session: AsyncSession, table: type[Base], rows: Sequence[Mapping[str, Any]], *keys: str
) -> None:
    """Insert rows, or replace what stands under their keys. All rows have the same columns."""
    if not rows:
        return
    statement = insert_into(session, table).values([dict(row) for row in rows])
    others = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    if others:
        statement = statement.on_conflict_do_update(index_elements=list(keys), set_=others)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=list(keys))
    await session.execute(statement)
