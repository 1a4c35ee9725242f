"""Who may see what: asked of the platform, which also writes the audit."""

from typing import Protocol

from aiohttp import web

from imaging.archive.access import VisibleStudies
from imaging.archive.archive import Archive


class DicomAccess(Protocol):
    """The platform's answers about one request."""

    async def read_study(self, request: web.Request, study_uid: str) -> None:
        """Allow and audit the reading of a study; raises NotFound when it is not the asker's."""
        ...

    async def visible_studies(self, request: web.Request) -> VisibleStudies:
        """Return which studies a search of this asker may show."""
        ...

    async def store_site(self, request: web.Request) -> str:
        """Return the site for which the asker may store; raises Forbidden."""
        ...


ACCESS: web.AppKey[DicomAccess] = web.AppKey("dicom_access")
ARCHIVE: web.AppKey[Archive] = web.AppKey("imaging_archive")
BASE = "/dicom-web"
