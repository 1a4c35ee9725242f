"""Running the application: bind, serve, and stop in order when asked to."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from server.app import create_app
from server.http.listening import KEEP_ALIVE, Gate, tls
from server.settings import Settings

Ready = Callable[[Settings], Awaitable[None] | None]

HANDLERS = 5.0
"""Seconds that requests under way may still take at the end."""


class AddressTaken(Exception):
    """Somebody else listens on the address already."""


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one. Raises AddressTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise AddressTaken(f"{host}:{port}: {error.strerror}") from error
    listening.listen(1024)
    listening.setblocking(False)
    return listening


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[Settings]:
    """Serve while the context is open; yields the settings with the port that was taken.

    The order at the end: stop accepting, close the sockets and the calls (the application's
    shutdown), wait for requests under way, stop the jobs, dispose of the database.
    """
    listening = bind(settings.host, settings.port)
    settings = settings.model_copy(update={"port": listening.getsockname()[1]})
    context = (
        tls(settings.tls_cert, settings.tls_key) if settings.tls_cert and settings.tls_key else None
    )
    runner = web.AppRunner(
        create_app(settings),
        access_log=None,
        shutdown_timeout=HANDLERS,
        keepalive_timeout=KEEP_ALIVE,
    )
    with contextlib.closing(listening):
        await runner.setup()
        try:
            if runner.server is None:
                raise RuntimeError("the runner has no server")
            gate = Gate(runner.server, settings.connections)
            door = await asyncio.get_running_loop().create_server(
                gate, sock=listening, ssl=context, ssl_handshake_timeout=10 if context else None
            )
            try:
                yield settings
            finally:
                door.close()
        finally:
            await runner.cleanup()


async def run(settings: Settings, ready: Ready) -> None:
    """Serve until SIGTERM or SIGINT; call `ready` once it answers."""
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stopped.set)
    async with serving(settings) as served:
        told = ready(served)
        if told is not None:
            await told
        await stopped.wait()
