"""The link test with a real peer: what a browser would measure, and what is refused."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from consult.contract.commands import LinkTestOffer
from consult.domain.errors import Invalid, Refused
from server.media.link_test import LinkTests
from server.tasks import Tasks
from tests.fakes.meeting import NewIds
from tests.fakes.participant import Picture, Tone


@pytest.fixture
async def tests() -> AsyncIterator[LinkTests]:
    """Return the server's side, for two at a time."""
    async with Tasks() as tasks:
        one = LinkTests(tasks=tasks, ids=NewIds(), limit=2)
        yield one
        await one.close()


class Nurse:
    """A browser that tests its line."""

    def __init__(self) -> None:
        """Offer both channels."""
        self.peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.link = self.peer.createDataChannel("link")
        self.loss = self.peer.createDataChannel("loss", ordered=False, maxRetransmits=0)
        self.got: asyncio.Queue[Any] = asyncio.Queue()
        self.link.on("message", self.got.put_nowait)
        self.loss.on("message", self.got.put_nowait)

    async def connect(self, tests: LinkTests) -> None:
        """Have the offer answered, and wait for the channels."""
        await self.peer.setLocalDescription(await self.peer.createOffer())
        answer = await tests.answer(LinkTestOffer(sdp=self.peer.localDescription.sdp))
        await self.peer.setRemoteDescription(RTCSessionDescription(sdp=answer.sdp, type="answer"))
        async with asyncio.timeout(10):
            while "open" not in {self.link.readyState} & {self.loss.readyState}:
                await asyncio.sleep(0.01)

    async def next(self) -> Any:
        """Return the next message: parsed JSON, or bytes."""
        message = await asyncio.wait_for(self.got.get(), 5)
        return message if isinstance(message, bytes) else json.loads(message)


@pytest.fixture
async def nurse(tests: LinkTests) -> AsyncIterator[Nurse]:
    """Return somebody who is connected."""
    one = Nurse()
    await one.connect(tests)
    yield one
    await one.peer.close()


async def test_round_trip_and_loss(nurse: Nurse) -> None:
    """Each ping comes back on its channel, with the count of those that arrived."""
    nurse.link.send(json.dumps({"t": "ping", "n": 1, "at": 12.5}))
    assert await nurse.next() == {"t": "pong", "n": 1, "at": 12.5, "seen": 1}
    for number in range(20):
        nurse.loss.send(json.dumps({"t": "ping", "n": number, "at": 0}))
    pongs = [await nurse.next() for _ in range(20)]
    assert sorted(one["n"] for one in pongs) == list(range(20))
    assert max(one["seen"] for one in pongs) == 20


async def test_rates(nurse: Nurse) -> None:
    """A burst down has exactly the bytes asked for; a burst up is counted and timed."""
    nurse.link.send(json.dumps({"t": "down", "bytes": 100_000}))
    size = 0
    while isinstance(one := await nurse.next(), bytes):
        size += len(one)
    assert (size, one) == (100_000, {"t": "done", "bytes": 100_000})

    for _ in range(5):
        nurse.link.send(bytes(10_000))
    nurse.link.send(json.dumps({"t": "up-done"}))
    result = await nurse.next()
    assert result["bytes"] == 50_000
    assert 0 <= result["ms"] < 5000


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("{", "unreadable"),
        ("[]", "unreadable"),
        ("[" * 2000, "unreadable"),
        ('{"t":"ping"}', "unreadable"),
        ('{"t":"down","bytes":-1}', "unreadable"),
        ('{"t":"down","bytes":1000001}', "too_much"),
        ("x" * 3000, "unreadable"),
    ],
)
async def test_what_cannot_be_read(nurse: Nurse, asked: str, code: str) -> None:
    """It is answered, and the channel stays open."""
    nurse.link.send(asked)
    assert await nurse.next() == {"t": "error", "code": code}
    nurse.link.send(json.dumps({"t": "ping", "n": 1, "at": 0}))
    assert (await nurse.next())["t"] == "pong"


async def test_audio_comes_back(tests: LinkTests) -> None:
    """The nurse's own voice is echoed; video is refused."""
    nurse = Nurse()
    nurse.peer.addTrack(Tone())
    nurse.peer.addTrack(Picture())
    heard: list[Any] = []
    nurse.peer.on("track", heard.append)
    await nurse.connect(tests)
    track = next(one for one in heard if one.kind == "audio")
    loudest = 0
    async with asyncio.timeout(10):
        while loudest < 3000:
            loudest = int(abs((await track.recv()).to_ndarray()).max())
    directions = {one.kind: one.currentDirection for one in nurse.peer.getTransceivers()}
    assert directions == {"audio": "sendrecv", "video": "inactive"}
    await nurse.peer.close()


OFFER = """v=0
o=- 1 1 IN IP4 127.0.0.1
s=-
t=0 0
m=audio 9 UDP/TLS/RTP/SAVPF 111
c=IN IP4 0.0.0.0
"""


OFFERS = [
    "",
    "x",
    "v=0",
    "\x00" * 100,
    OFFER,
    OFFER + "a=rtpmap:x y\n",
    OFFER + "a=fingerprint:sha-256\n",
    OFFER + "a=candidate:1 1 udp\n",
    OFFER + "a=ice-ufrag:a\na=ice-pwd:b\na=setup:actpass\n",
    OFFER.replace("111", "x"),
    OFFER + OFFER.splitlines()[4] * 1,
    "\n".join([OFFER] + ["m=audio 9 UDP/TLS/RTP/SAVPF 111"] * 64),
    "漢" * 30_000,
]


@pytest.mark.parametrize("number", range(len(OFFERS)))
async def test_an_offer_that_cannot_be_read(tests: LinkTests, number: int) -> None:
    """Whatever the parser meets, the offer is refused as invalid and nothing stays behind."""
    with pytest.raises(Invalid):
        await tests.answer(LinkTestOffer(sdp=OFFERS[number]))
    assert tests.running() == 0


async def test_too_many(tests: LinkTests, nurse: Nurse) -> None:
    """Beyond the limit one is asked to wait; a test that ends frees its place."""
    other = Nurse()
    await other.connect(tests)
    third = Nurse()
    with pytest.raises(Refused) as refused:
        await third.connect(tests)
    await third.peer.close()
    assert refused.value.code == "link_test_busy"
    await other.peer.close()
    await nurse.peer.close()
    async with asyncio.timeout(10):
        while tests.running():
            await asyncio.sleep(0.05)


async def test_it_ends_in_time() -> None:
    """A test that is left open is closed by the server."""
    async with Tasks() as tasks:
        tests = LinkTests(tasks=tasks, ids=NewIds(), life=timedelta(milliseconds=300))
        nurse = Nurse()
        await nurse.connect(tests)
        async with asyncio.timeout(5):
            while tests.running():
                await asyncio.sleep(0.05)
        await nurse.peer.close()
        await tests.close()
