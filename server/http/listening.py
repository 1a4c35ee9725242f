"""Connections: how many at once, and how long one may take before it asks for something."""

import asyncio
import ssl
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from aiohttp.typedefs import Handler
from aiohttp.web_protocol import RequestHandler

FIRST_REQUEST: Final = 10.0
"""Seconds that a new connection has for the headers of its first request."""

KEEP_ALIVE: Final = 15.0
"""Seconds that an idle connection is kept between requests."""


class Connection(RequestHandler):
    """One connection that knows whether it has ever asked for something."""

    __slots__ = ("asked",)

    def __init__(self, *given: Any, **named: Any) -> None:
        """Take what aiohttp gives."""
        super().__init__(*given, **named)
        self.asked = False


class Refusing(asyncio.Protocol):
    """A connection too many: closed at once."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Close it."""
        if isinstance(transport, asyncio.Transport):
            transport.abort()


class Gate:
    """Makes the protocol of each new connection, within a number and a time."""

    def __init__(self, server: web.Server, limit: int) -> None:
        """Let at most `limit` connections be open at once."""
        self._server = server
        self._limit = limit

    def __call__(self) -> asyncio.Protocol:
        """Return the protocol for one more connection."""
        if len(self._server.connections) >= self._limit:
            return Refusing()
        loop = asyncio.get_running_loop()
        connection = Connection(self._server, loop=loop, keepalive_timeout=KEEP_ALIVE)
        loop.call_later(FIRST_REQUEST, _check, connection)
        return connection


def _check(connection: Connection) -> None:
    """Close a connection that has asked for nothing yet (dripping headers, or silence)."""
    if not connection.asked and connection.transport is not None:
        connection.force_close()


@web.middleware
async def heard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Note that this connection has asked for something."""
    if isinstance(request.protocol, Connection):
        request.protocol.asked = True
    return await handler(request)


def tls(cert: Path, key: Path) -> ssl.SSLContext:
    """Return the server's side of TLS 1.2 or later. Raises OSError for unreadable files."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(cert, key)
    return context
