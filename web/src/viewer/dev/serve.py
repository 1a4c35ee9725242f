"""The archive with synthetic and public images, over loopback, for work on the viewer alone.

Usage: python web/src/viewer/dev/serve.py PORT FOLDER [DIST]. FOLDER keeps the archive; DIST is a
build of the client whose inputs include this folder's page, served under the product's policy.
Anybody may read: never for real images.
"""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[4]))

from aiohttp import web
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from imaging import synthetic
from imaging.archive.archive import Archive
from imaging.codecs.pool import Pool
from server.db.base import Base
from server.db.study_index import SqlStudyIndex
from server.http.dicomweb.routes import add_routes
from server.http.guards import refusals
from tests.fakes.dicom_access import FakeDicomAccess

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; "
    "img-src 'self' blob: data:; object-src 'none'; base-uri 'none'"
)
STUDIES = web.AppKey("studies", list[str])


async def filled(archive: Archive) -> list[str]:
    """Put the images in and return the studies in order."""
    made: list[bytes | Path] = [
        *synthetic.ct_head(slices=24),
        *synthetic.mr_brain(slices=12),
        *synthetic.dx_chest(),
        *synthetic.us_loop(frames=8),
        *synthetic.public_files(),
    ]
    taken = [await archive.receive(data, "dev") for data in made]
    return list(dict.fromkeys(one.study for one in taken if one.study))


async def get_studies(request: web.Request) -> web.Response:
    """Which studies there are, for the page."""
    return web.json_response(request.app[STUDIES])


async def add_policy(request: web.Request, response: web.StreamResponse) -> None:
    """What the product's own pages carry."""
    response.headers["Content-Security-Policy"] = POLICY


async def made(folder: Path, dist: Path | None) -> web.Application:
    """The application, its archive filled."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(f"sqlite+aiosqlite:///{folder}/index.db")
    async with engine.begin() as connection:
        tables = [table for name, table in Base.metadata.tables.items() if "imaging_" in name]
        await connection.run_sync(Base.metadata.create_all, tables=tables)
    index = SqlStudyIndex(async_sessionmaker(engine, expire_on_commit=False))
    archive = Archive(folder / "images", index, Pool(size=2), lambda: NOON)
    app = web.Application(middlewares=[refusals])
    add_routes(app, archive, FakeDicomAccess())
    app.router.add_get("/dev-studies", get_studies)
    app.on_response_prepare.append(add_policy)
    app[STUDIES] = await filled(archive)
    if dist is not None:
        app.router.add_static("/", dist)
    background = asyncio.ensure_future(archive.run())
    app.on_cleanup.append(lambda _: stopped(background))
    return app


async def stopped(background: "asyncio.Future[None]") -> None:
    """End the derivation."""
    background.cancel()
    await asyncio.gather(background, return_exceptions=True)


def main() -> None:
    """Serve until interrupted."""
    port, folder, *dist = sys.argv[1:]
    app = made(Path(folder), Path(dist[0]) if dist else None)
    web.run_app(app, host="127.0.0.1", port=int(port), print=None)


if __name__ == "__main__":
    main()
