"""Makes the durable event of each note of a change."""

from typing import Literal

from consult.contract.events import (
    AttachmentChanged,
    CaseMoved,
    ConsentWithdrawn,
    FormSaved,
    InvitationChanged,
    MessageSaid,
    OpinionChanged,
    OutcomeReported,
    ServerEvent,
    SessionChanged,
    StudyChanged,
)
from consult.domain.case import Case, CaseAction
from consult.domain.casefile import Attachment, ChatLine, ReportedOutcome, StudyLink
from consult.domain.change import Change, ConsentEnd, FormVersion, Note
from consult.domain.invitation import Invitation
from consult.domain.opinion import Opinion
from consult.domain.people import Clocks
from consult.domain.session import Session
from consult.services.cast import Cast
from consult.services.parts import (
    asked_views,
    attachment_view,
    clock_view,
    invitation_view,
    message_view,
    opinion_view,
    outcome_view,
    session_view,
    study_view,
)


def events(change: Change, cast: Cast, clocks: Clocks) -> tuple[ServerEvent, ...]:
    """Return the events of a change, in order, numbered as its notes are."""
    return tuple(_event(note, change, cast, clocks) for note in change.notes)


def _event(  # noqa: C901, PLR0911 - one case for each kind of event, nothing else
    note: Note, change: Change, cast: Cast, clocks: Clocks
) -> ServerEvent:
    case, at, by, seq = change.case.id, change.at, change.by, note.seq
    match note.subject:
        case Case() as moved:
            return _moved(note, moved, change)
        case FormVersion(version):
            return FormSaved(case=case, seq=seq, by=by, at=at, version=version)
        case Invitation() as one:
            shown = invitation_view(one, cast)
            return InvitationChanged(case=case, seq=seq, by=by, at=at, invitation=shown)
        case Session() as one:
            met = session_view(one, cast, at, clocks)
            return SessionChanged(case=case, seq=seq, by=by, at=at, session=met)
        case Opinion() as one:
            opinion = opinion_view(one, change.file, cast)
            return OpinionChanged(case=case, seq=seq, by=by, at=at, opinion=opinion)
        case Attachment() as one:
            attached = attachment_view(one)
            return AttachmentChanged(case=case, seq=seq, by=by, at=at, attachment=attached)
        case StudyLink() as one:
            return StudyChanged(case=case, seq=seq, by=by, at=at, study=study_view(one))
        case ChatLine() as one:
            return MessageSaid(case=case, seq=seq, by=by, at=at, message=message_view(one, cast))
        case ReportedOutcome() as one:
            return OutcomeReported(case=case, seq=seq, by=by, at=at, outcome=outcome_view(one))
        case ConsentEnd():
            return ConsentWithdrawn(case=case, seq=seq, by=by, at=at)


def _moved(note: Note, moved: Case, change: Change) -> CaseMoved:
    return CaseMoved(
        case=moved.id,
        seq=note.seq,
        by=change.by,
        at=change.at,
        action=_action(note.action),
        state=moved.state,
        clock=clock_view(moved.clock, change.at),
        number=moved.number,
        reason=moved.reason,
        reason_code=moved.reason_code,
        asked=asked_views(moved.asked),
    )


def _action(action: str) -> CaseAction | Literal["create", "clock", "escalate"]:
    match action:
        case "create" | "clock" | "escalate":
            return action
        case _:
            return CaseAction(action)
