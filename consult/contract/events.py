"""Durable events: stored with the change that they tell of, numbered by the case's `seq`.

One change may tell of several things; they share one `seq` only if they are one event, so each
event has its own number and a change of several events raises the case's `seq` by as many.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from consult.contract.base import Message
from consult.contract.views import (
    AskedView,
    AttachmentView,
    ClockView,
    InvitationView,
    MessageView,
    OpinionView,
    OutcomeView,
    SessionView,
    StudyView,
)
from consult.domain.case import CaseAction, CaseState


class CaseEvent(Message):
    """What every durable event carries."""

    case: UUID
    seq: int = Field(ge=1)
    by: UUID | None = None
    at: AwareDatetime


class CaseMoved(CaseEvent):
    """To all who take part, whenever a case has changed state (or was created).

    "clock" and "escalate" leave the state alone: another deadline runs, or one has passed.
    """

    type: Literal["case.moved"] = "case.moved"
    action: CaseAction | Literal["create", "clock", "escalate"]
    state: CaseState
    clock: ClockView
    number: str = ""
    reason: str = ""
    reason_code: str = ""
    asked: tuple[AskedView, ...] = ()


class FormSaved(CaseEvent):
    """To the requesting side, when the form has changed; whoever shows it fetches it again."""

    type: Literal["form.saved"] = "form.saved"
    version: int


class InvitationChanged(CaseEvent):
    """To all who take part, when an invitation was made or answered."""

    type: Literal["invitation.changed"] = "invitation.changed"
    invitation: InvitationView


class SessionChanged(CaseEvent):
    """To all who take part, when a session was booked or moved on."""

    type: Literal["session.changed"] = "session.changed"
    session: SessionView


class OpinionChanged(CaseEvent):
    """To all who take part once signed; a draft to its author alone."""

    type: Literal["opinion.changed"] = "opinion.changed"
    opinion: OpinionView


class AttachmentChanged(CaseEvent):
    """To all with access, when a file has come or was judged."""

    type: Literal["attachment.changed"] = "attachment.changed"
    attachment: AttachmentView


class StudyChanged(CaseEvent):
    """To all with access, when a study was linked or has grown."""

    type: Literal["study.changed"] = "study.changed"
    study: StudyView


class MessageSaid(CaseEvent):
    """To all with access."""

    type: Literal["message.said"] = "message.said"
    message: MessageView


class OutcomeReported(CaseEvent):
    """To the requesting side and the experts."""

    type: Literal["outcome.reported"] = "outcome.reported"
    outcome: OutcomeView


class ConsentWithdrawn(CaseEvent):
    """To all who take part; the expert side's access ends with it."""

    type: Literal["consent.withdrawn"] = "consent.withdrawn"


class CaseAdvanced(CaseEvent):
    """To those who may not see an event: its bare number, so that nobody finds a gap."""

    type: Literal["case.advanced"] = "case.advanced"


ServerEvent = Annotated[
    CaseMoved
    | FormSaved
    | InvitationChanged
    | SessionChanged
    | OpinionChanged
    | AttachmentChanged
    | StudyChanged
    | MessageSaid
    | OutcomeReported
    | ConsentWithdrawn
    | CaseAdvanced,
    Field(discriminator="type"),
]
