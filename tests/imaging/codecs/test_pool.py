"""Decoding in children that may die."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import imagecodecs
import numpy as np
import pytest

from imaging.codecs.pool import LATER, Pool
from imaging.dicom.errors import Malformed, Reason
from imaging.synthetic import ct_head, us_loop


@pytest.fixture
async def pool() -> AsyncIterator[Pool]:
    """A pool of one child."""
    pool = Pool(size=1)
    yield pool
    await pool.close()


@pytest.fixture
def slice_file(tmp_path: Path) -> str:
    """One CT slice on disk."""
    path = tmp_path / "slice.dcm"
    path.write_bytes(ct_head(slices=1)[0])
    return str(path)


async def test_each_cut_of_the_derivative(pool: Pool, slice_file: str) -> None:
    """Each prefix decodes to its resolution, and the whole to the very pixels of the file."""
    made = await pool.run({"do": "htj2k", "path": slice_file})
    cuts = made.facts["cuts"]
    assert cuts[-1] == len(made.body) == made.facts["bytes"]
    for reduction, cut in enumerate(reversed(cuts)):
        small = imagecodecs.htj2k_decode(made.body[:cut], skipres=reduction)
        assert small.shape == (512 >> reduction, 512 >> reduction)
    raw = await pool.run({"do": "raw", "path": slice_file})
    stored = np.frombuffer(raw.body, dtype="<u2").reshape(512, 512)
    assert (imagecodecs.htj2k_decode(made.body) == stored).all()


async def test_a_child_that_dies(pool: Pool, slice_file: str) -> None:
    """The job that killed it is refused; the next one gets a new child."""
    with pytest.raises(Malformed) as refused:
        await pool.run({"do": "die", "path": slice_file})
    assert refused.value.code is Reason.UNDECODABLE
    made = await pool.run({"do": "draw", "path": slice_file, "kind": "webp", "box": [128, 128]})
    assert made.body[:4] == b"RIFF"


async def test_a_job_that_never_ends(slice_file: str) -> None:
    """After the deadline the child is ended and the place is free again."""
    pool = Pool(size=1, deadline=timedelta(milliseconds=1))
    for _ in range(2):
        with pytest.raises(Malformed) as refused:
            await pool.run({"do": "draw", "path": slice_file})
        assert refused.value.code is Reason.TOO_LARGE
    await pool.close()


async def test_a_text_file(pool: Pool, tmp_path: Path) -> None:
    """The reason comes back as a code, and the child lives on."""
    path = tmp_path / "notes.dcm"
    path.write_text("not an image" * 50)
    with pytest.raises(Malformed) as refused:
        await pool.run({"do": "draw", "path": str(path)})
    assert refused.value.code is Reason.NOT_DICOM


async def test_somebody_waits(pool: Pool, slice_file: str) -> None:
    """What a person waits for goes before what was queued for the background."""
    order: list[str] = []

    async def one(name: str, priority: int) -> None:
        await pool.run({"do": "draw", "path": slice_file, "box": [32, 32]}, priority)
        order.append(name)

    jobs = [one("first", LATER), one("later", LATER), one("later", LATER), one("urgent", 0)]
    await asyncio.gather(*jobs)
    assert order == ["first", "urgent", "later", "later"]


async def test_a_waiting_job_is_given_up(pool: Pool, slice_file: str) -> None:
    """Its place in the queue is not lost to the others."""
    job = {"do": "draw", "path": slice_file, "box": [32, 32]}
    async with asyncio.timeout(20):
        first = asyncio.ensure_future(pool.run(job))
        second = asyncio.ensure_future(pool.run(job))
        await asyncio.sleep(0)
        second.cancel()
        await first
        assert (await pool.run(job)).body


async def test_too_little_memory(tmp_path: Path) -> None:
    """A file that wants more than a child may have is refused; nothing else falls."""
    path = tmp_path / "loop.dcm"
    path.write_bytes(us_loop(frames=2, size=2600)[0])
    pool = Pool(size=1, memory=100 * 1024**2)
    with pytest.raises(Malformed):
        await pool.run({"do": "htj2k", "path": str(path)})
    await pool.close()
