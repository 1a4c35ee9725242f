"""Runs migrations on the connection that `server.db.migrate` hands over, in its transaction."""

from typing import Any, Literal

from alembic import context

from server.db.base import UtcDateTime
from server.db.tables import METADATA


def render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own types as what they are in the database: a migration outlives the code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=bool(context.config.attributes.get("batch", True)),
    render_item=render,
    compare_type=True,
    transactional_ddl=True,
)
context.run_migrations()
