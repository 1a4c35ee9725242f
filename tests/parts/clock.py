"""A clock that a test sets."""

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
"""Noon of that day in Shanghai."""


class SetClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = NOON) -> None:
        """Start at `now`."""
        self._now = now

    def now(self) -> datetime:
        """Return the instant that was set."""
        return self._now

    def pass_by(self, span: timedelta) -> datetime:
        """Let time pass, and return the new instant."""
        self._now += span
        return self._now
