"""When the clocks should look at a session next. Early is harmless, late is not."""

from datetime import datetime

from consult.domain.codes import Side
from consult.domain.people import Clocks
from consult.domain.session import Session, SessionState

_CLOCKS = Clocks()


def session_attention(session: Session) -> datetime | None:
    """Return when the session wants attention; None: never, as it stands."""
    match session.state:
        case SessionState.BOOKED | SessionState.OPEN:
            return session.slot.start + _CLOCKS.check_in_late
        case SessionState.INTERRUPTED if session.gaps and not session.attention:
            return session.gaps[-1].start + _CLOCKS.interrupted
        case SessionState.LIVE:
            gone = [left for side in Side if (left := _gone_since(session, side))]
            return min(gone) + _CLOCKS.side_gone if gone else None
        case _:
            return None


def _gone_since(session: Session, side: Side) -> datetime | None:
    left = [one.left_at for one in session.attendance if one.side is side]
    ended = [at for at in left if at is not None]
    return max(ended) if ended and len(ended) == len(left) else None
