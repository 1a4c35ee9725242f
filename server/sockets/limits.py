"""How much one client may say."""

from dataclasses import dataclass

RATE = 30  # messages a second
BURST = 60  # messages
PATIENCE = 300  # messages refused more than done, until the socket is closed
MESSAGE_BYTES = 64 * 1024
PENDING_VIEWS = 20  # packets that wait for a slow client: beyond these, fleeting ones are dropped
PENDING = 1000  # packets; beyond these the client is disconnected and fetches everything anew


@dataclass(slots=True)
class Allowance:
    """A token bucket. Times are seconds of the event loop's clock."""

    at: float
    left: float = BURST
    refused: int = 0

    def take(self, now: float) -> bool:
        """Use one message up; False when there is none left."""
        self.left = min(BURST, self.left + (now - self.at) * RATE)
        self.at = now
        if self.left < 1:
            self.refused += 1
            return False
        self.left -= 1
        self.refused = max(0, self.refused - 1)
        return True
