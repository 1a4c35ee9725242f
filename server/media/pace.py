"""How often a shared view is passed on: at once, then at most every 50 ms, the newest always."""

from consult.contract.signals import RoomView
from server.media.ports import RoomTimes


class ViewPace:
    """Keeps the newest view until its turn. Times are seconds of the event loop's clock."""

    def __init__(self, times: RoomTimes) -> None:
        """Nothing waits."""
        self._between = times.between_views.total_seconds()
        self._passed_at = float("-inf")
        self._waiting: RoomView | None = None

    def offer(self, view: RoomView) -> None:
        """Let `view` wait in place of an older one."""
        self._waiting = view

    def take(self, now: float) -> RoomView | None:
        """Return what is to be passed on at `now`, once."""
        if self._waiting is None or now < self._passed_at + self._between:
            return None
        view, self._waiting, self._passed_at = self._waiting, None, now
        return view

    def due(self) -> list[float]:
        """Return when something is to be taken, if anything waits."""
        return [] if self._waiting is None else [self._passed_at + self._between]
