"""The case file: a case with all that changes only together with it, under one `seq`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from consult.domain.case import Case
from consult.domain.conclusion import Outcome
from consult.domain.ids import FileId, OrganisationId, PersonId, StudyUid
from consult.domain.invitation import Invitation
from consult.domain.opinion import Opinion
from consult.domain.session import Session


class FileKind(StrEnum):
    """What an attached file is."""

    PHOTO = "photo"
    DOCUMENT = "document"  # PDF
    SIGNATURE = "signature"  # drawn on the screen
    CONSENT = "consent"  # photo or scan of the paper
    UNREADABLE = "unreadable"  # kept and explained, not shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One file of a case that is not DICOM; the bytes lie in the blob store under the hash."""

    id: FileId
    name: str
    kind: FileKind
    media_type: str
    size: int  # bytes
    sha256: str
    added_by: PersonId
    added_at: datetime
    quarantined: bool = False
    problem: str = ""  # code, where unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyLink:
    """A study that belongs to this case. `digest` is over the hashes of its instances."""

    study: StudyUid
    added_by: PersonId
    added_at: datetime
    instances: int = 0
    modality: str = ""
    description: str = ""
    digest: str = ""
    same_patient: bool = True  # False: the tags name somebody else than the form


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatLine:
    """One message of a case, whoever is connected."""

    id: str
    author: PersonId
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedOutcome:
    """What the requesting side reported, or that it was waived and why."""

    reported_by: PersonId
    reported_at: datetime
    outcome: Outcome | None = None
    waived: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """Everything of one case. Frozen: a refusal cannot change the old value."""

    case: Case
    invitations: tuple[Invitation, ...] = ()
    sessions: tuple[Session, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    studies: tuple[StudyLink, ...] = ()
    messages: tuple[ChatLine, ...] = ()
    outcomes: tuple[ReportedOutcome, ...] = ()
    consent_withdrawn_at: datetime | None = None
    centre: OrganisationId | None = None  # whose dispatchers route it
