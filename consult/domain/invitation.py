"""The invitation (邀请): one per invited expert; what is written beside it is in `opinion.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self

from consult.domain.codes import DeclineReason
from consult.domain.errors import IllegalMove
from consult.domain.form import Slot
from consult.domain.ids import CaseId, InvitationId, OrganisationId, PersonId


class InvitationState(StrEnum):
    """Where an invitation stands."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    REMOVED = "removed"


class InvitationAction(StrEnum):
    """What may happen to it."""

    ACCEPT = "accept"
    DECLINE = "decline"
    EXPIRE = "expire"
    REMOVE = "remove"


_S, _A = InvitationState, InvitationAction

TRANSITIONS: Final[Mapping[tuple[InvitationState, InvitationAction], InvitationState]] = (
    MappingProxyType(
        {
            (_S.INVITED, _A.ACCEPT): _S.ACCEPTED,
            (_S.INVITED, _A.DECLINE): _S.DECLINED,
            (_S.INVITED, _A.EXPIRE): _S.EXPIRED,
            (_S.INVITED, _A.REMOVE): _S.REMOVED,
            (_S.ACCEPTED, _A.REMOVE): _S.REMOVED,
        }
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One expert asked to one case."""

    id: InvitationId
    case: CaseId
    expert: PersonId
    organisation: OrganisationId
    invited_at: datetime
    due_at: datetime
    invited_by: PersonId | None = None
    chair: bool = False
    required: bool = True
    state: InvitationState = InvitationState.INVITED
    answered_at: datetime | None = None
    reason_code: DeclineReason | None = None
    reason: str = ""
    slot: Slot | None = None  # the time to meet that was dispatched; None for a written case

    def act(self, action: InvitationAction) -> Self:
        """Return it after `action`; raises IllegalMove when the table has no such move."""
        after = TRANSITIONS.get((self.state, action))
        if after is None:
            raise IllegalMove("invitation", self.state, action)
        return replace(self, state=after)
