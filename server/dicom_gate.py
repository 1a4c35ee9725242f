"""Who may see which studies over DICOMweb: people by their cases, machines by their site."""

from datetime import datetime, timedelta
from typing import Final

from aiohttp import web

from consult.domain.errors import Forbidden, NotFound
from consult.domain.ids import StudyUid
from consult.domain.people import Actor
from consult.domain.policy import Action, Context, Verdict, decide
from consult.ports import Ports
from consult.services.access import study_access
from imaging.archive.access import VisibleStudies
from imaging.archive.index import StudyIndex
from server.http.keys import ACTOR, MACHINE
from server.ports import MachineToken

BRIEFLY: Final = timedelta(seconds=1)
"""A viewer asks for hundreds of frames: one answer, and one entry of the audit, stands so long."""


class DicomGate:
    """`server.http.dicomweb.access.DicomAccess` over the services."""

    def __init__(self, ports: Ports, index: StudyIndex) -> None:
        """Ask the platform about people, and the index about machines' sites."""
        self._ports = ports
        self._index = index
        self._allowed: dict[tuple[str, str], datetime] = {}

    async def read_study(self, request: web.Request, study_uid: str) -> None:
        """Allow and audit the reading of a study; raises NotFound when it is not the asker's."""
        machine = request.get(MACHINE)
        who = machine.sha256 if machine is not None else str(request[ACTOR].person)
        now = self._ports.clock.now()
        until = self._allowed.get((who, study_uid))
        if until is not None and now < until:
            return
        if machine is not None:
            await self._read_by_machine(machine, study_uid)
        else:
            await study_access(self._ports, request[ACTOR], StudyUid(study_uid))
        if len(self._allowed) > 1000:
            self._allowed.clear()
        self._allowed[who, study_uid] = now + BRIEFLY

    async def _read_by_machine(self, machine: MachineToken, study: str) -> None:
        if "read" not in machine.scopes:
            raise Forbidden
        if await self._index.site_of(study) != str(machine.site):
            raise NotFound
        async with self._ports.transaction() as tx:
            tx.audit.record(None, "read", "study", study, f"machine {machine.sha256[:16]}")

    async def visible_studies(self, request: web.Request) -> VisibleStudies:
        """Return which studies a search of this asker may show."""
        machine = request.get(MACHINE)
        if machine is None:
            return await self._of_person(request[ACTOR])
        if "read" not in machine.scopes:
            raise Forbidden
        return VisibleStudies(sites=frozenset({str(machine.site)}))

    async def _of_person(self, actor: Actor) -> VisibleStudies:
        context = Context(now=self._ports.clock.now())
        async with self._ports.transaction() as tx:
            files = await tx.cases.visible(actor, "all")
            studies = frozenset(
                link.study
                for file in files
                if decide(actor, Action.SEE_IMAGES, file, context).verdict is Verdict.ALLOWED
                for link in file.studies
            )
            tx.audit.record(actor.person, "search", "study", "", f"{len(studies)} visible")
        return VisibleStudies(studies=studies)

    async def store_site(self, request: web.Request) -> str:
        """Return the site for which the asker may store: machines only; people send to a case."""
        machine = request.get(MACHINE)
        if machine is None or "write" not in machine.scopes:
            raise Forbidden
        return str(machine.site)
