"""Which sides of a meeting are there, and what follows: start, interrupt, resume."""

from collections.abc import Sequence

from consult.domain.codes import Side
from consult.domain.people import Actor
from consult.domain.session import SessionState
from server.media.doings import Errand, Interrupt, Resume, Start
from server.media.ports import RoomTimes


class Sides:
    """Remembers since when a side is away. Times are seconds of the event loop's clock."""

    def __init__(self, times: RoomTimes) -> None:
        """Nobody was seen yet."""
        self._limit = times.side_gone.total_seconds()
        self._retry = times.retry.total_seconds()
        self._gone: dict[Side, float] = {}
        self._asked_at: float | None = None

    def see(self, here: set[Side], now: float) -> None:
        """Note which sides are there at `now`."""
        for side in Side:
            if side in here:
                self._gone.pop(side, None)
            else:
                self._gone.setdefault(side, now)

    def answered(self) -> None:
        """Note that the consultation has said where it stands."""
        self._asked_at = None

    def errand(self, state: SessionState, experts: Sequence[Actor], now: float) -> Errand | None:
        """Return what to ask the consultation for; not again while an answer is awaited."""
        if self._asked_at is not None and now - self._asked_at < self._retry:
            return None
        wanted = self._wanted(state, experts, now)
        if wanted is not None:
            self._asked_at = now
        return wanted

    def _wanted(self, state: SessionState, experts: Sequence[Actor], now: float) -> Errand | None:
        if state is SessionState.LIVE:
            late = [side for side, since in self._gone.items() if now - since >= self._limit]
            return Interrupt(min(late, key=self._gone.__getitem__)) if late else None
        if self._gone:
            return None
        if state is SessionState.INTERRUPTED:
            return Resume()
        return Start(experts[0]) if state is SessionState.OPEN and experts else None

    def due(self) -> list[float]:
        """Return when to ask again."""
        due = [since + self._limit for since in self._gone.values()]
        return due if self._asked_at is None else [*due, self._asked_at + self._retry]
