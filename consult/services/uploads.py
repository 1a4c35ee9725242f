"""Files on their way: what is missing, from which byte, and what became of each."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final
from uuid import UUID

from consult.contract.commands import PlanUpload, UploadFile
from consult.contract.views import UploadList, UploadState
from consult.domain.casefile import Attachment, FileKind, StudyLink
from consult.domain.change import Change
from consult.domain.errors import Conflict, NotFound
from consult.domain.evidence import attach, link_studies, same_patient, sniff
from consult.domain.ids import CaseId, FileId, StudyUid
from consult.domain.people import Actor
from consult.domain.policy import Action, require
from consult.domain.refusals import Refusal, refuse_if
from consult.ports import Ports, StoredFile, StudySummary, Transaction, Upload
from consult.services.work import Work, keep, opened

LARGEST: Final = 512 * 1024 * 1024
"""Bytes of one file; a larger one is refused, the others of the plan go on."""

LINKED_EVERY: Final = 10
"""Images of a study between two looks at its link."""

DONE: Final = frozenset({"stored", "duplicate", "unreadable", "refused"})
_HEAD: Final = 1024
_TRIES: Final = 5


def upload_state(one: Upload) -> UploadState:
    """Show a file under way."""
    return UploadState(
        id=one.id,
        token=one.token,
        name=one.name,
        size=one.size,
        received=one.received,
        state=one.state,
        problem=one.problem,
        study=one.study,
        file=one.file,
    )


async def plan(ports: Ports, actor: Actor, case: CaseId, command: PlanUpload) -> UploadList:
    """Announce files; the answer says for each how much is there already.

    The same token is the same upload. A file over 512 MiB comes back as refused
    (upload_too_large) without stopping the others.
    """
    async with ports.transaction() as tx:
        work = await opened(ports, tx, await tx.cases.get(case))
        require(actor, Action.UPLOAD, work.file, work.context)
        held = {one.token: one for one in await tx.uploads.of_case(case)}
        planned = [await _planned(work, actor, one, held) for one in command.files]
        tx.audit.record(actor.person, "plan_upload", "case", str(case), str(len(planned)))
        return UploadList(files=tuple(upload_state(one) for one in planned))


async def _planned(
    work: Work, actor: Actor, wanted: UploadFile, held: dict[UUID, Upload]
) -> Upload:
    known = held.get(wanted.token)
    if known is not None:
        same = (known.sha256, known.size) == (wanted.sha256, wanted.size)
        refuse_if(not same, Refusal.TOKEN_REUSED)
        return known
    too_large = wanted.size > LARGEST
    new = Upload(
        id=work.ports.ids.new(),
        case=work.file.case.id,
        token=wanted.token,
        name=wanted.name,
        size=wanted.size,
        sha256=wanted.sha256,
        purpose=wanted.purpose,
        by=actor.person,
        started_at=work.now,
        state="refused" if too_large else "missing",
        problem=Refusal.UPLOAD_TOO_LARGE.value if too_large else "",
    )
    held[new.token] = new
    await work.tx.uploads.save(new)
    return new


async def list_uploads(ports: Ports, actor: Actor, case: CaseId) -> UploadList:
    """Return the files of a case that came or are coming from the requesting side."""
    async with ports.transaction() as tx:
        work = await opened(ports, tx, await tx.cases.get(case))
        require(actor, Action.SEE_IMAGES, work.file, work.context)
        found = await tx.uploads.of_case(case)
        return UploadList(files=tuple(upload_state(one) for one in found))


async def _own(ports: Ports, tx: Transaction, actor: Actor, upload: UUID) -> tuple[Upload, Work]:
    one = await tx.uploads.get(upload)
    if one.by != actor.person:
        raise NotFound
    work = await opened(ports, tx, await tx.cases.get(one.case))
    require(actor, Action.UPLOAD, work.file, work.context)
    return one, work


async def open_upload(ports: Ports, actor: Actor, upload: UUID) -> Upload:
    """Return the actor's own upload before a part is accepted; raises NotFound, IllegalMove."""
    async with ports.transaction() as tx:
        one, _ = await _own(ports, tx, actor, upload)
        return one


async def received(ports: Ports, actor: Actor, upload: UUID, received: int) -> UploadState:
    """Note how many bytes from the start are now durably on disk.

    For an upload that `open_upload` has just allowed: a part costs no second look at the case.
    """
    async with ports.transaction() as tx:
        one = await tx.uploads.get(upload)
        if one.by != actor.person:
            raise NotFound
        if one.state in DONE:
            return upload_state(one)
        state = "partial" if 0 < received < one.size else "missing" if received == 0 else "checking"
        noted = replace(one, received=received, state=state, problem="")
        await tx.uploads.save(noted)
        return upload_state(noted)


async def refuse(ports: Ports, actor: Actor, upload: UUID, problem: str) -> UploadState:
    """Note that what came was not what was announced: it starts again from the first byte."""
    async with ports.transaction() as tx:
        one, _ = await _own(ports, tx, actor, upload)
        again = replace(one, received=0, state="missing", problem=problem)
        await tx.uploads.save(again)
        return upload_state(again)


async def finish(ports: Ports, actor: Actor, upload: UUID, path: str) -> UploadState:
    """Judge the whole file at `path`, whose hash the caller has checked; keep it and link it.

    Two transactions, with the archive or the blob store between them. Finishing twice is once.
    What nobody can read is kept and explained; what may run in a browser is refused.
    """
    async with ports.transaction() as tx:
        one, work = await _own(ports, tx, actor, upload)
    if one.state in DONE:
        return upload_state(one)
    head = await asyncio.to_thread(_head, path)
    if one.purpose == "image":
        stored = await ports.studies.receive(path, work.file.case.site)
        if stored.study is not None and stored.state != "unreadable":
            return await _linked(ports, actor, upload, stored, stored.study)
        filed = await _filed(ports, actor, one, path, head, stored.problem)
    else:
        filed = await _filed(ports, actor, one, path, head, "type_unknown")
    await _counted(ports, actor, upload)
    return filed


def _head(path: str) -> bytes:
    with Path(path).open("rb") as file:
        return file.read(_HEAD)


async def _linked(
    ports: Ports, actor: Actor, upload: UUID, stored: StoredFile, study: StudyUid
) -> UploadState:
    """Link the study: with its first image, with every tenth, and with the last under way.

    A series of hundreds would otherwise rewrite the case, and tell of it, once an image. Until
    the last one has come the count shown may lag by nine; a signature asks the archive itself.
    """
    noted = await _noted(ports, actor, upload, stored, study)
    all_here = await _all_here(ports, upload) if noted is not None else None
    if noted is not None and all_here is None:
        return noted
    summaries = {one: await ports.studies.summary(one) for one in {study, *(all_here or ())}}

    def judge(one: Upload, work: Work) -> tuple[Upload, Change]:
        links = [_link(work, actor, each, summary) for each, summary in summaries.items()]
        done = replace(one, state=stored.state, received=one.size, study=study, problem="")
        return done, link_studies(work.file, links, by=actor.person, now=work.now)

    return await _settled(ports, actor, upload, judge, again=noted is not None)


async def _noted(
    ports: Ports, actor: Actor, upload: UUID, stored: StoredFile, study: StudyUid
) -> UploadState | None:
    """Settle one image among many of a linked study; None where the link wants a look."""
    async with ports.transaction() as tx:
        one, work = await _own(ports, tx, actor, upload)
        if one.state in DONE:
            return upload_state(one)
        rest = await tx.uploads.under_way(one.case) - 1
        held = any(link.study == study for link in work.file.studies)
        if not held or (rest > 0 and rest % LINKED_EVERY == 0):
            return None
        done = replace(one, state=stored.state, received=one.size, study=study, problem="")
        await tx.uploads.save(done)
        tx.audit.record(actor.person, "upload", "case", str(one.case), done.state)
        return upload_state(done)


def _link(work: Work, actor: Actor, study: StudyUid, summary: StudySummary | None) -> StudyLink:
    held = next((one for one in work.file.studies if one.study == study), None)
    link = held or StudyLink(study=study, added_by=actor.person, added_at=work.now)
    if summary is None or summary.instances < link.instances:
        return link
    return replace(
        link,
        instances=summary.instances,
        modality=summary.modality,
        description=summary.description,
        digest=summary.digest,
        same_patient=same_patient(
            work.file.case.form.patient,
            summary.patient_name,
            summary.patient_sex,
            summary.patient_birth_date,
        ),
    )


async def _counted(ports: Ports, actor: Actor, upload: UUID) -> None:
    """Bring the links up to date where the last file of all was no image of theirs."""
    studies = await _all_here(ports, upload)
    if not studies:
        return
    summaries = {one: await ports.studies.summary(one) for one in studies}

    def judge(one: Upload, work: Work) -> tuple[Upload, Change]:
        links = [_link(work, actor, each, summary) for each, summary in summaries.items()]
        return one, link_studies(work.file, links, by=actor.person, now=work.now)

    await _settled(ports, actor, upload, judge, again=True)


async def _filed(
    ports: Ports, actor: Actor, one: Upload, path: str, head: bytes, problem: str
) -> UploadState:
    media_type, kind = _judged(one.purpose, head)
    if _may_run(head) or (kind is FileKind.UNREADABLE and one.purpose in _SHOWN):
        return await _turned_away(ports, actor, one.id)
    await ports.blobs.put_file(path, one.sha256)
    unreadable = kind is FileKind.UNREADABLE

    def judge(held: Upload, work: Work) -> tuple[Upload, Change]:
        attachment = Attachment(
            id=FileId(ports.ids.new()),
            name=held.name,
            kind=kind,
            media_type=media_type,
            size=held.size,
            sha256=held.sha256,
            added_by=actor.person,
            added_at=work.now,
            problem=(problem or "unreadable") if unreadable else "",
        )
        done = replace(
            held,
            state="unreadable" if unreadable else "stored",
            received=held.size,
            problem=attachment.problem,
            file=attachment.id,
        )
        return done, attach(work.file, attachment)

    return await _settled(ports, actor, one.id, judge)


_SHOWN: Final = frozenset({"signature", "consent"})


def _judged(purpose: str, head: bytes) -> tuple[str, FileKind]:
    media_type, kind = sniff(head)
    if kind is FileKind.UNREADABLE or purpose not in _SHOWN:
        return media_type, kind
    if purpose == "consent":
        return media_type, FileKind.CONSENT
    drawn = kind is FileKind.PHOTO
    return media_type, FileKind.SIGNATURE if drawn else FileKind.UNREADABLE


def _may_run(head: bytes) -> bool:
    """Whether a browser might take it for a page or a drawing with scripts (HTML, SVG, XML)."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


async def _turned_away(ports: Ports, actor: Actor, upload: UUID) -> UploadState:
    async with ports.transaction() as tx:
        one, _ = await _own(ports, tx, actor, upload)
        away = replace(one, state="refused", problem="type_refused")
        await tx.uploads.save(away)
        return upload_state(away)


async def _all_here(ports: Ports, upload: UUID) -> Sequence[StudyUid] | None:
    """Return the case's studies once nothing is under way any more, None before.

    Of two images that settle side by side at least one sees it: each looks after its own commit.
    """
    async with ports.transaction() as tx:
        one = await tx.uploads.get(upload)
        if await tx.uploads.under_way(one.case):
            return None
        return [link.study for link in (await tx.cases.get(one.case)).studies]


Judge = Callable[[Upload, Work], tuple[Upload, Change]]


async def _settled(
    ports: Ports, actor: Actor, upload: UUID, judge: Judge, *, again: bool = False
) -> UploadState:
    """Store what became of it; many files of one case finish at once, so it tries again.

    again   it was settled before, and only its study's link is looked at anew.
    """
    for _ in range(_TRIES - 1):
        try:
            return await _settle_once(ports, actor, upload, judge, again=again)
        except Conflict:
            continue
    return await _settle_once(ports, actor, upload, judge, again=again)


async def _settle_once(
    ports: Ports, actor: Actor, upload: UUID, judge: Judge, *, again: bool
) -> UploadState:
    async with ports.transaction() as tx:
        one, work = await _own(ports, tx, actor, upload)
        if one.state in DONE and not again:
            return upload_state(one)
        done, change = judge(one, work)
        await tx.uploads.save(done)
        await keep(work, change)
        tx.audit.record(actor.person, "upload", "case", str(one.case), done.state)
        return upload_state(done)


async def attachment(
    ports: Ports, actor: Actor, case: CaseId, file: FileId
) -> tuple[Attachment, bytes]:
    """Return an attached file; the reading is in the audit before the bytes leave."""
    async with ports.transaction() as tx:
        work = await opened(ports, tx, await tx.cases.get(case))
        require(actor, Action.READ, work.file, work.context)
        require(actor, Action.SEE_IMAGES, work.file, work.context)
        one = _find(work.file.attachments, file)
        tx.audit.record(actor.person, "read", "file", str(file))
    return one, await ports.blobs.get(one.sha256)


def _find(held: Sequence[Attachment], file: FileId) -> Attachment:
    for one in held:
        if one.id == file:
            return one
    raise NotFound
