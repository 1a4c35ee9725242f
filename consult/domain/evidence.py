"""What is added to a case: studies, files, messages; and whether tags name the same patient."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from consult.domain.casefile import Attachment, CaseFile, ChatLine, FileKind, StudyLink
from consult.domain.change import Change, begin
from consult.domain.codes import Sex
from consult.domain.conclusion import Evidence
from consult.domain.form import PatientPart
from consult.domain.ids import PersonId

_SEXES: Final = {"M": Sex.MALE, "F": Sex.FEMALE}

KINDS: Final[tuple[tuple[bytes, int, str, FileKind], ...]] = (
    (b"\xff\xd8\xff", 0, "image/jpeg", FileKind.PHOTO),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png", FileKind.PHOTO),
    (b"WEBP", 8, "image/webp", FileKind.PHOTO),
    (b"%PDF-", 0, "application/pdf", FileKind.DOCUMENT),
)
"""What may be attached, told by its first bytes (magic, offset); names and types are not asked."""


def sniff(head: bytes) -> tuple[str, FileKind]:
    """Return media type and kind by content; everything not on the list is unreadable."""
    for magic, offset, media_type, kind in KINDS:
        if head[offset : offset + len(magic)] == magic:
            return media_type, kind
    return "application/octet-stream", FileKind.UNREADABLE


def same_patient(form: PatientPart, name: str, sex: str, birth_date: date | None) -> bool:
    """Whether DICOM tags (name, M or F, birth date) may be of the patient of the form.

    Only a contradiction counts: an empty tag or field says nothing. A name in other letters than
    Chinese is not compared with a Chinese one.
    """
    if birth_date is not None and form.birth_date is not None and birth_date != form.birth_date:
        return False
    said = _SEXES.get(sex.upper())
    if said is not None and form.sex is not Sex.UNKNOWN and said is not form.sex:
        return False
    return _names_agree(form.name, name)


def _names_agree(one: str, other: str) -> bool:
    mine, theirs = _letters(one), _letters(other)
    if not mine or not theirs or mine.isascii() != theirs.isascii():
        return True
    return mine in theirs or theirs in mine or sorted(mine) == sorted(theirs)


def _letters(name: str) -> str:
    return "".join(one for one in name.casefold() if one.isalnum())


def link_studies(
    file: CaseFile, links: Sequence[StudyLink], *, by: PersonId, now: datetime
) -> Change:
    """Link studies, or note that they have grown; when and by whom each first came stays."""
    change = begin(file, now, by)
    for link in links:
        if link not in file.studies:
            change = change.put(link)
    return change


def attach(file: CaseFile, attachment: Attachment) -> Change:
    """Add a file."""
    return begin(file, attachment.added_at, attachment.added_by).put(attachment)


def say(file: CaseFile, line: str, text: str, *, by: PersonId, now: datetime) -> Change:
    """Add a message; the same id is said once."""
    change = begin(file, now, by)
    if any(one.id == line for one in file.messages):
        return change
    return change.put(ChatLine(id=line, author=by, text=text, at=now))


def evidence(file: CaseFile, form_sha256: str) -> tuple[Evidence, ...]:
    """Return what an author has before them now: form version, studies, files, by hash."""
    readable: Sequence[Attachment] = [
        one for one in file.attachments if one.kind is not FileKind.UNREADABLE
    ]
    return (
        Evidence(kind="form", id=str(file.case.version), sha256=form_sha256),
        *(Evidence(kind="study", id=one.study, sha256=one.digest) for one in file.studies),
        *(Evidence(kind="file", id=str(one.id), sha256=one.sha256) for one in readable),
    )
