"""The parts of a case as they are shown: the same words in a view and in an event."""

from datetime import datetime

from consult.contract.views import (
    AskedView,
    AttachmentView,
    AttendanceView,
    ClockView,
    InvitationView,
    MessageView,
    OpinionView,
    OutcomeView,
    SessionView,
    SignatureView,
    StudyView,
)
from consult.domain.case import Asked, CaseClock
from consult.domain.casefile import Attachment, CaseFile, ChatLine, ReportedOutcome, StudyLink
from consult.domain.clocks import overdue
from consult.domain.invitation import Invitation
from consult.domain.meeting import met_seconds, opens_at
from consult.domain.opinion import Opinion, Signature
from consult.domain.people import Clocks
from consult.domain.session import Session
from consult.services.cast import Cast


def clock_view(clock: CaseClock, now: datetime) -> ClockView:
    """Show the deadline that runs."""
    return ClockView(
        name=clock.name,
        due_at=clock.due_at,
        paused=clock.left is not None,
        overdue=overdue(clock, now),
    )


def asked_views(asked: tuple[Asked, ...]) -> tuple[AskedView, ...]:
    """Show the items of a return."""
    return tuple(AskedView(id=one.id, text=one.text, answer=one.answer) for one in asked)


def invitation_view(one: Invitation, cast: Cast) -> InvitationView:
    """Show an invitation."""
    return InvitationView(
        id=one.id,
        expert=one.expert,
        expert_name=cast.name(one.expert),
        expert_title=cast.title(one.expert),
        organisation_name=cast.organisation_name(one.organisation),
        chair=one.chair,
        state=one.state,
        invited_at=one.invited_at,
        due_at=one.due_at,
        answered_at=one.answered_at,
        reason_code=one.reason_code,
        reason=one.reason,
        slot=one.slot,
    )


def session_view(one: Session, cast: Cast, now: datetime, clocks: Clocks) -> SessionView:
    """Show a session."""
    return SessionView(
        id=one.id,
        state=one.state,
        slot=one.slot,
        emergency=one.emergency,
        opens_at=opens_at(one, clocks),
        checked_in=one.checked_in,
        started_at=one.started_at,
        ended_at=one.ended_at,
        seconds=met_seconds(one, now),
        gaps=one.gaps,
        attendance=tuple(
            AttendanceView(
                person=span.person,
                name=cast.name(span.person),
                side=span.side,
                joined_at=span.joined_at,
                left_at=span.left_at,
                medium=span.medium,
            )
            for span in one.attendance
        ),
        reason=one.reason,
        absent=one.absent,
        attention=one.attention,
    )


def _signature_view(one: Signature, cast: Cast) -> SignatureView:
    return SignatureView(
        signer=one.signer,
        signer_name=cast.name(one.signer),
        signed_at=one.signed_at,
        method=one.method,
        sha256=one.sha256,
        verification_code=one.verification_code,
    )


def newer_evidence(file: CaseFile, one: Opinion) -> bool:
    """Whether a study or file came, or a study grew, after the opinion was signed."""
    if one.signature is None:
        return False
    seen = {(piece.kind, piece.id, piece.sha256) for piece in one.evidence}
    studies = {("study", str(link.study), link.digest) for link in file.studies}
    later = {("file", str(it.id), it.sha256) for it in file.attachments if not it.problem}
    return not (studies | later) <= seen


def opinion_view(one: Opinion, file: CaseFile, cast: Cast) -> OpinionView:
    """Show one version of an opinion."""
    return OpinionView(
        id=one.id,
        author=one.author,
        author_name=cast.name(one.author),
        author_title=cast.title(one.author),
        organisation_name=cast.workplace(one.author),
        version=one.version,
        state=one.state,
        case_version=one.case_version,
        written_at=one.written_at,
        conclusion=one.conclusion,
        amends=one.amends,
        amend_reason=one.amend_reason,
        evidence=one.evidence,
        newer_evidence=newer_evidence(file, one),
        signature=None if one.signature is None else _signature_view(one.signature, cast),
        acknowledgement=one.acknowledgement,
        acknowledged_at=one.acknowledged_at,
    )


def attachment_view(one: Attachment) -> AttachmentView:
    """Show a file."""
    return AttachmentView(
        id=one.id,
        name=one.name,
        kind=one.kind,
        media_type=one.media_type,
        size=one.size,
        sha256=one.sha256,
        added_at=one.added_at,
        quarantined=one.quarantined,
        problem=one.problem,
    )


def study_view(one: StudyLink) -> StudyView:
    """Show a study."""
    return StudyView(
        study=one.study,
        modality=one.modality,
        description=one.description,
        instances=one.instances,
        added_at=one.added_at,
        same_patient=one.same_patient,
    )


def message_view(one: ChatLine, cast: Cast) -> MessageView:
    """Show a message."""
    return MessageView(
        id=one.id, author=one.author, author_name=cast.name(one.author), text=one.text, at=one.at
    )


def outcome_view(one: ReportedOutcome) -> OutcomeView:
    """Show what became of the patient."""
    return OutcomeView(reported_at=one.reported_at, outcome=one.outcome, waived=one.waived)
