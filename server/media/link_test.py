"""The link test: a peer of the server's that answers a browser for 20 s at most.

The browser offers (all candidates gathered) and opens one or two data channels: `link` (reliable,
ordered) for round trip and rates, `loss` (unordered, no retransmission) for loss. Text frames are
JSON of at most 2 KiB; binary frames are load.

| browser                        | server                                                         |
|--------------------------------|----------------------------------------------------------------|
| {"t":"ping","n":int,"at":num}  | {"t":"pong","n","at","seen"}: seen = pings that have come here |
| {"t":"down","bytes":n ≤ 10⁶}   | chunks of ≤ 16 KiB, n bytes in all, then {"t":"done","bytes"}  |
| chunks, then {"t":"up-done"}   | {"t":"up-result","bytes","ms"}: ms since the first chunk       |
| anything else                  | {"t":"error","code":"unreadable"} or "too_much"                |

At most 2 MB each way a test. Audio that is offered is echoed; video is refused. No STUN or TURN
server is asked: host candidates only (`iceServers=[]`; the library's default is a public server).
"""

import asyncio
import logging
from datetime import timedelta
from uuid import UUID

from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCDataChannel,
    RTCPeerConnection,
    RTCSessionDescription,
)

from consult.contract.commands import LinkTestOffer
from consult.contract.views import LinkTestAnswer
from consult.domain.errors import FieldProblem, Invalid, Refused
from consult.ports import Ids
from server.media.link_channel import Budget, LinkChannel
from server.tasks import Tasks

log = logging.getLogger(__name__)

SDP_LIMIT = 64 * 1024  # bytes
SECTIONS = 64
ANSWER_WITHIN = 5  # seconds
UNREADABLE = (FieldProblem(path="sdp", code="unreadable"),)


class LinkTests:
    """All link tests that run now: few, and none for long."""

    def __init__(
        self, *, tasks: Tasks, ids: Ids, limit: int = 8, life: timedelta = timedelta(seconds=20)
    ) -> None:
        """`limit` at a time; each ends after `life`."""
        self._tasks, self._ids, self._limit, self._life = tasks, ids, limit, life
        self._peers: dict[UUID, RTCPeerConnection] = {}

    def running(self) -> int:
        """Return how many run now."""
        return len(self._peers)

    async def answer(self, offer: LinkTestOffer) -> LinkTestAnswer:
        """Answer a browser's offer with a peer of its own.

        Raises Invalid for an offer that cannot be read (whatever is wrong with it), and
        Refused("link_test_busy", retry_after=seconds) when too many tests run.
        """
        _guard(offer.sdp)
        if len(self._peers) >= self._limit:
            raise Refused("link_test_busy", retry_after=int(self._life.total_seconds()))
        name = self._ids.new()
        peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._peers[name] = peer
        _serve(peer)
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                sdp = await _negotiate(peer, offer.sdp)
        except Exception as error:
            await self._end(name)
            log.info("link test: offer refused: %s", type(error).__name__)
            raise Invalid(UNREADABLE) from error
        except BaseException:
            await self._end(name)
            raise
        _ = self._tasks.start(self._expire(name, peer), name=f"link test {name}")
        return LinkTestAnswer(id=str(name), sdp=sdp)

    async def close(self) -> None:
        """End all of them."""
        for name in list(self._peers):
            await self._end(name)

    async def _expire(self, name: UUID, peer: RTCPeerConnection) -> None:
        over = asyncio.Event()

        @peer.on("connectionstatechange")
        def changed() -> None:
            if peer.connectionState in {"closed", "failed"}:
                over.set()

        try:
            async with asyncio.timeout(self._life.total_seconds()):
                await over.wait()
        except TimeoutError:
            pass
        finally:
            await self._end(name)

    async def _end(self, name: UUID) -> None:
        """Close a peer; not to be broken off half-way, its library does not forgive that."""
        peer = self._peers.get(name)
        if peer is not None:
            await asyncio.shield(peer.close())
            self._peers.pop(name, None)


def _guard(sdp: str) -> None:
    too_long = len(sdp.encode()) > SDP_LIMIT
    sections = sum(line.startswith("m=") for line in sdp.splitlines())
    if too_long or not 1 <= sections <= SECTIONS:
        raise Invalid(UNREADABLE)


def _serve(peer: RTCPeerConnection) -> None:
    budget, loop = Budget(), asyncio.get_running_loop()

    @peer.on("datachannel")
    def opened(channel: RTCDataChannel) -> None:
        channel.on("message", LinkChannel(channel, budget, loop.time).on_message)

    @peer.on("track")
    def sent(track: MediaStreamTrack) -> None:
        if track.kind == "audio":
            peer.addTrack(track)


async def _negotiate(peer: RTCPeerConnection, sdp: str) -> str:
    await peer.setRemoteDescription(RTCSessionDescription(sdp=sdp, type="offer"))
    for transceiver in peer.getTransceivers():
        if transceiver.kind == "video":
            transceiver.direction = "inactive"
    await peer.setLocalDescription(await peer.createAnswer())
    return str(peer.localDescription.sdp)
