"""A settled world on a real database."""

import pytest

from server.db.database import SqlDatabase
from tests.server.db.samples import People, settle


@pytest.fixture
async def people(database: SqlDatabase) -> People:
    """Two institutions, five people and a patient, stored."""
    return await settle(database)
