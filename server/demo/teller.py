"""Acts for the people of the demo world, as their browsers would."""

import asyncio
import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw

from consult.contract.commands import (
    AcceptInvitation,
    CaseMove,
    CreateCase,
    Dispatch,
    InvitationMove,
    PlanUpload,
    SaveForm,
    Say,
    SignOpinion,
    Submit,
    UploadFile,
    WriteOpinion,
)
from consult.contract.views import CaseView, UploadState
from consult.domain.conclusion import Conclusion
from consult.domain.form import RequestForm, Slot
from consult.domain.ids import CaseId, FileId, InvitationId
from consult.domain.people import Actor
from consult.ports import Ports
from consult.services import cases, invitations, messages, moves, opinions, uploads
from server.demo.forms import agreed
from server.demo.institutions import BY_NAME

Purpose = Literal["image", "document", "signature", "consent"]


def actor(username: str, *, stepped_up: bool = False) -> Actor:
    """Return the person as somebody who has signed in."""
    person = BY_NAME[username]
    return Actor(
        person=person.id,
        organisation=person.organisation,
        roles=person.roles,
        name=person.name,
        stepped_up=stepped_up,
    )


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells one request's story, verb by verb."""

    ports: Ports
    folder: Path  # for files on their way

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self.ports.clock.now()

    async def draft(self, author: str, form: RequestForm) -> CaseView:
        """Begin a request."""
        wanted = CreateCase(token=self.ports.ids.new(), form=form)
        return await cases.create(self.ports, actor(author), wanted)

    async def send(
        self, author: str, view: CaseView, files: Sequence[bytes], purpose: Purpose = "image"
    ) -> tuple[UploadState, ...]:
        """Send files to the case, as the upload tray does."""
        plan = PlanUpload(
            files=tuple(
                UploadFile(
                    token=self.ports.ids.new(),
                    name=_name(number, purpose),
                    size=len(content),
                    sha256=hashlib.sha256(content).hexdigest(),
                    purpose=purpose,
                )
                for number, content in enumerate(files, 1)
            )
        )
        planned = await uploads.plan(self.ports, actor(author), CaseId(view.id), plan)
        return tuple(
            [
                await self._send_one(author, state, content)
                for state, content in zip(planned.files, files, strict=True)
            ]
        )

    async def send_images(self, author: str, view: CaseView, files: Sequence[bytes]) -> None:
        """Send the images of one study.

        All but the last reach the archive as from a scanner; the last one, sent by the doctor,
        links the whole study to the case. So the demo is there sooner.
        """
        site, gate = BY_NAME[author].organisation, asyncio.Semaphore(8)

        async def receive(content: bytes) -> None:
            async with gate:
                path = await asyncio.to_thread(self._written, content)
                await self.ports.studies.receive(str(path), site)
                await asyncio.to_thread(path.unlink)

        await asyncio.gather(*(receive(content) for content in files[:-1]))
        await self.send(author, view, files[-1:])

    def _written(self, content: bytes) -> Path:
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
            file.write(content)
        return Path(file.name)

    async def _send_one(self, author: str, state: UploadState, content: bytes) -> UploadState:
        path = await asyncio.to_thread(self._written, content)
        try:
            return await uploads.finish(self.ports, actor(author), state.id, str(path))
        finally:
            await asyncio.to_thread(path.unlink, missing_ok=True)

    async def submit(self, author: str, view: CaseView, form: RequestForm) -> CaseView:
        """Let the patient sign, save the form, and hand the request in."""
        (signature,) = await self.send(author, view, (signature_png(),), "signature")
        if signature.file is None:
            raise RuntimeError(f"the signature was not stored: {signature.problem}")
        whole = agreed(form, FileId(signature.file), self.now)
        case = CaseId(view.id)
        await cases.save_form(self.ports, actor(author), case, SaveForm(form=whole))
        return await self.move(author, view, Submit())

    async def move(self, who: str, view: CaseView, command: CaseMove) -> CaseView:
        """Move the case."""
        return await moves.move(self.ports, actor(who), CaseId(view.id), command)

    async def dispatch(
        self, who: str, view: CaseView, expert: str, slot: Slot | None = None
    ) -> CaseView:
        """Route it to one expert."""
        return await self.move(who, view, Dispatch(experts=(BY_NAME[expert].id,), slot=slot))

    async def answer_invitation(
        self, expert: str, view: CaseView, command: InvitationMove | None = None
    ) -> CaseView:
        """Accept the invitation, or do as `command` says."""
        own = next(one for one in reversed(view.invitations) if one.expert == BY_NAME[expert].id)
        return await invitations.move(
            self.ports,
            actor(expert),
            CaseId(view.id),
            InvitationId(own.id),
            command or AcceptInvitation(),
        )

    async def say(self, who: str, view: CaseView, text: str) -> CaseView:
        """Say something in the case."""
        said = Say(id=self.ports.ids.new(), text=text)
        return await messages.say(self.ports, actor(who), CaseId(view.id), said)

    async def sign(self, expert: str, view: CaseView, conclusion: Conclusion) -> CaseView:
        """Write the opinion and sign it."""
        case = CaseId(view.id)
        written = await opinions.write(
            self.ports,
            actor(expert),
            case,
            WriteOpinion(conclusion=conclusion, case_version=view.version),
        )
        return await opinions.sign(
            self.ports,
            actor(expert, stepped_up=True),
            case,
            SignOpinion(case_version=written.version, seen_seq=written.seq, conclusion=conclusion),
        )


def _name(number: int, purpose: Purpose) -> str:
    return f"IM{number:04d}.dcm" if purpose == "image" else f"{purpose}-{number}.png"


def signature_png() -> bytes:
    """Return a signature as somebody might draw it on a screen."""
    image = Image.new("RGB", (400, 140), "white")
    points = [(30, 90), (70, 40), (95, 100), (130, 50), (170, 95), (230, 45), (260, 90), (360, 70)]
    ImageDraw.Draw(image).line(points, fill="#17212b", width=4, joint="curve")
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()
