"""The archive on a real disk, through crashes and full disks."""

import asyncio
import errno
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from imaging.archive.archive import Archive
from imaging.archive.blobs import Arriving, Blobs, Received
from imaging.archive.intake import Outcome, Taken
from imaging.codecs.pool import Pool
from imaging.dicom.errors import Reason
from imaging.synthetic import ct_head
from server.db.base import Base
from server.db.study_index import SqlStudyIndex

FILES = ct_head(slices=6, size=64)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
async def index(tmp_path: Path) -> AsyncIterator[SqlStudyIndex]:
    """An empty index."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path}/index.db")
    async with engine.begin() as connection:
        tables = [table for name, table in Base.metadata.tables.items() if "imaging_" in name]
        await connection.run_sync(Base.metadata.create_all, tables=tables)
    yield SqlStudyIndex(async_sessionmaker(engine, expire_on_commit=False))
    await engine.dispose()


@pytest.fixture
async def archive(tmp_path: Path, index: SqlStudyIndex) -> AsyncIterator[Archive]:
    """An archive whose background does not run."""
    archive = Archive(tmp_path / "images", index, Pool(size=1), lambda: NOON)
    yield archive
    await archive.close()


def again(archive: Archive, tmp_path: Path) -> Archive:
    """Start anew over the same disk and index."""
    return Archive(tmp_path / "images", archive.index, Pool(size=1), lambda: NOON)


async def healed(archive: Archive) -> None:
    """Run the background for as long as it has something to do."""
    running = asyncio.ensure_future(archive.run())
    async with asyncio.timeout(30):
        while list(archive.blobs.incoming.iterdir()) or await archive.index.underived(1):
            await asyncio.sleep(0.02)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await archive.close()


async def test_a_crash_between_disk_and_index(archive: Archive, tmp_path: Path) -> None:
    """What was on disk and not indexed is indexed at the next start, with its site."""
    with archive.arriving() as arriving:
        arriving.write(FILES[0])
        note = {"site": "qinghe", "source": "upload", "name": "a.dcm"}
        archive.blobs.keep(arriving, note)
    (archive.blobs.incoming / "half.part").write_bytes(FILES[1][:100])
    archive = again(archive, tmp_path)
    await healed(archive)
    row = (await archive.index.refused(), list(archive.blobs.incoming.iterdir()))
    assert row == ([], [])
    taken = await archive.receive(FILES[0], "qinghe")
    assert taken.state is Outcome.DUPLICATE
    assert taken.study is not None
    assert await archive.index.site_of(taken.study) == "qinghe"


async def test_a_note_without_its_file(archive: Archive, tmp_path: Path) -> None:
    """A file that never arrived completely was never acknowledged; its note goes."""
    (archive.blobs.incoming / f"{'0' * 64}.json").write_text("{}")
    archive = again(archive, tmp_path)
    await healed(archive)
    assert list(archive.blobs.incoming.iterdir()) == []


async def test_many_at_once(archive: Archive) -> None:
    """Files that arrive together are indexed in groups, each once, with right counts."""
    taken = await asyncio.gather(*(archive.receive(file, "qinghe") for file in FILES * 2))
    states = [one.state for one in taken]
    assert states.count(Outcome.STORED) == 6
    assert states.count(Outcome.DUPLICATE) == 6
    assert len(await archive.index.instances(str(taken[0].study))) == 6


async def test_the_same_uid_with_other_content(archive: Archive) -> None:
    """The first one stays; the second is kept aside for a person to settle."""
    first = await archive.receive(FILES[0], "qinghe")
    other = bytearray(FILES[0])
    other[-1] ^= 1
    second = await archive.receive(bytes(other), "qinghe", name="copy.dcm")
    assert (second.state, second.reason) == (Outcome.CONFLICT, Reason.CONFLICT)
    (listed,) = await archive.index.refused(first.study)
    assert (listed.name, listed.site) == ("copy.dcm", "qinghe")
    assert archive.blobs.path(listed.sha256).read_bytes() == bytes(other)
    (kept,) = await archive.index.instances(str(first.study))
    assert kept.sha256 == first.sha256


async def test_from_a_path_and_from_a_stream(archive: Archive, tmp_path: Path) -> None:
    """However a file comes, it is the same file."""
    path = tmp_path / "a.dcm"
    path.write_bytes(FILES[0])

    async def pieces() -> AsyncIterator[bytes]:
        yield FILES[0][:1000]
        yield FILES[0][1000:]

    first: Taken = await archive.receive(path, None)
    second = await archive.receive(pieces(), None)
    assert first.sha256 == second.sha256
    assert path.exists()


class FullBlobs(Blobs):
    """A disk that is full."""

    def keep(self, arriving: Arriving, note: dict[str, object]) -> Received:
        """Refuse as the system does."""
        raise OSError(errno.ENOSPC, "no space left on device")


async def test_a_full_disk(tmp_path: Path, index: SqlStudyIndex) -> None:
    """The error reaches the caller and no half file stays."""
    archive = Archive(tmp_path / "full", index, Pool(size=1), lambda: NOON)
    archive._intake._blobs = FullBlobs(tmp_path / "full")
    with pytest.raises(OSError, match="space"):
        await archive.receive(FILES[0], "qinghe")
    assert list(archive.blobs.incoming.iterdir()) == []
    await archive.close()
