"""The session (会诊会话): the live meeting. A connection is no session; hanging up ends nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self

from consult.domain.codes import Medium, Side
from consult.domain.conclusion import Gap
from consult.domain.errors import IllegalMove
from consult.domain.form import Slot
from consult.domain.ids import CaseId, PersonId, SessionId


class SessionState(StrEnum):
    """Where a session stands."""

    BOOKED = "booked"
    OPEN = "open"
    LIVE = "live"
    INTERRUPTED = "interrupted"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    ABANDONED = "abandoned"


class SessionAction(StrEnum):
    """What may happen to it."""

    RESCHEDULE = "reschedule"
    CHECK_IN = "check_in"
    START = "start"
    INTERRUPT = "interrupt"
    RESUME = "resume"
    FINISH = "finish"
    CANCEL = "cancel"
    MISS = "miss"
    ABANDON = "abandon"


_S, _A = SessionState, SessionAction

TRANSITIONS: Final[Mapping[tuple[SessionState, SessionAction], SessionState]] = MappingProxyType(
    {
        (_S.BOOKED, _A.RESCHEDULE): _S.BOOKED,
        (_S.BOOKED, _A.CHECK_IN): _S.OPEN,
        (_S.BOOKED, _A.CANCEL): _S.CANCELLED,
        (_S.BOOKED, _A.MISS): _S.NO_SHOW,
        (_S.OPEN, _A.CHECK_IN): _S.OPEN,
        (_S.OPEN, _A.START): _S.LIVE,
        (_S.OPEN, _A.CANCEL): _S.CANCELLED,
        (_S.OPEN, _A.MISS): _S.NO_SHOW,
        (_S.LIVE, _A.CHECK_IN): _S.LIVE,
        (_S.LIVE, _A.INTERRUPT): _S.INTERRUPTED,
        (_S.LIVE, _A.FINISH): _S.FINISHED,
        (_S.LIVE, _A.ABANDON): _S.ABANDONED,
        (_S.INTERRUPTED, _A.CHECK_IN): _S.INTERRUPTED,
        (_S.INTERRUPTED, _A.RESUME): _S.LIVE,
        (_S.INTERRUPTED, _A.ABANDON): _S.ABANDONED,
    }
)

ENDS: Final = frozenset({_S.FINISHED, _S.CANCELLED, _S.NO_SHOW, _S.ABANDONED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """One span in which one person was in the room; `left_at` None means still there."""

    person: PersonId
    side: Side
    joined_at: datetime
    left_at: datetime | None = None
    medium: Medium = Medium.VIDEO


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One live meeting of a case, and the room of the same id."""

    id: SessionId
    case: CaseId
    slot: Slot
    emergency: bool = False  # opens at once
    state: SessionState = SessionState.BOOKED
    checked_in: tuple[PersonId, ...] = ()
    started_at: datetime | None = None
    ended_at: datetime | None = None
    gaps: tuple[Gap, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    reason: str = ""
    absent: Side | None = None  # who did not come
    attention: bool = False  # interrupted for 10 minutes: the dispatcher was asked

    def act(self, action: SessionAction) -> Self:
        """Return it after `action`; raises IllegalMove when the table has no such move."""
        after = TRANSITIONS.get((self.state, action))
        if after is None:
            raise IllegalMove("session", self.state, action)
        return replace(self, state=after)
