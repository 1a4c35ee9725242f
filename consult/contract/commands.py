"""What a client asks to be done. The actor is the session's, never a field here."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from consult.contract.base import Message
from consult.domain.codes import DeclineReason, RejectReason, Role, Tier
from consult.domain.conclusion import Acknowledgement, Conclusion, Outcome
from consult.domain.form import RequestForm, Slot

Reason = Annotated[str, Field(min_length=1, max_length=2000)]


class SignIn(Message):
    """POST /api/session."""

    username: Annotated[str, Field(min_length=1, max_length=100)]
    password: Annotated[str, Field(min_length=1, max_length=1000)]


class StepUp(Message):
    """POST /api/session/step-up: enter the password again before signing."""

    password: Annotated[str, Field(min_length=1, max_length=1000)]


class CreateCase(Message):
    """POST /api/cases: the same token is the same case, however often it is sent."""

    token: UUID
    form: RequestForm = RequestForm()


class SaveForm(Message):
    """PUT /api/cases/{case}/form, with If-Match: the seq it was read at."""

    form: RequestForm


class Submit(Message):
    """Draft → submitted, or in_review where the site demands it."""

    action: Literal["submit"] = "submit"


class Approve(Message):
    """The requesting lead agrees (科主任/医务科)."""

    action: Literal["approve"] = "approve"


class RefuseReview(Message):
    """The requesting lead sends it back to the author."""

    action: Literal["refuse"] = "refuse"
    reason: Reason


class ReturnCase(Message):
    """Dispatcher or expert asks for more; each missing item is one entry."""

    action: Literal["return"] = "return"
    items: Annotated[tuple[Reason, ...], Field(min_length=1, max_length=20)]
    note: str = ""


class AskedAnswer(Message):
    """The answer to one item of a return."""

    id: str
    answer: str


class Resubmit(Message):
    """Each listed item answered or explained."""

    action: Literal["resubmit"] = "resubmit"
    answers: tuple[AskedAnswer, ...]


class RejectCase(Message):
    """The dispatcher will not route it."""

    action: Literal["reject"] = "reject"
    reason_code: RejectReason
    reason: str = ""
    suggested: str = ""  # another specialty


class Dispatch(Message):
    """Invite one or more experts. For a live case `slot` is the time to meet."""

    action: Literal["dispatch"] = "dispatch"
    experts: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=10)]
    chair: UUID | None = None
    slot: Slot | None = None


class Withdraw(Message):
    """The author takes it back; a reason once it was dispatched."""

    action: Literal["withdraw"] = "withdraw"
    reason: str = ""


class Acknowledge(Message):
    """The requesting side answers the opinion, recommendation by recommendation."""

    action: Literal["acknowledge"] = "acknowledge"
    opinion: UUID
    acknowledgement: Acknowledgement


class ReportOutcome(Message):
    """What became of the patient; the expert sees it."""

    action: Literal["report_outcome"] = "report_outcome"
    outcome: Outcome


class WaiveOutcome(Message):
    """No outcome will be reported, and why."""

    action: Literal["waive_outcome"] = "waive_outcome"
    reason: Reason


class WithdrawConsent(Message):
    """The patient takes the consent back: access of the expert side stops within 2 s."""

    action: Literal["withdraw_consent"] = "withdraw_consent"
    reason: Reason


CaseMove = Annotated[
    Submit
    | Approve
    | RefuseReview
    | ReturnCase
    | Resubmit
    | RejectCase
    | Dispatch
    | Withdraw
    | Acknowledge
    | ReportOutcome
    | WaiveOutcome
    | WithdrawConsent,
    Field(discriminator="action"),
]
"""POST /api/cases/{case}/moves, with If-Match."""


class AcceptInvitation(Message):
    """The expert takes the case; for a live one the session is booked with it."""

    action: Literal["accept"] = "accept"
    slot: Slot | None = None  # where the expert prefers another of the proposed times


class DeclineInvitation(Message):
    """The expert does not take it."""

    action: Literal["decline"] = "decline"
    reason_code: DeclineReason
    reason: str = ""


class RemoveInvitation(Message):
    """The dispatcher takes an invitation back."""

    action: Literal["remove"] = "remove"
    reason: str = ""


InvitationMove = Annotated[
    AcceptInvitation | DeclineInvitation | RemoveInvitation, Field(discriminator="action")
]
"""POST /api/cases/{case}/invitations/{invitation}/moves, with If-Match."""


class Book(Message):
    """POST /api/cases/{case}/sessions: book a (further) session."""

    slot: Slot


class Reschedule(Message):
    """Another time; the old slot is freed in the same transaction."""

    action: Literal["reschedule"] = "reschedule"
    slot: Slot


class CheckIn(Message):
    """The actor is there (device check, waiting)."""

    action: Literal["check_in"] = "check_in"


class StartSession(Message):
    """The expert starts; both sides have to be there."""

    action: Literal["start"] = "start"


class FinishSession(Message):
    """The expert ends the meeting explicitly; hanging up never does."""

    action: Literal["finish"] = "finish"


class CancelSession(Message):
    """The meeting will not take place."""

    action: Literal["cancel"] = "cancel"
    reason: Reason


class AbandonSession(Message):
    """It broke off and will not go on (for instance: answered in writing)."""

    action: Literal["abandon"] = "abandon"
    reason: Reason


SessionMove = Annotated[
    Reschedule | CheckIn | StartSession | FinishSession | CancelSession | AbandonSession,
    Field(discriminator="action"),
]
"""POST /api/cases/{case}/sessions/{session}/moves, with If-Match."""


class WriteOpinion(Message):
    """PUT /api/cases/{case}/opinion: the draft, written on this version of the request."""

    conclusion: Conclusion
    case_version: int


class SignOpinion(Message):
    """POST /api/cases/{case}/opinion/sign, after a step-up: version signed = version seen."""

    case_version: int
    seen_seq: int
    conclusion: Conclusion


class AmendOpinion(Message):
    """POST /api/cases/{case}/opinion/amend: opens a new draft that amends the signed one."""

    reason: Reason


class Say(Message):
    """POST /api/cases/{case}/messages."""

    id: UUID  # the client's; a retry says it once
    text: Annotated[str, Field(min_length=1, max_length=4000)]


class UploadFile(Message):
    """One file that a client wants to send."""

    token: UUID  # the client's
    name: Annotated[str, Field(max_length=500)]
    size: Annotated[int, Field(ge=0)]  # bytes
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    purpose: Literal["image", "document", "signature", "consent"] = "image"


class PlanUpload(Message):
    """POST /api/cases/{case}/uploads: the answer says what is missing and from which byte."""

    files: Annotated[tuple[UploadFile, ...], Field(min_length=1, max_length=5000)]


class LinkTestOffer(Message):
    """POST /api/link-test: the browser's offer to the server's echo peer."""

    sdp: Annotated[str, Field(max_length=65536)]


class CreatePerson(Message):
    """POST /api/admin/people."""

    username: Annotated[str, Field(min_length=1, max_length=100)]
    name: Annotated[str, Field(min_length=1, max_length=100)]
    password: Annotated[str, Field(min_length=12, max_length=1000)]
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    organisation: UUID
    title: str = ""
    phone: str = ""
    licence: str = ""


class CreateOrganisation(Message):
    """POST /api/admin/organisations."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    tier: Tier
    timezone: str = "Asia/Shanghai"
    review_required: bool = False


class AuditQuery(Message):
    """GET /api/audit."""

    after: AwareDatetime | None = None
    before_number: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 100
