"""The door, as the sockets see it."""

from collections.abc import Collection, Mapping

from consult.ports import Clock
from server.auth.door import Door
from server.errors import NotSignedIn
from server.http.caller import token_in
from server.sockets.ports import Visitor


class SocketDoor:
    """`server.sockets.ports.SignIns` over the door."""

    def __init__(self, door: Door, clock: Clock, *, https: bool) -> None:
        """Read the cookie that the REST side sets."""
        self._door = door
        self._clock = clock
        self._https = https

    async def authenticate(
        self, cookies: Mapping[str, str], headers: Mapping[str, str]
    ) -> Visitor | None:
        """Return who connects, or None for nobody."""
        del headers
        token = token_in(cookies, self._https)
        if token is None:
            return None
        try:
            seen = await self._door.who(token)
        except NotSignedIn:
            return None
        return Visitor(actor=seen.actor(self._clock.now()), sign_in=seen.sign_in.id_sha256)

    async def touch(self, sign_in: str) -> None:
        """Note a use: a live call counts as one."""
        await self._door.touch(sign_in)

    async def alive(self, sign_ins: Collection[str]) -> Collection[str]:
        """Return those that are still good."""
        return await self._door.alive(sign_ins)
