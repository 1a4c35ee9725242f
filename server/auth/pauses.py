"""How long to wait after failures to sign in: growing pauses, and never a lock for good."""

import hashlib
import math
from datetime import datetime, timedelta
from typing import Final

from server.ports import SignInFailure

FREE: Final = 5
FIRST: Final = timedelta(seconds=5)
LONGEST: Final = timedelta(minutes=5)
FORGOTTEN: Final = timedelta(hours=1)
"""After so long without a failure the counting begins anew."""


def pause_after(failures: int) -> timedelta:
    """Return the pause that the n-th failure in a row brings: 0 below five, then 5 s doubling.

    A village's only doctor has to get in again: five minutes are the most.
    """
    if failures < FREE:
        return timedelta()
    doubled: timedelta = FIRST * (1 << min(failures - FREE, 16))
    return min(doubled, LONGEST)


def key_of(username: str, address: str) -> str:
    """Return the key under which failures are counted: this name from this address.

    Others cannot pause a doctor from elsewhere; names and addresses are kept as a hash only.
    """
    return hashlib.sha256(f"{username.casefold().strip()}\n{address}".encode()).hexdigest()


def waiting(failure: SignInFailure | None, now: datetime) -> int:
    """Return how many seconds are still to wait, rounded up; 0 for none."""
    if failure is None or failure.until is None or failure.until <= now:
        return 0
    return math.ceil((failure.until - now).total_seconds())
