"""How one table points to another: deferred, so that the order within a transaction is free."""

from sqlalchemy import ForeignKey


def points_to(column: str) -> ForeignKey:
    """Return a foreign key that is checked on commit and never deletes what it points from."""
    return ForeignKey(column, ondelete="RESTRICT", deferrable=True, initially="DEFERRED")
