"""Taking files in: durable first, then checked, indexed in groups, and never overwritten."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from imaging.archive.blobs import Arriving, Blobs, Json, Received
from imaging.archive.index import StudyIndex
from imaging.archive.records import Record, Refused, Stored
from imaging.dicom.checks import is_uid
from imaging.dicom.errors import Malformed, Reason
from imaging.pipeline import Examined, Rejected, examine

GROUP: Final = 500  # instances indexed in one transaction


class Outcome(StrEnum):
    """What became of a received file."""

    STORED = "stored"
    DUPLICATE = "duplicate"  # the same content was there already
    CONFLICT = "conflict"  # kept aside: the same UID with other content
    UNREADABLE = "unreadable"  # kept aside, with the reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Where a file comes from. `study` refuses files of other studies."""

    site: str | None
    source: str  # "upload", "stow", "gateway" …
    name: str | None = None
    study: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of one file. `reason` is a code of imaging.dicom.errors.Reason."""

    state: Outcome
    sha256: str
    sop: str | None = None
    sop_class: str | None = None
    series: str | None = None
    study: str | None = None
    reason: Reason | None = None
    detail: str = ""


def _uid_or_none(value: str | None) -> str | None:
    """Return what a refused file calls itself, unless that is nonsense."""
    return value if value is not None and is_uid(value) else None


@dataclass
class _Slot:
    """An instance that waits to be indexed, and the hash that was there before it."""

    record: Record
    there: str | None = None
    done: bool = False


class Intake:
    """The way in. `on_stored` is told of each instance that is new."""

    def __init__(
        self,
        blobs: Blobs,
        index: StudyIndex,
        now: Callable[[], datetime],
        on_stored: Callable[[Stored], None],
    ) -> None:
        """Hold the parts."""
        self._blobs = blobs
        self._index = index
        self._now = now
        self._on_stored = on_stored
        self._waiting: list[_Slot] = []
        self._writing = asyncio.Lock()

    async def take(self, arriving: Arriving, sender: Sender) -> Taken:
        """Take a completely received file. When this returns, the file is on disk and listed.

        Raises OSError when it could not be stored (disk full); nothing is left then.
        """
        note: Json = {"site": sender.site, "source": sender.source, "name": sender.name}
        received = await asyncio.to_thread(self._blobs.keep, arriving, note)
        return await self._settle(received, sender)

    async def heal(self) -> int:
        """Index what was received before a crash; return how many files that were."""
        left = await asyncio.to_thread(self._blobs.unsettled)
        for received, note in left:
            sender = Sender(site=note["site"], source=note["source"], name=note["name"])
            await self._settle(received, sender)
        return len(left)

    async def _settle(self, received: Received, sender: Sender) -> Taken:
        examined = await asyncio.to_thread(examine, received.path)
        if isinstance(examined, Examined) and sender.study not in (None, examined.header.study):
            other = Malformed(Reason.DIFFERENT_STUDY)
            examined = Rejected(other, examined.header.study, examined.header.sop)
        if isinstance(examined, Examined) and not await self._may_add(sender, examined):
            other = Malformed(Reason.OTHER_SITE)
            examined = Rejected(other, examined.header.study, examined.header.sop)
        if isinstance(examined, Rejected):
            taken = await self._refuse(received, sender, examined, Outcome.UNREADABLE)
        else:
            taken = await self._store(received, sender, examined)
        await asyncio.to_thread(self._blobs.settled, received.sha256)
        return taken

    async def _may_add(self, sender: Sender, examined: Examined) -> bool:
        """Say whether the study is new or the sender's own.

        Who could add to a study by its UID alone would mix patients, and be let in to look.
        """
        owner = await self._index.site_of(examined.header.study)
        return owner is None or owner == sender.site

    async def _store(self, received: Received, sender: Sender, examined: Examined) -> Taken:
        record = Record(
            header=examined.header,
            model=examined.model,
            sha256=received.sha256,
            size=received.size,
            site=sender.site,
            source=sender.source,
            received_at=self._now(),
        )
        there = await self._add(record)
        if there is not None and there != received.sha256:
            header = examined.header
            conflict = Rejected(Malformed(Reason.CONFLICT), header.study, header.sop)
            return await self._refuse(received, sender, conflict, Outcome.CONFLICT)
        if there is None:
            self._on_stored(Stored(header=record.header, sha256=record.sha256, size=record.size))
        return Taken(
            state=Outcome.STORED if there is None else Outcome.DUPLICATE,
            sha256=received.sha256,
            sop=examined.header.sop,
            sop_class=examined.header.sop_class,
            series=examined.header.series,
            study=examined.header.study,
        )

    async def _add(self, record: Record) -> str | None:
        """Index it together with others that wait; return the hash that was there before."""
        slot = _Slot(record)
        self._waiting.append(slot)
        async with self._writing:
            if not slot.done:
                await self._index_group(slot)
        return slot.there

    async def _index_group(self, mine: _Slot) -> None:
        """Index all that wait in one transaction; if that fails, the others try themselves."""
        group, self._waiting = self._waiting[:GROUP], self._waiting[GROUP:]
        try:
            there = await self._index.known([slot.record.header.sop for slot in group])
            new: dict[str, Record] = {}
            for slot in group:
                sop = slot.record.header.sop
                slot.there = there.setdefault(sop, "") or None
                if slot.there is None:
                    new[sop] = slot.record
                    there[sop] = slot.record.sha256
            await self._index.add(list(new.values()))
        except BaseException:
            self._waiting[:0] = [slot for slot in group if slot is not mine]
            raise
        for slot in group:
            slot.done = True

    async def _refuse(
        self, received: Received, sender: Sender, rejected: Rejected, state: Outcome
    ) -> Taken:
        reason = rejected.reason
        await self._index.refuse(
            Refused(
                sha256=received.sha256,
                code=reason.code,
                detail=reason.detail,
                name=sender.name,
                study=sender.study or _uid_or_none(rejected.study),
                sop=_uid_or_none(rejected.sop),
                size=received.size,
                site=sender.site,
                source=sender.source,
                received_at=self._now(),
            )
        )
        return Taken(
            state=state,
            sha256=received.sha256,
            sop=rejected.sop,
            study=rejected.study,
            reason=reason.code,
            detail=reason.detail,
        )
