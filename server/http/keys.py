"""What handlers find in the application and in a request."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

from aiohttp import web

from consult.contract.commands import LinkTestOffer
from consult.contract.views import IceServers, LinkTestAnswer
from consult.domain.ids import PersonId, SessionId
from consult.domain.opinion import Signature
from consult.domain.people import Actor, Person
from consult.ports import Ports
from server.auth.door import Door, Seen
from server.auth.passwords import Passwords
from server.auth.tokens import Machines
from server.metrics import Metrics
from server.parts import Parts
from server.ports import MachineToken, ServerTransactions


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """What the edge needs of the settings."""

    url: str  # how browsers reach it, without a slash at the end
    https: bool
    origins: tuple[str, ...]
    trusted_proxies: frozenset[str]
    secret: str  # of which the drafts' keys are made
    web_files: Path | None  # the built web client


class Live(Protocol):
    """The open sockets, as handlers see them."""

    async def sign_in_ended(self, sign_in: str) -> None:
        """Close the sockets of a sign-in that has ended."""

    def sign_in_renewed(self, old: str, new: str) -> None:
        """Let the sockets of a sign-in go on under its new name (step-up in mid-call)."""


Ice = Callable[[SessionId, PersonId], IceServers]
LinkTest = Callable[[LinkTestOffer], Awaitable[LinkTestAnswer]]
Export = Callable[[Person, Signature], Awaitable[bytes]]
Intact = Callable[[], Awaitable[bool]]
Ready = Callable[[], Awaitable[dict[str, bool]]]

EDGE = web.AppKey("edge", Edge)
PORTS = web.AppKey("ports", Ports)
TRANSACTIONS = web.AppKey[ServerTransactions]("transactions", object)  # type: ignore[arg-type]
DOOR = web.AppKey("door", Door)
MACHINES = web.AppKey("machines", Machines)
LIVE = web.AppKey[Live]("live", object)  # type: ignore[arg-type]
PASSWORDS = web.AppKey("passwords", Passwords)
PARTS = web.AppKey("parts", Parts)
METRICS = web.AppKey("metrics", Metrics)
EXPORT = web.AppKey[Export]("export", object)  # type: ignore[arg-type]
OPENAPI = web.AppKey[Callable[[], str]]("openapi", object)  # type: ignore[arg-type]
CHAIN_INTACT = web.AppKey[Intact]("chain_intact", object)  # type: ignore[arg-type]
ICE = web.AppKey[Ice]("ice", object)  # type: ignore[arg-type]
LINK_TEST = web.AppKey[LinkTest]("link_test", object)  # type: ignore[arg-type]
READY = web.AppKey[Ready]("ready", object)  # type: ignore[arg-type]

ACTOR = web.RequestKey("actor", Actor)
SEEN = web.RequestKey("seen", Seen)
MACHINE = web.RequestKey("machine", MachineToken)
REQUEST_ID = web.RequestKey("request_id", UUID)
BODY = web.RequestKey("body", bytes)
