"""Bringing the schema to the newest migration, in-process."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

SCRIPTS: Final = Path(__file__).parent / "migrations"
_LOCK: Final = 0x4875697A  # of PostgreSQL's advisory locks, ours alone


def configuration(connection: Connection) -> Config:
    """Return alembic's configuration for work on this connection."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


async def upgrade(engine: AsyncEngine) -> None:
    """Run the migrations that are missing, all or none; two processes take turns."""
    async with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            await connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        await connection.run_sync(_to_head)


def _to_head(connection: Connection) -> None:
    command.upgrade(configuration(connection), "head")
