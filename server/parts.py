"""Uploads under way: one file each, grown part by part, every byte of it durable."""

import asyncio
import hashlib
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID
from weakref import WeakValueDictionary

from consult.domain.errors import Conflict


class Parts:
    """The folder in which uploads grow."""

    def __init__(self, folder: Path) -> None:
        """Keep them in `folder`, which is made when missing."""
        self._folder = folder
        self._locks: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, upload: UUID) -> Path:
        """Return where the bytes of an upload lie."""
        return self._folder / upload.hex

    @asynccontextmanager
    async def only_one(self, upload: UUID) -> AsyncIterator[None]:
        """Let one request at a time work on an upload."""
        lock = self._locks.setdefault(upload, asyncio.Lock())  # gone with the last who holds it
        async with lock:
            yield

    async def write(self, upload: UUID, offset: int, part: bytes, *, size: int) -> int:
        """Add the part and return how many bytes are on disk from the start.

        What is there already is not written again. Raises Conflict (params: received) for a gap
        or more bytes than were announced; OSError leaves what was there before.
        """
        return await asyncio.to_thread(_append, self.path(upload), offset, part, size)

    async def sha256(self, upload: UUID) -> str:
        """Return the SHA-256 (hex) of what is there."""
        return await asyncio.to_thread(_digest, self.path(upload))

    async def drop(self, upload: UUID) -> None:
        """Forget the bytes."""
        with suppress(FileNotFoundError):
            await asyncio.to_thread(self.path(upload).unlink)

    async def sweep(self, before: datetime) -> int:
        """Forget the bytes of uploads that have not grown since `before`; return of how many.

        Their rows stay: whoever sends on is told that nothing is held, and begins from 0.
        """
        swept = 0
        for upload in await asyncio.to_thread(_stale, self._folder, before):
            async with self.only_one(upload):  # it may have grown while this waited
                swept += await asyncio.to_thread(_drop_stale, self.path(upload), before)
        return swept


def _stale(folder: Path, before: datetime) -> list[UUID]:
    return [
        UUID(one.name)
        for one in folder.iterdir()
        if _NAME.fullmatch(one.name) and _is_stale(one, before)
    ]


_NAME: Final = re.compile(r"[0-9a-f]{32}")


def _is_stale(path: Path, before: datetime) -> bool:
    try:
        return path.stat().st_mtime < before.timestamp()
    except FileNotFoundError:
        return False


def _drop_stale(path: Path, before: datetime) -> bool:
    stale = _is_stale(path, before)
    if stale:
        path.unlink(missing_ok=True)
    return stale


def _append(path: Path, offset: int, part: bytes, size: int) -> int:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        held = os.fstat(descriptor).st_size
        if offset > held or offset + len(part) > size:
            raise Conflict("the part does not follow what is held", received=held)
        _write(descriptor, held, part[held - offset :])
        return os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)


def _write(descriptor: int, held: int, fresh: bytes) -> None:
    """Write all of it durably, or leave the file as it was."""
    try:
        written = 0
        while written < len(fresh):
            written += os.pwrite(descriptor, fresh[written:], held + written)
        os.fdatasync(descriptor)
    except OSError:
        os.ftruncate(descriptor, held)
        raise


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
