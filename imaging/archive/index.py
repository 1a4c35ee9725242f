"""The index of the archive as a protocol; the server implements it in its database."""

from collections.abc import Collection, Sequence
from typing import Protocol

from imaging.archive.access import VisibleStudies
from imaging.archive.query import Query
from imaging.archive.records import Derived, Record, Refused, Stored


class StudyIndex(Protocol):
    """Studies, series and instances, found by their attributes. Each call is one transaction."""

    async def known(self, sops: Collection[str]) -> dict[str, str]:
        """Return the SHA-256 of those of `sops` that are indexed."""
        ...

    async def add(self, records: Sequence[Record]) -> None:
        """Index instances, all or none; those already there are left as they are."""
        ...

    async def find(self, query: Query, visible: VisibleStudies) -> list[str]:
        """Return the rows (JSON text) that match, newest study first."""
        ...

    async def instances(
        self, study: str, series: str | None = None, sop: str | None = None
    ) -> list[Stored]:
        """Return the instances of a study or a part of it, by series and instance number."""
        ...

    async def metadata(
        self, study: str, series: str | None = None, sop: str | None = None
    ) -> list[str]:
        """Return the same instances' headers as DICOM JSON text."""
        ...

    async def derive(self, sop: str, derived: Derived) -> None:
        """Remember what has been made of an instance."""
        ...

    async def underived(self, limit: int) -> list[Stored]:
        """Return instances of which nothing was made yet, oldest first."""
        ...

    async def refuse(self, refused: Refused) -> None:
        """List a file that was kept but not taken; again the same file changes nothing."""
        ...

    async def refused(self, study: str | None = None) -> list[Refused]:
        """Return the listed files, newest first, of one study or all."""
        ...

    async def site_of(self, study: str) -> str | None:
        """Return the site that owns a study; None when it has none or is not there."""
        ...
