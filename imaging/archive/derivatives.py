"""What is made of instances: previews at once, HTJ2K frames after them; on request when asked."""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path
from typing import Final

from imaging.archive.blobs import Blobs
from imaging.archive.index import StudyIndex
from imaging.archive.records import Derived, Stored
from imaging.archive.single import Single
from imaging.codecs.htj2k import cuts_of
from imaging.codecs.pool import LATER, URGENT, Json, Pool
from imaging.dicom.errors import Malformed

log = logging.getLogger(__name__)

PREVIEW: Final = 256  # pixels, the longer side


class Derivatives:
    """Makes and finds derivatives. `work` is the background; everything else is on request."""

    def __init__(self, blobs: Blobs, index: StudyIndex, pool: Pool) -> None:
        """Hold the parts; nothing is started."""
        self._blobs = blobs
        self._index = index
        self._pool = pool
        self._single = Single()
        self._queue: asyncio.PriorityQueue[tuple[int, int, Stored]] = asyncio.PriorityQueue()
        self._number = 0
        self._derived: dict[str, Derived] = {}

    def later(self, stored: Stored) -> None:
        """Queue the preview of a new instance; its frames follow all previews that wait."""
        self._put(0, stored)

    async def preview(self, stored: Stored, priority: int = URGENT) -> Path:
        """Return the WebP preview of the first frame; raises Malformed when there is none."""
        target = self._blobs.derived(stored.sha256, "preview.webp")
        async with self._single.flight(str(target)):
            if not target.exists():
                job = {"do": "draw", "kind": "webp", "quality": 75, "box": [PREVIEW, PREVIEW]}
                made = await self._pool.run({**self._job(stored, 1), **job}, priority)
                await asyncio.to_thread(
                    self._blobs.write_derived, stored.sha256, target.name, made.body
                )
                if "window" in made.facts:
                    low, high = made.facts["window"]
                    await self._remember(stored, window=(low, high))
        return target

    async def frame(self, stored: Stored, number: int, priority: int = URGENT) -> Path:
        """Return the HTJ2K stream of frame `number` (from 1); raises Malformed."""
        target = self._blobs.derived(stored.sha256, f"frame-{number}.j2c")
        async with self._single.flight(str(target)):
            if not target.exists():
                job = {**self._job(stored, number), "do": "htj2k"}
                made = await self._pool.run(job, priority)
                await asyncio.to_thread(
                    self._blobs.write_derived, stored.sha256, target.name, made.body
                )
        return target

    async def raw(self, stored: Stored, number: int) -> bytes:
        """Return the decoded samples of a frame, little endian."""
        return (await self._pool.run({**self._job(stored, number), "do": "raw"})).body

    async def drawn(self, stored: Stored, number: int, look: Json) -> bytes:
        """Return a picture of a frame as `look` says (kind, quality, window, box)."""
        return (await self._pool.run({**look, **self._job(stored, number), "do": "draw"})).body

    async def work(self) -> None:
        """Make what waits, for ever. Cancel to stop; the rest is found at the next start."""
        for stored in await self._index.underived(100_000):
            self.later(stored)
        await self._pool.warm()
        while True:
            stage, _, stored = await self._queue.get()
            await self._make(stage, stored)

    async def _make(self, stage: int, stored: Stored) -> None:
        try:
            if not stored.header.has_pixels:
                await self._remember(stored, cuts=())
            elif stage == 0:
                await self.preview(stored, LATER)
                self._put(1, stored)
            else:
                await self._frames(stored)
        except Malformed as reason:
            await self._remember(stored, failed=str(reason.code))
        except Exception:
            log.exception("derivative of %s failed", stored.header.sop)

    async def _frames(self, stored: Stored) -> None:
        cuts = []
        for number in range(1, stored.header.frames + 1):
            path = await self.frame(stored, number, LATER)
            cuts.append(tuple(await asyncio.to_thread(_cuts_in, path)))
        await self._remember(stored, cuts=tuple(cuts))

    async def _remember(
        self,
        stored: Stored,
        *,
        cuts: tuple[tuple[int, ...], ...] | None = None,
        window: tuple[float, float] | None = None,
        failed: str | None = None,
    ) -> None:
        before = self._derived.pop(stored.header.sop, stored.derived)
        after = replace(
            before,
            cuts=cuts if cuts is not None else before.cuts,
            window=window or before.window,
            failed=failed or before.failed,
        )
        if after.cuts is None and after.failed is None:
            self._derived[stored.header.sop] = after
        await self._index.derive(stored.header.sop, after)

    def _put(self, stage: int, stored: Stored) -> None:
        self._number += 1
        self._queue.put_nowait((stage, self._number, stored))

    def _job(self, stored: Stored, number: int) -> Json:
        return {"path": str(self._blobs.path(stored.sha256)), "frame": number - 1}


def _cuts_in(path: Path) -> list[int]:
    return cuts_of(path.read_bytes())
