"""The imaging archive, as the consultation's side and the app see it."""

import asyncio
import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from aiohttp import web

from consult.domain.ids import OrganisationId, StudyUid
from consult.ports import Clock, Ports, StoredFile, StudySummary
from imaging.archive.archive import Archive
from imaging.archive.intake import Outcome
from imaging.archive.names import display
from imaging.codecs.pool import Pool
from imaging.dicom.errors import Reason
from imaging.dicom.header import Header
from server.db.database import SqlDatabase
from server.db.study_index import SqlStudyIndex
from server.dicom_gate import DicomGate
from server.http.dicomweb.routes import add_routes
from server.tasks import Tasks

SEXES = {"M": "male", "F": "female"}


class ArchiveSide:
    """`consult.ports.Studies` over the archive, and the archive's life in this process."""

    def __init__(self, folder: Path, database: SqlDatabase, clock: Clock, tasks: Tasks) -> None:
        """Keep instances below `folder`; `tasks` owns the making of derivatives."""
        self._index = SqlStudyIndex(database.sessions, readers=database.read_sessions)
        self.archive = Archive(folder, self._index, Pool(), clock.now)
        self._tasks = tasks
        self._running: asyncio.Task[Any] | None = None

    def open(self) -> None:
        """Index what a crash left behind, and make derivatives from now on."""
        self._running = self._tasks.start(self.archive.run(), "archive")

    async def close(self) -> None:
        """End the decoding children."""
        await self.archive.close()

    def add_routes(self, app: web.Application, ports: Ports) -> None:
        """Serve it under /dicom-web, to those whom the platform lets."""
        add_routes(app, self.archive, DicomGate(ports, self._index))

    async def receive(self, path: str, site: OrganisationId) -> StoredFile:
        """Take in the DICOM file at `path` on behalf of a site; the bytes are kept as they are."""
        taken = await self.archive.receive(Path(path), str(site))
        study = StudyUid(taken.study) if taken.study else None
        if taken.state in {Outcome.STORED, Outcome.DUPLICATE}:
            return await self._stored(taken.state, study, site)
        problem = taken.reason.value if taken.reason is not None else taken.state.value
        return StoredFile(state="unreadable", study=study, problem=problem)

    async def _stored(
        self, state: Outcome, study: StudyUid | None, site: OrganisationId
    ) -> StoredFile:
        """Answer for a file that was taken; of two sites at once, the study is the first one's."""
        owner = None if study is None else await self._index.site_of(study)
        if owner not in {None, str(site)}:
            return StoredFile(state="unreadable", study=study, problem=Reason.OTHER_SITE.value)
        return StoredFile(state=state.value, study=study)

    async def summary(self, study: StudyUid) -> StudySummary | None:
        """Return what is known of a study now, or None."""
        stored = await self._index.instances(study)
        if not stored:
            return None
        first = stored[0].header
        digest = hashlib.sha256("\n".join(sorted(one.sha256 for one in stored)).encode())
        return StudySummary(
            study=study,
            patient_name=display(first.patient_name) or "",
            patient_sex=SEXES.get(first.sex or "", ""),
            patient_birth_date=_birth_date(first),
            modality="/".join(sorted({one.header.modality for one in stored})),
            description=first.study_description or first.series_description or "",
            instances=len(stored),
            digest=digest.hexdigest(),
        )


def _birth_date(header: Header) -> date | None:
    try:
        return date.fromisoformat(header.birth_date) if header.birth_date else None
    except ValueError:
        return None
