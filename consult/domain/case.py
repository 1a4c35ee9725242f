"""The case (会诊申请): its machine and its own data. What it holds together is in `casefile.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self
from uuid import UUID

from consult.domain.errors import IllegalMove
from consult.domain.form import RequestForm
from consult.domain.ids import CaseId, OrganisationId, PatientId, PersonId


class CaseState(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    DECLINED = "declined"
    EXPIRED = "expired"


class CaseAction(StrEnum):
    """What may happen to a case. Creating is not in the table: it makes the draft."""

    SUBMIT = "submit"
    SUBMIT_FOR_REVIEW = "submit_for_review"
    APPROVE = "approve"
    REFUSE = "refuse"
    RETURN = "return"
    RESUBMIT = "resubmit"
    REJECT = "reject"
    DISPATCH = "dispatch"
    ACCEPT = "accept"  # the last required invitation was accepted
    DECLINE = "decline"  # nobody is left of those invited
    ANSWER = "answer"
    ACKNOWLEDGE = "acknowledge"
    AMEND = "amend"
    CLOSE = "close"  # outcome reported or waived
    ARCHIVE = "archive"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


_S, _A = CaseState, CaseAction

TRANSITIONS: Final[Mapping[tuple[CaseState, CaseAction], CaseState]] = MappingProxyType(
    {
        (_S.DRAFT, _A.SUBMIT): _S.SUBMITTED,
        (_S.DRAFT, _A.SUBMIT_FOR_REVIEW): _S.IN_REVIEW,
        (_S.DRAFT, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.IN_REVIEW, _A.APPROVE): _S.SUBMITTED,
        (_S.IN_REVIEW, _A.REFUSE): _S.DRAFT,
        (_S.IN_REVIEW, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.IN_REVIEW, _A.EXPIRE): _S.EXPIRED,
        (_S.SUBMITTED, _A.RETURN): _S.RETURNED,
        (_S.SUBMITTED, _A.REJECT): _S.REJECTED,
        (_S.SUBMITTED, _A.DISPATCH): _S.DISPATCHED,
        (_S.SUBMITTED, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.SUBMITTED, _A.EXPIRE): _S.EXPIRED,
        (_S.RETURNED, _A.RESUBMIT): _S.SUBMITTED,
        (_S.RETURNED, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.RETURNED, _A.EXPIRE): _S.EXPIRED,
        (_S.DISPATCHED, _A.RETURN): _S.RETURNED,
        (_S.DISPATCHED, _A.DISPATCH): _S.DISPATCHED,  # to the next on the roster
        (_S.DISPATCHED, _A.ACCEPT): _S.ACCEPTED,
        (_S.DISPATCHED, _A.DECLINE): _S.DECLINED,
        (_S.DISPATCHED, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.DISPATCHED, _A.EXPIRE): _S.EXPIRED,
        (_S.DECLINED, _A.DISPATCH): _S.DISPATCHED,
        (_S.DECLINED, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.DECLINED, _A.EXPIRE): _S.EXPIRED,
        (_S.ACCEPTED, _A.ANSWER): _S.ANSWERED,
        (_S.ACCEPTED, _A.DECLINE): _S.DECLINED,  # the only expert was removed
        (_S.ACCEPTED, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.ACCEPTED, _A.EXPIRE): _S.EXPIRED,
        (_S.ANSWERED, _A.ACKNOWLEDGE): _S.ACKNOWLEDGED,
        (_S.ANSWERED, _A.AMEND): _S.ANSWERED,
        (_S.ACKNOWLEDGED, _A.AMEND): _S.ANSWERED,
        (_S.ACKNOWLEDGED, _A.CLOSE): _S.CLOSED,
        (_S.CLOSED, _A.ARCHIVE): _S.ARCHIVED,
    }
)

ENDS: Final = frozenset({_S.ARCHIVED, _S.WITHDRAWN, _S.REJECTED, _S.EXPIRED})
"""No move leads out of these. `declined` is an end only until somebody dispatches again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing that a return asks for, and the answer that came with the resubmission."""

    id: str
    text: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClock:
    """The one deadline that runs now. While paused, `left` is what remains of it."""

    name: str = ""  # response, answer, acknowledge, outcome, archive
    due_at: datetime | None = None
    left: timedelta | None = None
    escalated: int = 0  # how often it has rung


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One request of a doctor for the help of experts."""

    id: CaseId
    token: UUID  # the client's; the same token is the same case
    site: OrganisationId
    author: PersonId
    created_at: datetime
    form: RequestForm = RequestForm()
    version: int = 0  # of the form; 0 until first submitted
    submitted_form: RequestForm | None = None  # as of `version`: what the other side is shown
    previous_form: RequestForm | None = None  # as of the version before, to show differences
    state: CaseState = CaseState.DRAFT
    seq: int = 0
    number: str = ""
    patient: PatientId | None = None
    changed_at: datetime | None = None
    submitted_at: datetime | None = None
    ended_at: datetime | None = None  # closed or any other end; access of experts counts from here
    asked: tuple[Asked, ...] = ()
    reason: str = ""  # of the last refusal, return, rejection or withdrawal
    reason_code: str = ""
    clock: CaseClock = CaseClock()

    def act(self, action: CaseAction) -> Self:
        """Return the case after `action`; raises IllegalMove when the table has no such move."""
        after = TRANSITIONS.get((self.state, action))
        if after is None:
            raise IllegalMove("case", self.state, action)
        return replace(self, state=after)
