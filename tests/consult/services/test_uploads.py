"""Files on their way into a case."""

import asyncio
import hashlib
from datetime import date
from pathlib import Path as FilePath
from uuid import UUID

import pytest

from consult.contract.commands import PlanUpload, Submit, UploadFile
from consult.contract.views import UploadState
from consult.domain.casefile import FileKind
from consult.domain.errors import ConsultError, NotFound, Refused
from consult.domain.ids import StudyUid
from consult.ports import StudySummary
from consult.services import moves, opinions, uploads
from consult.services.access import study_access
from tests.consult.services.path import WRITTEN, Path, full_form
from tests.fakes.world import World

STUDY = StudyUid("1.2.826.0.1.3680043.8.498.1")
PNG = b"\x89PNG\r\n\x1a\n...."
PDF = b"%PDF-1.7 ...."


def announce(
    world: World, content: bytes, *, name: str = "张三", sex: str = "M", study: StudyUid = STUDY
) -> None:
    """Let the archive know a DICOM file."""
    summary = StudySummary(
        study=study,
        patient_name=name,
        patient_sex=sex,
        patient_birth_date=date(1956, 3, 2),
        modality="CT",
        description="头颅平扫",
        instances=0,
        digest="",
    )
    world.studies.announce(content, summary)


def file_of(content: bytes, number: int, purpose: str = "image") -> UploadFile:
    """What a browser announces."""
    return UploadFile(
        token=UUID(int=number),
        name=f"{number}.dcm",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        purpose=purpose,  # type: ignore[arg-type]
    )


async def sent(
    path: Path, folder: FilePath, content: bytes, number: int = 1, purpose: str = "image"
) -> UploadState:
    """Announce a file, send it whole and finish it."""
    doctor = path.world.actors["doctor"]
    plan = PlanUpload(files=(file_of(content, number, purpose),))
    [planned] = (await uploads.plan(path.ports, doctor, path.case, plan)).files
    part = folder / str(number)
    part.write_bytes(content)
    await uploads.received(path.ports, doctor, planned.id, len(content))
    return await uploads.finish(path.ports, doctor, planned.id, str(part))


async def rises_seldom(path: Path, folder: FilePath, *, images: int, rises: int) -> None:
    """Send many images of two studies at once, and count how often the case has changed."""
    await path.create()
    doctor, before = path.world.actors["doctor"], path.file.case.seq
    contents = [f"image {number}".encode() for number in range(images)]
    for number, content in enumerate(contents):
        announce(path.world, content, study=StudyUid(f"1.2.{number % 2}"))
    plan = PlanUpload(files=tuple(file_of(one, number) for number, one in enumerate(contents)))
    planned = (await uploads.plan(path.ports, doctor, path.case, plan)).files
    for one, content in zip(planned, contents, strict=True):
        part = folder / one.name
        part.write_bytes(content)
        assert (await uploads.finish(path.ports, doctor, one.id, str(part))).state == "stored"
    assert sorted(link.instances for link in path.file.studies) == [images // 2] * 2
    assert path.file.case.seq - before <= rises


async def test_a_long_series_is_linked_now_and_then_and_at_its_end(tmp_path: FilePath) -> None:
    """Fifty images of two studies raise the case's seq a few times; at the end all count.

    In memory alone, since it takes hundreds of transactions; the databases have the next one.
    """
    path = Path()
    await rises_seldom(path, tmp_path, images=50, rises=10)


async def test_a_series_is_linked_now_and_then_and_at_its_end(
    path: Path, tmp_path: FilePath
) -> None:
    """Of twelve images of two studies not every one raises the case's seq; at the end all count."""
    await rises_seldom(path, tmp_path, images=12, rises=4)


async def test_images_become_a_study_of_the_case(path: Path, tmp_path: FilePath) -> None:
    """Each file is linked, a repeated one is a duplicate, and finishing twice is once."""
    await path.create()
    for number, content in enumerate((b"one", b"two"), start=1):
        announce(path.world, content)
        assert (await sent(path, tmp_path, content, number)).state == "stored"
    assert (await sent(path, tmp_path, b"two", 3)).state == "duplicate"
    [link] = path.file.studies
    assert (link.instances, link.modality, link.same_patient) == (2, "CT", True)
    doctor, seq = path.world.actors["doctor"], path.file.case.seq
    [first, *_] = (await uploads.list_uploads(path.ports, doctor, path.case)).files
    again = await uploads.finish(path.ports, doctor, first.id, str(tmp_path / "1"))
    assert (again.state, path.file.case.seq) == ("stored", seq)
    assert (await uploads.received(path.ports, doctor, first.id, 1)).state == "stored"


async def test_many_files_finish_at_once(path: Path, tmp_path: FilePath) -> None:
    """Files that finish together are all linked; the events have no gap."""
    await path.create()
    contents = [f"slice {one}".encode() for one in range(8)]
    for content in contents:
        announce(path.world, content)
    await asyncio.gather(
        *(sent(path, tmp_path, content, place + 1) for place, content in enumerate(contents))
    )
    assert path.file.studies[0].instances == 8


@pytest.mark.parametrize(("name", "sex"), [("李四", "M"), ("张三", "F")])
async def test_another_patient_in_the_folder(
    path: Path, tmp_path: FilePath, name: str, sex: str
) -> None:
    """Tags that name somebody else are marked, not lost."""
    await path.create()
    announce(path.world, b"one", name=name, sex=sex)
    await sent(path, tmp_path, b"one")
    assert not path.file.studies[0].same_patient


async def test_a_text_file_among_the_images(path: Path, tmp_path: FilePath) -> None:
    """What nobody can read is kept and explained."""
    await path.create()
    state = await sent(path, tmp_path, b"just some notes")
    assert (state.state, state.problem) == ("unreadable", "not_dicom")
    [kept] = path.file.attachments
    assert kept.kind is FileKind.UNREADABLE
    doctor = path.world.actors["doctor"]
    _, content = await uploads.attachment(path.ports, doctor, path.case, kept.id)
    assert content == b"just some notes"


@pytest.mark.parametrize(
    ("content", "purpose", "kind"),
    [
        (PNG, "image", FileKind.PHOTO),
        (PNG, "document", FileKind.PHOTO),
        (PDF, "document", FileKind.DOCUMENT),
        (b"RIFF1234WEBPVP8 ", "document", FileKind.PHOTO),
        (b"\xff\xd8\xff\xe0", "consent", FileKind.CONSENT),
        (PNG, "signature", FileKind.SIGNATURE),
    ],
)
async def test_documents_are_told_by_their_content(
    path: Path, tmp_path: FilePath, content: bytes, purpose: str, kind: FileKind
) -> None:
    """The first bytes decide what a file is, whatever it is called."""
    await path.create()
    assert (await sent(path, tmp_path, content, 1, purpose)).state == "stored"
    assert path.file.attachments[0].kind is kind


@pytest.mark.parametrize(
    ("content", "purpose"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "document"),
        (b"\xef\xbb\xbf <!doctype html>", "image"),
        (PDF, "signature"),
        (b"unknown", "consent"),
    ],
)
async def test_what_may_run_or_does_not_fit_is_refused(
    path: Path, tmp_path: FilePath, content: bytes, purpose: str
) -> None:
    """SVG, HTML and a signature that is no picture are turned away, and nothing is kept."""
    await path.create()
    state = await sent(path, tmp_path, content, 1, purpose)
    assert (state.state, state.problem) == ("refused", "type_refused")
    assert path.world.blobs.held == {}
    assert path.file.attachments == ()


async def test_a_file_of_three_gigabytes(path: Path) -> None:
    """It is refused by name; the others of the plan go on."""
    await path.create()
    big = file_of(b"x", 1).model_copy(update={"size": 3 * 2**30})
    plan = PlanUpload(files=(big, file_of(b"y", 2)))
    found = await uploads.plan(path.ports, path.world.actors["doctor"], path.case, plan)
    assert [one.state for one in found.files] == ["refused", "missing"]
    assert found.files[0].problem == "upload_too_large"


async def test_going_on_after_a_break(path: Path) -> None:
    """The same plan says from which byte to go on; another file under the token is refused."""
    await path.create()
    doctor = path.world.actors["doctor"]
    plan = PlanUpload(files=(file_of(b"0123456789", 1),))
    [one] = (await uploads.plan(path.ports, doctor, path.case, plan)).files
    assert (await uploads.received(path.ports, doctor, one.id, 4)).state == "partial"
    [again] = (await uploads.plan(path.ports, doctor, path.case, plan)).files
    assert (again.id, again.received) == (one.id, 4)
    started_over = await uploads.refuse(path.ports, doctor, one.id, "hash_mismatch")
    assert (started_over.received, started_over.problem) == (0, "hash_mismatch")
    assert (await uploads.received(path.ports, doctor, one.id, 0)).state == "missing"
    other = PlanUpload(files=(file_of(b"other", 1),))
    with pytest.raises(Refused, match="token_reused"):
        await uploads.plan(path.ports, doctor, path.case, other)


async def test_an_upload_of_somebody_else(path: Path) -> None:
    """Nobody goes on with the upload of another person."""
    await path.create()
    plan = PlanUpload(files=(file_of(b"x", 1),))
    [one] = (await uploads.plan(path.ports, path.world.actors["doctor"], path.case, plan)).files
    with pytest.raises(NotFound):
        await uploads.open_upload(path.ports, path.world.actors["lead"], one.id)
    assert (
        await uploads.open_upload(path.ports, path.world.actors["doctor"], one.id)
    ).received == 0


async def test_who_sees_the_images(path: Path, tmp_path: FilePath) -> None:
    """Images open with the acceptance; before it, and for everybody else, they are not there."""
    await path.create(full_form())
    announce(path.world, b"one")
    await sent(path, tmp_path, b"one")
    await moves.move(path.ports, path.world.actors["doctor"], path.case, Submit())
    for key in ("expert", "stranger", "auditor"):
        with pytest.raises(ConsultError):
            await study_access(path.ports, path.world.actors[key], STUDY)
    assert await study_access(path.ports, path.world.actors["doctor"], STUDY) == path.case
    assert path.world.kept.audit[-1].kind == "study"


async def test_the_evidence_is_what_the_author_saw(path: Path, tmp_path: FilePath) -> None:
    """Newer images forbid signing on an old sight; the record has the digest of now."""
    from tests.consult.services.test_must_fail import (  # noqa: PLC0415 - they import each other
        do,
        signing,
        to,
    )

    await path.create(full_form())
    announce(path.world, b"one")
    await sent(path, tmp_path, b"one")
    await do(path, "doctor", Submit())
    await do(path, "dispatcher", to(path))
    await path.accepted_by("expert")
    seen = path.file.case.seq
    announce(path.world, b"two")
    await sent(path, tmp_path, b"two", 2)
    with pytest.raises(Refused, match="opinion_outdated"):
        await signing(path, WRITTEN, seen_seq=seen)
    view = await path.sign(conclusion=WRITTEN)
    digest = hashlib.sha256(b"onetwo").hexdigest()
    assert digest in [one.sha256 for one in view.opinions[0].evidence]
    await sent(path, tmp_path, PNG, 3, "document")
    expert = path.world.actors["expert"]
    record = await opinions.signed(path.ports, expert, path.case, path.file.opinions[0].id)
    assert record.file.case.form == path.file.case.submitted_form
    from consult.services import cases  # noqa: PLC0415 - one use

    after = await cases.read(path.ports, expert, path.case)
    assert after.opinions[0].newer_evidence
