"""Files by their hash."""

import asyncio
import hashlib
from pathlib import Path

import pytest

from server.blobs import FileBlobs


async def test_the_same_file_many_times_at_once(tmp_path: Path) -> None:
    """All are kept as one; none stands in the way of another, and nothing else is left."""
    blobs, content = FileBlobs(tmp_path / "blobs"), b"x" * 100_000
    sha256 = hashlib.sha256(content).hexdigest()
    sources = [tmp_path / str(number) for number in range(20)]
    for one in sources:
        one.write_bytes(content)
    await asyncio.gather(*(blobs.put_file(str(one), sha256) for one in sources))
    assert await blobs.get(sha256) == content
    assert [one.name for one in (tmp_path / "blobs").rglob("*") if one.is_file()] == [sha256]


async def test_a_file_that_cannot_be_moved(tmp_path: Path) -> None:
    """Nothing half made stays behind."""
    blobs = FileBlobs(tmp_path / "blobs")
    with pytest.raises(FileNotFoundError):
        await blobs.put_file(str(tmp_path / "gone"), "ab" * 32)
    assert not [one for one in (tmp_path / "blobs").rglob("*") if one.is_file()]
