"""An event as a line of the case's time line."""

from consult.contract.events import (
    CaseMoved,
    InvitationChanged,
    OpinionChanged,
    ServerEvent,
    SessionChanged,
)
from consult.contract.views import LogLine


def log_line(event: ServerEvent, by_name: str) -> LogLine:
    """Return the line that tells of an event; `by_name` is who did it, "" where nobody did."""
    action, detail = _told(event)
    return LogLine(
        seq=event.seq,
        type=event.type,
        action=action,
        by=event.by,
        by_name=by_name,
        at=event.at,
        detail=detail,
    )


def _told(event: ServerEvent) -> tuple[str, str]:
    match event:
        case CaseMoved():
            return str(event.action), event.reason
        case InvitationChanged():
            return str(event.invitation.state), event.invitation.reason
        case SessionChanged():
            return str(event.session.state), event.session.reason
        case OpinionChanged():
            return str(event.opinion.state), event.opinion.amend_reason
        case _:
            return "", ""
