"""Socket.IO: durable events to browsers, and the signalling of rooms."""

from collections.abc import Sequence

from consult.ports import Ports
from server.sockets.events import ServiceEvents
from server.sockets.ports import Calls, SignIns, Visitor
from server.sockets.sockets import Sockets
from server.tasks import Tasks

__all__ = ["Sockets", "Visitor", "create_sockets"]


def create_sockets(
    ports: Ports,
    *,
    sign_ins: SignIns,
    origins: Sequence[str],
    calls: Calls,
    tasks: Tasks,
    redis_url: str = "",
) -> Sockets:
    """Return the sockets on the real services; raises ValueError for `[]` or `*` as origins."""
    return Sockets(
        events=ServiceEvents(ports),
        sign_ins=sign_ins,
        origins=origins,
        calls=calls,
        tasks=tasks,
        redis_url=redis_url,
    )
