"""The archive as one object: what the web and the platform use."""

import asyncio
from collections.abc import AsyncIterable, Callable
from datetime import datetime
from pathlib import Path

from imaging.archive.blobs import Arriving, Blobs
from imaging.archive.derivatives import Derivatives
from imaging.archive.index import StudyIndex
from imaging.archive.intake import Intake, Sender, Taken
from imaging.archive.manifest import in_order
from imaging.archive.records import Stored
from imaging.codecs.pool import Pool


class Archive:
    """Takes instances in, finds them, makes what is shown of them.

    Run `run` as a background task for as long as the archive is used; cancel it to stop,
    then `close`. Reading and receiving work without it, only derivatives wait for requests.
    """

    def __init__(
        self, root: Path, index: StudyIndex, pool: Pool, now: Callable[[], datetime]
    ) -> None:
        """Keep files below `root`; `now` returns the present instant in UTC."""
        self.index = index
        self.blobs = Blobs(root)
        self.derivatives = Derivatives(self.blobs, index, pool)
        self._pool = pool
        self._intake = Intake(self.blobs, index, now, self.derivatives.later)

    async def run(self) -> None:
        """Index what a crash left behind, then make derivatives for ever."""
        await self._intake.heal()
        await self.derivatives.work()

    async def close(self) -> None:
        """End the decoding children."""
        await self._pool.close()

    def arriving(self) -> Arriving:
        """Begin to receive a file piece by piece; give it to `take` when it is complete."""
        return self.blobs.arriving()

    async def take(self, arriving: Arriving, sender: Sender) -> Taken:
        """Take a received file; when this returns it is durable and indexed or listed as refused.

        Raises OSError when the disk is full; nothing is left of the file then.
        """
        return await self._intake.take(arriving, sender)

    async def receive(
        self, source: bytes | Path | AsyncIterable[bytes], site: str | None, *,
        origin: str = "upload", name: str | None = None, study: str | None = None,
    ) -> Taken:  # fmt: skip
        """Take a file from bytes, a path (copied) or a stream of pieces."""
        with self.arriving() as arriving:
            if isinstance(source, bytes):
                arriving.write(source)
            elif isinstance(source, Path):
                await asyncio.to_thread(_copy, source, arriving)
            else:
                async for piece in source:
                    arriving.write(piece)
            return await self.take(
                arriving, Sender(site=site, source=origin, name=name, study=study)
            )

    async def one(self, study: str, series: str, sop: str) -> Stored | None:
        """Return an instance by its whole path, or None."""
        return next(iter(await self.index.instances(study, series, sop)), None)

    async def middle(self, study: str, series: str | None = None) -> Stored | None:
        """Return the instance that stands for a series or study: the middle one of its images."""
        images = [
            stored
            for stored in await self.index.instances(study, series)
            if stored.header.has_pixels and stored.derived.failed is None
        ]
        first = [one for one in images if one.header.series == images[0].header.series]
        ordered, _ = in_order(first)
        return ordered[len(ordered) // 2] if ordered else None


def _copy(source: Path, arriving: Arriving) -> None:
    with source.open("rb") as file:
        while piece := file.read(1 << 20):
            arriving.write(piece)
