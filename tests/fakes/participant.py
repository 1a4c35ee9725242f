"""A headless participant: a Socket.IO client with a peer connection, a tone and a picture.

Joins a room, negotiates as a browser does (perfect negotiation, but all candidates in the
description, for aiortc gathers before it offers), and counts what it gets from the other side.
"""

import asyncio
import contextlib
import fractions
import math
from dataclasses import dataclass, field
from typing import Any

import av
import numpy as np
import socketio
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCIceServer,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.mediastreams import AudioStreamTrack, MediaStreamError, VideoStreamTrack

RATE = 48000
STEP = RATE // 50  # samples of 20 ms


class Tone(AudioStreamTrack):
    """A sine tone, 16 bit mono."""

    def __init__(self, hertz: float = 440) -> None:
        """`hertz` tells participants apart."""
        super().__init__()
        self._hertz, self._sample = hertz, 0
        self._began: float | None = None

    async def recv(self) -> av.AudioFrame:
        """Return the next 20 ms, in time."""
        now = asyncio.get_running_loop().time()
        self._began = self._began if self._began is not None else now
        await asyncio.sleep(max(0, self._began + self._sample / RATE - now))
        at = np.arange(self._sample, self._sample + STEP)
        wave = (np.sin(2 * math.pi * self._hertz * at / RATE) * 12000).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = RATE, self._sample
        frame.time_base = fractions.Fraction(1, RATE)
        self._sample += STEP
        return frame


class Picture(VideoStreamTrack):
    """A small grey picture whose brightness moves: 160×120 at 30 frames a second."""

    async def recv(self) -> av.VideoFrame:
        """Return the next picture, in time."""
        pts, base = await self.next_timestamp()
        grey = np.full((120, 160, 3), (pts // 3000 * 5) % 256, dtype=np.uint8)
        grey[:, :: (pts // 3000) % 20 + 2] = 255
        frame = av.VideoFrame.from_ndarray(grey, format="rgb24")
        frame.pts, frame.time_base = pts, base
        return frame


@dataclass
class Heard:
    """What has come from the other side."""

    audio_frames: int = 0
    video_frames: int = 0
    loudest: int = 0  # of 32767
    size: tuple[int, int] = (0, 0)


@dataclass
class Participant:
    """One person in a room."""

    url: str
    cookie: str  # the Cookie header's value
    session: str
    hertz: float = 440
    ice_servers: tuple[RTCIceServer, ...] = ()
    ssl_verify: bool = True
    seat: str = ""
    connection: int = 0
    me: str = ""
    seats: list[dict[str, Any]] = field(default_factory=list)
    signals: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    heard: Heard = field(default_factory=Heard)
    peer: RTCPeerConnection | None = None

    async def join(self) -> dict[str, Any]:
        """Connect and take the seat; the media follow by themselves."""
        self._mail: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._partner: tuple[str, int] | None = None
        snapshot = await self.rejoin()
        self._start(self._work())
        return snapshot

    async def rejoin(self) -> dict[str, Any]:
        """Come back on a new socket, with the peer connection that is held."""
        self.socket = socketio.AsyncClient(reconnection=False, ssl_verify=self.ssl_verify)
        self.socket.on("room", self._on_room)
        self.socket.on("event", self.events.append)
        await self.socket.connect(
            self.url, headers={"Cookie": self.cookie}, transports=["websocket"]
        )
        wish = {"session": self.session, "seat": self.seat, "connection": self.connection}
        snapshot: dict[str, Any] = await self.socket.call("room.join", wish, timeout=10)
        assert snapshot["ok"], snapshot
        self.me, self.seat = snapshot["me"], snapshot["seat"]
        await self._see(snapshot["seats"])
        return snapshot

    async def ask(self, command: str, **data: Any) -> dict[str, Any]:
        """Send a room command and return its answer."""
        body = {"session": self.session, **data}
        answer: dict[str, Any] = await self.socket.call(command, body, timeout=10)
        return answer

    async def until_media(self, frames: int = 5, seconds: float = 20) -> None:
        """Wait until audio and video of the other side have been decoded."""
        async with asyncio.timeout(seconds):
            while min(self.heard.audio_frames, self.heard.video_frames) < frames:
                await asyncio.sleep(0.05)

    async def close(self) -> None:
        """End, as a closed tab does."""
        if self.socket.connected:
            await self.socket.disconnect()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.peer is not None:
            await self.peer.close()

    async def _on_room(self, signal: dict[str, Any]) -> None:
        self.signals.append(signal)
        self._mail.put_nowait(signal)

    async def _work(self) -> None:
        """Take the room's signals one after the other, as they came."""
        while True:
            signal = await self._mail.get()
            if signal["type"] == "room.seats":
                await self._see(signal["seats"])
            elif signal["type"] == "room.peer" and signal["description"]:
                await self._described(signal)

    async def _see(self, seats: list[dict[str, Any]]) -> None:
        self.seats = seats
        mine = next((one for one in seats if one["person"] == self.me), None)
        other = next((one for one in seats if one["person"] != self.me), None)
        if mine is None or other is None:
            return
        self.connection = mine["connection"]
        partner = (other["person"], other["connection"])
        if partner != self._partner:
            self._partner = partner
            await self._connect(offer=not mine["polite"])

    async def _connect(self, *, offer: bool) -> None:
        """Make a new peer connection; the impolite side offers."""
        if self.peer is not None:
            await self.peer.close()
        self.peer = peer = RTCPeerConnection(RTCConfiguration(iceServers=list(self.ice_servers)))
        peer.on("track", lambda track: self._start(self._listen(track)))
        if offer:
            peer.addTrack(Tone(self.hertz))
            peer.addTrack(Picture())
            await peer.setLocalDescription(await peer.createOffer())
            await self._send(peer)

    async def _described(self, signal: dict[str, Any]) -> None:
        description = signal["description"]
        peer, partner = self.peer, (signal["sender"], signal["connection"])
        if peer is None or partner != self._partner:
            return
        if description["type"] == "answer" and peer.signalingState != "have-local-offer":
            return
        await peer.setRemoteDescription(
            RTCSessionDescription(sdp=description["sdp"], type=description["type"])
        )
        if description["type"] == "offer":
            if not any(sender.track for sender in peer.getSenders()):
                peer.addTrack(Tone(self.hertz))
                peer.addTrack(Picture())
            await peer.setLocalDescription(await peer.createAnswer())
            await self._send(peer)

    async def _send(self, peer: RTCPeerConnection) -> None:
        assert self._partner is not None
        local = peer.localDescription
        self._start(self._signal(self._partner, {"type": local.type, "sdp": local.sdp}))

    async def _signal(self, partner: tuple[str, int], description: dict[str, str]) -> None:
        answer = await self.ask(
            "room.signal",
            to=partner[0],
            connection=self.connection,
            to_connection=partner[1],
            description=description,
        )
        stale = answer.get("problem", {}).get("code") == "stale_connection"
        assert answer["ok"] or stale, answer

    async def _listen(self, track: MediaStreamTrack) -> None:
        with contextlib.suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                if isinstance(frame, av.AudioFrame):
                    self.heard.audio_frames += 1
                    loud = int(np.abs(frame.to_ndarray().astype(np.int32)).max())
                    self.heard.loudest = max(self.heard.loudest, loud)
                else:
                    self.heard.video_frames += 1
                    self.heard.size = (frame.width, frame.height)

    def _start(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
