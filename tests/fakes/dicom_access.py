"""A platform that lets one site see what it is told to."""

from dataclasses import dataclass, field

from aiohttp import web

from consult.domain.errors import NotFound
from imaging.archive.access import VisibleStudies


@dataclass
class FakeDicomAccess:
    """Hidden studies are not there; everything that was read is remembered."""

    visible: VisibleStudies = field(default_factory=lambda: VisibleStudies(everything=True))
    hidden: set[str] = field(default_factory=set)
    read: list[str] = field(default_factory=list)

    async def read_study(self, request: web.Request, study_uid: str) -> None:
        """Remember the reading; a hidden study is not found."""
        if study_uid in self.hidden:
            raise NotFound
        self.read.append(study_uid)

    async def visible_studies(self, request: web.Request) -> VisibleStudies:
        """Return what was set."""
        return self.visible

    async def store_site(self, request: web.Request) -> str:
        """Return the one site."""
        return "qinghe"
