"""Short-lived TURN credentials, as coturn's REST scheme (use-auth-secret) wants them."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from consult.contract.views import IceServer, IceServers
from consult.domain.ids import PersonId, SessionId

LONGEST = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnSettings:
    """Where STUN and TURN are. `secret` is coturn's static-auth-secret; never shown."""

    stun: tuple[str, ...] = ()
    turn: tuple[str, ...] = ()
    secret: str = field(default="", repr=False)
    lifetime: timedelta = LONGEST

    def __post_init__(self) -> None:
        """Refuse what would not work or would live for too long."""
        if not timedelta(0) < self.lifetime <= LONGEST:
            raise ValueError("TURN credentials live for one hour at most")
        if self.turn and not self.secret:
            raise ValueError("TURN servers need the secret that they were set up with")


def ice_servers(
    settings: TurnSettings, session: SessionId, person: PersonId, now: datetime
) -> IceServers:
    """Return the servers to use, with a credential bound to this session and person.

    The username is `expiry:session:person` (expiry in Unix seconds), the password the base64 of
    HMAC-SHA1(secret, username); SHA-1 is what the scheme prescribes, and HMAC holds with it.
    """
    expires = (now + settings.lifetime).replace(microsecond=0)
    servers = [IceServer(urls=settings.stun)] if settings.stun else []
    if settings.turn:
        username = f"{int(expires.timestamp())}:{session}:{person}"
        credential = _credential(settings.secret, username)
        servers.append(IceServer(urls=settings.turn, username=username, credential=credential))
    return IceServers(servers=tuple(servers), expires_at=expires)


def _credential(secret: str, username: str) -> str:
    digest = hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()
