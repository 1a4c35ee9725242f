"""Files that are not DICOM, in a folder, each under its SHA-256."""

import asyncio
import os
import re
import shutil
import tempfile
from pathlib import Path

from consult.domain.errors import NotFound

HASH = re.compile(r"[0-9a-f]{64}")


class FileBlobs:
    """`consult.ports.Blobs` over a folder: written durably, named by content alone."""

    def __init__(self, folder: Path) -> None:
        """Keep everything below `folder`, which is made when missing."""
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def put_file(self, path: str, sha256: str) -> None:
        """Keep the file at `path` (it is moved) under its hash; it is on disk when this returns."""
        await asyncio.to_thread(self._put, Path(path), self._place(sha256))

    async def get(self, sha256: str) -> bytes:
        """Return the bytes; raises NotFound."""
        try:
            return await asyncio.to_thread(self._place(sha256).read_bytes)
        except FileNotFoundError:
            raise NotFound from None

    def _place(self, sha256: str) -> Path:
        if HASH.fullmatch(sha256) is None:
            raise NotFound
        return self._folder / sha256[:2] / sha256

    def _put(self, source: Path, place: Path) -> None:
        place.parent.mkdir(exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=".new", dir=place.parent)
        os.close(handle)
        beside = Path(name)  # of its own: the same file may be arriving twice
        try:
            shutil.move(source, beside)
            flush(beside)
            beside.replace(place)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        flush(place.parent)


def flush(path: Path) -> None:
    """Wait until a file or a folder's entries are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
