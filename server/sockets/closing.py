"""How the sockets end: rooms are told, then every client is let go, in less than two seconds."""

import asyncio
import logging

from server.sockets.guarded import GuardedServer
from server.sockets.namespace import Namespace
from server.sockets.ports import Calls

log = logging.getLogger(__name__)

WITHIN = 1.5  # seconds


async def close_sockets(server: GuardedServer, namespace: Namespace, calls: Calls) -> None:
    """Refuse newcomers, tell live calls, close every transport, stop the server's own tasks.

    The transports are closed without a Socket.IO "disconnect": a browser then comes back by
    itself once the server is there again, and keeps its peer-to-peer media until then.
    """
    namespace.open = False
    try:
        async with asyncio.timeout(WITHIN):
            await calls.close()
            for eio_sid in list(server.eio.sockets):
                await server.hang_up(eio_sid)
    except TimeoutError:
        log.warning("sockets did not all close in time")
    await server.shutdown()
