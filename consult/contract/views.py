"""What a client is shown. Field names are the field's terms; times are UTC instants."""

from datetime import date
from uuid import UUID

from pydantic import AwareDatetime

from consult.contract.base import Message
from consult.domain.case import CaseState
from consult.domain.casefile import FileKind
from consult.domain.codes import (
    Adoption,
    AllianceKind,
    DeclineReason,
    Medium,
    Mode,
    OutcomeKind,
    Role,
    Sex,
    Side,
    Specialty,
    Tier,
    Urgency,
)
from consult.domain.conclusion import Acknowledgement, Conclusion, Evidence, Gap, Outcome
from consult.domain.form import RequestForm, Slot
from consult.domain.invitation import InvitationState
from consult.domain.opinion import OpinionState
from consult.domain.session import SessionState


class OrganisationView(Message):
    """An institution."""

    id: UUID
    name: str
    tier: Tier
    grade: str = ""  # hospital grade, such as 三级甲等
    timezone: str = "Asia/Shanghai"
    review_required: bool = False
    centre: bool = False  # runs a consult centre
    phone: str = ""


class Me(Message):
    """Who is signed in. `draft_key` (base64, 32 bytes) encrypts drafts kept in the browser."""

    id: UUID
    name: str
    username: str
    title: str
    roles: tuple[Role, ...]
    organisation: OrganisationView
    draft_key: str
    step_up_until: AwareDatetime | None = None
    server_time: AwareDatetime


class SignInSession(Message):
    """One place where the person is signed in."""

    id: str
    created_at: AwareDatetime
    seen_at: AwareDatetime
    agent: str
    current: bool


class SignInList(Message):
    """GET /api/sign-ins."""

    sign_ins: tuple[SignInSession, ...]
    server_time: AwareDatetime


class PersonCard(Message):
    """A person as others see them."""

    id: UUID
    name: str
    title: str = ""
    organisation: UUID
    organisation_name: str
    phone: str = ""


class ExpertCard(Message):
    """Somebody who can be asked. `free` says whether they are on duty and not booked now."""

    id: UUID
    name: str
    title: str
    organisation: UUID
    organisation_name: str
    specialty: Specialty
    on_duty: bool
    duty: tuple[Slot, ...] = ()  # the coming spans of the roster
    booked: tuple[Slot, ...] = ()
    licence_valid: bool = True


class DepartmentCard(Message):
    """A department that can be asked."""

    organisation: UUID
    organisation_name: str
    specialty: Specialty
    experts: int
    agreement_valid: bool


class AllianceView(Message):
    """An alliance and its members."""

    id: UUID
    name: str
    kind: AllianceKind
    lead: UUID
    members: tuple[UUID, ...]


class Directory(Message):
    """Whom the signed-in person's institution can ask (requester) or route to (dispatcher)."""

    departments: tuple[DepartmentCard, ...]
    experts: tuple[ExpertCard, ...]
    alliances: tuple[AllianceView, ...] = ()


class PatientCard(Message):
    """A patient already known at this site; `reasons` says why it is likely the same."""

    id: UUID
    name: str
    sex: Sex
    birth_date: date | None
    identity_ending: str  # the last four characters
    phone_ending: str
    record_number: str
    reasons: tuple[str, ...] = ()
    last_case: AwareDatetime | None = None


class PatientList(Message):
    """POST /api/patients/likely: known patients of the site who are likely the same."""

    patients: tuple[PatientCard, ...]


class MissingItem(Message):
    """One thing that the form still lacks. `blocking` ones stop the submission."""

    code: str
    path: str
    blocking: bool
    params: dict[str, str | int] = {}


class CaseCard(Message):
    """A case in a list: what it is, whose move it is, and until when."""

    id: UUID
    seq: int
    number: str
    state: CaseState
    urgency: Urgency
    mode: Mode
    patient_name: str
    sex: Sex
    age: int | None
    complaint: str
    specialty: Specialty | None
    site: UUID
    site_name: str
    author_name: str
    expert_names: tuple[str, ...]
    modalities: tuple[str, ...]
    created_at: AwareDatetime
    submitted_at: AwareDatetime | None
    changed_at: AwareDatetime
    due_at: AwareDatetime | None
    clock: str  # which clock runs; "" for none
    overdue: bool
    session_id: UUID | None
    session_state: SessionState | None
    session_at: AwareDatetime | None
    my_invitation: InvitationState | None = None  # of the asker
    invitation_id: UUID | None = None
    unread_opinion: bool = False  # signed, not yet acknowledged
    outcome: OutcomeKind | None = None
    missing: int = 0


class CaseList(Message):
    """GET /api/cases."""

    cases: tuple[CaseCard, ...]
    server_time: AwareDatetime


class ClockView(Message):
    """The deadline that runs, or stands while the case is returned."""

    name: str
    due_at: AwareDatetime | None
    paused: bool
    overdue: bool


class AskedView(Message):
    """One item of a return and its answer."""

    id: str
    text: str
    answer: str = ""


class DifferenceView(Message):
    """One field that changed between the last two versions of the form."""

    path: str
    before: str
    after: str


class InvitationView(Message):
    """One invited expert."""

    id: UUID
    expert: UUID
    expert_name: str
    expert_title: str
    organisation_name: str
    chair: bool
    state: InvitationState
    invited_at: AwareDatetime
    due_at: AwareDatetime
    answered_at: AwareDatetime | None = None
    reason_code: DeclineReason | None = None
    reason: str = ""
    slot: Slot | None = None  # the time to meet that was proposed with it


class AttendanceView(Message):
    """Who was there, from when to when."""

    person: UUID
    name: str
    side: Side
    joined_at: AwareDatetime
    left_at: AwareDatetime | None
    medium: Medium


class SessionView(Message):
    """One live meeting."""

    id: UUID
    state: SessionState
    slot: Slot
    emergency: bool
    opens_at: AwareDatetime
    checked_in: tuple[UUID, ...]
    started_at: AwareDatetime | None
    ended_at: AwareDatetime | None
    seconds: int  # met, without the gaps
    gaps: tuple[Gap, ...]
    attendance: tuple[AttendanceView, ...]
    reason: str = ""
    absent: Side | None = None
    attention: bool = False


class SignatureView(Message):
    """How the signed record is checked."""

    signer: UUID
    signer_name: str
    signed_at: AwareDatetime
    method: str
    sha256: str
    verification_code: str


class OpinionView(Message):
    """One version of an opinion. A draft is shown to its author alone."""

    id: UUID
    author: UUID
    author_name: str
    author_title: str
    organisation_name: str
    version: int
    state: OpinionState
    case_version: int
    written_at: AwareDatetime
    conclusion: Conclusion
    amends: UUID | None = None
    amend_reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    newer_evidence: bool = False  # something was added after it was signed
    signature: SignatureView | None = None
    acknowledgement: Acknowledgement | None = None
    acknowledged_at: AwareDatetime | None = None


class AttachmentView(Message):
    """A file of the case."""

    id: UUID
    name: str
    kind: FileKind
    media_type: str
    size: int
    sha256: str
    added_at: AwareDatetime
    quarantined: bool
    problem: str = ""


class StudyView(Message):
    """A study of the case; the viewer fetches it by its UID."""

    study: str
    modality: str
    description: str
    instances: int
    added_at: AwareDatetime
    same_patient: bool


class MessageView(Message):
    """One message."""

    id: str
    author: UUID
    author_name: str
    text: str
    at: AwareDatetime


class OutcomeView(Message):
    """What became of the patient."""

    reported_at: AwareDatetime
    outcome: Outcome | None = None
    waived: str = ""


class LogLine(Message):
    """One line of the case's time line: what happened, by whom, when."""

    seq: int
    type: str
    action: str
    by: UUID | None
    by_name: str
    at: AwareDatetime
    detail: str = ""


class CaseView(Message):
    """One case, as the asker may see it. `may` lists the actions open to the asker now.

    Before acceptance an invited expert sees the triage summary only (`triage` is true):
    the patient's name is masked, identity, phone and address are empty, no images.
    """

    id: UUID
    seq: int
    number: str
    state: CaseState
    version: int
    triage: bool
    form: RequestForm
    patient: UUID | None
    age: int | None
    site: OrganisationView
    author: PersonCard
    created_at: AwareDatetime
    submitted_at: AwareDatetime | None
    clock: ClockView
    missing: tuple[MissingItem, ...]
    asked: tuple[AskedView, ...]
    differences: tuple[DifferenceView, ...]
    reason: str
    reason_code: str
    invitations: tuple[InvitationView, ...]
    sessions: tuple[SessionView, ...]
    opinions: tuple[OpinionView, ...]
    attachments: tuple[AttachmentView, ...]
    studies: tuple[StudyView, ...]
    messages: tuple[MessageView, ...]
    outcomes: tuple[OutcomeView, ...]
    log: tuple[LogLine, ...]
    may: tuple[str, ...]
    consent_withdrawn_at: AwareDatetime | None = None
    adoption: Adoption | None = None


class UploadState(Message):
    """One file under way: what the server has of it, and what became of it.

    state: missing, partial, checking, stored, duplicate, unreadable, refused
    """

    id: UUID
    token: UUID
    name: str
    size: int
    received: int  # bytes from the start that the server holds
    state: str
    problem: str = ""  # code
    study: str = ""
    file: UUID | None = None


class UploadList(Message):
    """The answer to a plan, and GET /api/cases/{case}/uploads."""

    files: tuple[UploadState, ...]


class IceServer(Message):
    """As RTCPeerConnection takes it."""

    urls: tuple[str, ...]
    username: str = ""
    credential: str = ""


class IceServers(Message):
    """GET /api/sessions/{session}/ice: good until `expires_at`, bound to the asker and session."""

    servers: tuple[IceServer, ...]
    expires_at: AwareDatetime


class LinkTestAnswer(Message):
    """The echo peer's answer; the data channel "link" then carries the test."""

    id: str
    sdp: str


class Verification(Message):
    """GET /api/verify/{code}: what anybody holding the paper may learn, and no more."""

    found: bool
    valid: bool = False
    case_number: str = ""
    organisation_name: str = ""
    signer_name: str = ""
    signed_at: AwareDatetime | None = None
    sha256: str = ""
    superseded: bool = False


class AuditLine(Message):
    """One entry of the audit chain."""

    number: int
    at: AwareDatetime
    actor_name: str
    action: str
    object_kind: str
    object_id: str
    detail: str
    hash: str


class AuditPage(Message):
    """GET /api/audit."""

    lines: tuple[AuditLine, ...]
    intact: bool


class PersonRow(Message):
    """GET /api/admin/people."""

    id: UUID
    username: str
    name: str
    title: str
    roles: tuple[Role, ...]
    organisation: UUID
    organisation_name: str
    active: bool


class AgreementRow(Message):
    """GET /api/admin/agreements."""

    id: UUID
    requester_name: str
    provider_name: str
    starts_on: date
    ends_on: date
    valid: bool


class AdminOverview(Message):
    """GET /api/admin: what an administrator looks after."""

    organisations: tuple[OrganisationView, ...]
    people: tuple[PersonRow, ...]
    alliances: tuple[AllianceView, ...]
    agreements: tuple[AgreementRow, ...]
