"""A real server with an archive on a real disk and a real database."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from imaging.archive.archive import Archive
from imaging.codecs.pool import Pool
from server.db.base import Base
from server.db.study_index import SqlStudyIndex
from server.http.dicomweb.routes import add_routes
from server.http.guards import refusals
from tests.fakes.dicom_access import FakeDicomAccess

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass
class World:
    """The server and what stands behind it."""

    client: TestClient
    archive: Archive
    access: FakeDicomAccess

    @property
    def url(self) -> str:
        """Where DICOMweb is."""
        return str(self.client.make_url("/dicom-web"))

    async def settled(self) -> None:
        """Wait until all derivatives are made."""
        async with asyncio.timeout(60):
            while await self.archive.index.underived(1):
                await asyncio.sleep(0.02)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A server with an empty archive whose background runs."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path}/index.db")
    async with engine.begin() as connection:
        tables = [table for name, table in Base.metadata.tables.items() if "imaging_" in name]
        await connection.run_sync(Base.metadata.create_all, tables=tables)
    index = SqlStudyIndex(async_sessionmaker(engine, expire_on_commit=False))
    archive = Archive(tmp_path / "images", index, Pool(size=2), lambda: NOON)
    access = FakeDicomAccess()
    app = web.Application(middlewares=[refusals])
    add_routes(app, archive, access)
    background = asyncio.ensure_future(archive.run())
    async with TestClient(TestServer(app)) as client:
        yield World(client, archive, access)
    background.cancel()
    await asyncio.gather(background, return_exceptions=True)
    await archive.close()
    await engine.dispose()
