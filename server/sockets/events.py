"""Durable events as the services decide on them."""

from collections.abc import Sequence

from consult.contract.events import ServerEvent
from consult.contract.signals import WatchAnswer, WatchCase
from consult.domain.ids import CaseId
from consult.domain.people import Actor
from consult.ports import Ports
from consult.services import access, cases
from server.sockets.ports import Audience


class ServiceEvents:
    """`Events` on `consult.services`."""

    def __init__(self, ports: Ports) -> None:
        """Keep the ports that every service wants."""
        self._ports = ports

    async def watch(self, actor: Actor, message: WatchCase) -> WatchAnswer:
        """Return what the actor missed of a case; raises NotFound."""
        return await cases.events_after(self._ports, actor, CaseId(message.case), message.seq)

    async def audiences(self, events: Sequence[ServerEvent]) -> Sequence[Audience]:
        """Return who is told of each event, in order."""
        return [
            Audience(event=event, bare_event=access.advanced(event), full=told.full, bare=told.bare)
            for event, told in await access.audiences(self._ports, events)
        ]
