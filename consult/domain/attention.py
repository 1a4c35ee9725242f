"""When the clocks should look at a case next. Early is harmless, late is not."""

from datetime import datetime
from typing import Final

from consult.domain.case import ENDS
from consult.domain.casefile import CaseFile
from consult.domain.codes import Side
from consult.domain.invitation import InvitationState
from consult.domain.meeting import left_since
from consult.domain.people import Clocks
from consult.domain.session import Session, SessionState

_CLOCKS: Final = Clocks()


def attention_at(file: CaseFile) -> datetime | None:
    """Return when the case wants attention; None: never, as it stands.

    What is due stays due until it was done, so that a round that failed is made up for.
    """
    if file.case.state in ENDS:
        return None
    found = [file.case.clock.due_at]
    found += [one.due_at for one in file.invitations if one.state is InvitationState.INVITED]
    found += [session_attention(file, one) for one in file.sessions]
    return min((at for at in found if at is not None), default=None)


def session_attention(file: CaseFile, session: Session) -> datetime | None:
    """Return when one of its sessions wants attention; None: never, as it stands."""
    match session.state:
        case SessionState.BOOKED | SessionState.OPEN:
            return session.slot.start + _CLOCKS.check_in_late
        case SessionState.INTERRUPTED if session.gaps and not session.attention:
            return session.gaps[-1].start + _CLOCKS.interrupted
        case SessionState.LIVE:
            gone = [left for side in Side if (left := left_since(file, session, side))]
            return min(gone) + _CLOCKS.side_gone if gone else None
        case _:
            return None
