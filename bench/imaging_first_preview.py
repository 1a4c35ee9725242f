"""Upload of a 60-slice CT to its first preview, over real HTTP on loopback; prints JSON.

Run: python -m bench.imaging_first_preview [slices]
"""

import asyncio
import json
import logging
import sys
import tempfile
import time
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pydicom
from aiohttp import ClientSession, MultipartWriter, payload, web
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from imaging.archive.access import VisibleStudies
from imaging.archive.archive import Archive
from imaging.codecs.pool import Pool
from imaging.synthetic import ct_head
from server.db.base import Base
from server.db.study_index import SqlStudyIndex
from server.http.dicomweb.routes import add_routes
from server.http.guards import refusals


class Everyone:
    """Lets everybody see everything: what is measured is the archive."""

    async def read_study(self, request: web.Request, study_uid: str) -> None:
        """Allow."""

    async def visible_studies(self, request: web.Request) -> VisibleStudies:
        """Show all."""
        return VisibleStudies(everything=True)

    async def store_site(self, request: web.Request) -> str:
        """One site."""
        return "bench"


async def measure(slices: int) -> dict[str, Any]:
    """Return milliseconds of each step."""
    files = ct_head(slices=slices)
    study = str(pydicom.dcmread(BytesIO(files[0]), stop_before_pixels=True).StudyInstanceUID)
    with tempfile.TemporaryDirectory() as folder:
        engine = create_async_engine(f"sqlite+aiosqlite:///{folder}/index.db")
        async with engine.begin() as connection:
            tables = [table for name, table in Base.metadata.tables.items() if "imaging_" in name]
            await connection.run_sync(Base.metadata.create_all, tables=tables)
        index = SqlStudyIndex(async_sessionmaker(engine, expire_on_commit=False))
        archive = Archive(Path(folder) / "images", index, Pool(2), lambda: datetime.now(UTC))
        app = web.Application(middlewares=[refusals])
        add_routes(app, archive, Everyone())
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        background = asyncio.ensure_future(archive.run())
        await asyncio.sleep(1.5)  # a server that has been running has its decoder started
        port = runner.addresses[0][1]
        said = await _walk(f"http://127.0.0.1:{port}/dicom-web", study, files, archive)
        background.cancel()
        await asyncio.gather(background, return_exceptions=True)
        await runner.cleanup()
        await archive.close()
        await engine.dispose()
    return {"slices": slices, "megabytes": round(sum(map(len, files)) / 1e6, 1), **said}


async def _walk(base: str, study: str, files: list[bytes], archive: Archive) -> dict[str, float]:
    start = time.perf_counter()
    said: dict[str, float] = {}

    def mark(step: str) -> None:
        said[step] = round((time.perf_counter() - start) * 1000, 1)

    async with ClientSession() as http:
        first = asyncio.ensure_future(_first_preview(http, base, study, mark))
        with MultipartWriter("related") as body:
            for file in files:
                body.append_payload(payload.BytesPayload(file, content_type="application/dicom"))
        async with http.post(f"{base}/studies", data=body) as answer:
            assert answer.status == 200, await answer.text()
        mark("all_stored_ms")
        await first
        async with http.get(f"{base}/studies/{study}/huizhen-manifest") as answer:
            manifest = await answer.json()
        mark("manifest_ms")
        assert sum(len(series["instances"]) for series in manifest["series"]) == len(files)
        while await archive.index.underived(1):
            await asyncio.sleep(0.02)
        mark("all_derived_ms")
    return said


async def _first_preview(http: ClientSession, base: str, study: str, mark: Any) -> None:
    """Ask as the waiting screen does, until there is a picture."""
    while True:
        async with http.get(f"{base}/studies/{study}/thumbnail") as answer:
            if answer.status == 200:
                await answer.read()
                mark("first_preview_ms")
                return
        await asyncio.sleep(0.02)


if __name__ == "__main__":
    logging.disable(logging.ERROR)  # the questions that come too early
    print(json.dumps(asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 60))))
