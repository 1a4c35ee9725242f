"""The one home of the present time and of new identifiers."""

from datetime import UTC, datetime
from uuid import UUID, uuid4


class SystemClock:
    """The machine's clock, as `consult.ports.Clock` wants it."""

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""
        return datetime.now(UTC)


class RandomIds:
    """Random identifiers (RFC 9562 version 4), as `consult.ports.Ids` wants them."""

    def new(self) -> UUID:
        """Return one that was never returned before."""
        return uuid4()
