"""Fixtures for all tests."""

from tests.parts.fixtures import (
    clock,
    coturn_server,
    database,
    database_url,
    migrated_postgresql,
    migrated_sqlite,
    postgresql_server,
    redis_server,
    sqlite_database_url,
)

__all__ = [
    "clock",
    "coturn_server",
    "database",
    "database_url",
    "migrated_postgresql",
    "migrated_sqlite",
    "postgresql_server",
    "redis_server",
    "sqlite_database_url",
]
