"""Deadlines: which clock runs when, how it pauses, when it rings. Pure, given `now`."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from consult.domain.case import CaseClock
from consult.domain.codes import Urgency
from consult.domain.people import Clocks

GRACE: Final = timedelta(days=7)
"""How long after its deadline a case that nobody moved expires."""


def response_time(clocks: Clocks, urgency: Urgency) -> timedelta:
    """Return how long the first human response may take."""
    return {
        Urgency.EMERGENCY: clocks.emergency_response,
        Urgency.URGENT: clocks.urgent_response,
        Urgency.ROUTINE: clocks.routine_response,
    }[urgency]


def invitation_time(clocks: Clocks, urgency: Urgency) -> timedelta:
    """Return how long one expert may take to answer an invitation."""
    emergency = urgency is Urgency.EMERGENCY
    return clocks.invitation_emergency if emergency else clocks.invitation


def acknowledge_time(clocks: Clocks, urgency: Urgency) -> timedelta:
    """Return how long the requesting side may take to answer an opinion."""
    return clocks.acknowledge_emergency if urgency is Urgency.EMERGENCY else clocks.acknowledge


def running(name: str, due_at: datetime) -> CaseClock:
    """Return a fresh clock."""
    return CaseClock(name=name, due_at=due_at)


def paused(clock: CaseClock, now: datetime) -> CaseClock:
    """Return it stopped, with what is left of it (nothing, when it has passed)."""
    if clock.due_at is None:
        return clock
    return replace(clock, due_at=None, left=max(clock.due_at - now, timedelta(0)))


def resumed(clock: CaseClock, now: datetime) -> CaseClock:
    """Return it running again for what was left."""
    if clock.left is None:
        return clock
    return replace(clock, due_at=now + clock.left, left=None)


def overdue(clock: CaseClock, now: datetime) -> bool:
    """Whether its deadline has passed."""
    return clock.due_at is not None and clock.due_at <= now


def rings(clock: CaseClock, now: datetime) -> bool:
    """Whether it has to alarm now: once per deadline."""
    return overdue(clock, now) and clock.escalated == 0


def lapsed(clock: CaseClock, now: datetime) -> bool:
    """Whether the grace after its alarm is over, too."""
    return clock.due_at is not None and clock.due_at + GRACE <= now
