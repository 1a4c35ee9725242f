"""Socket messages: commands of the room with their answers, and fleeting signals without a seq.

Every command is acknowledged: {"ok": true, ...} or {"ok": false, "problem": Problem}.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from consult.contract.base import Message
from consult.contract.events import ServerEvent
from consult.domain.codes import Medium, Side
from consult.domain.session import SessionState

Point = tuple[float, float]


class Window(Message):
    """Window level in modality units (Hounsfield for CT)."""

    centre: float
    width: Annotated[float, Field(ge=1)]


class SharedView(Message):
    """What the leader looks at, in image coordinates (pixels of the image, origin top left)."""

    study: Annotated[str, Field(max_length=64)]
    series: Annotated[str, Field(max_length=64)]
    sop: Annotated[str, Field(max_length=64)]
    frame: Annotated[int, Field(ge=1)] = 1
    centre: Point
    scale: Annotated[float, Field(gt=0, le=1000)]  # 1 = fits the viewport
    rotation: Annotated[int, Field(ge=0, le=359)] = 0  # degrees clockwise
    flip: bool = False
    window: Window | None = None
    invert: bool = False


class WatchCase(Message):
    """ "case.watch": from now on send this case's events; answer with those after `seq`."""

    case: UUID
    seq: Annotated[int, Field(ge=0)]


class WatchAnswer(Message):
    """The events missed, oldest first; `resync` means too many: fetch the view again."""

    ok: Literal[True] = True
    events: tuple[ServerEvent, ...] = ()
    resync: bool = False


class JoinRoom(Message):
    """ "room.join": take one's seat. `seat` is the token of an earlier join, to return to it.

    `connection` is the number that this page's peer connections still belong to (0 after a
    reload): if it is the seat's number, it is kept, and the media go on untouched.
    """

    session: UUID
    seat: Annotated[str, Field(max_length=100)] = ""
    connection: Annotated[int, Field(ge=0)] = 0
    medium: Medium = Medium.VIDEO


class SeatView(Message):
    """One person's place in the room; it outlives the socket by 45 s."""

    person: UUID
    name: str
    title: str
    side: Side
    polite: bool  # in perfect negotiation
    connection: int  # rises with every (re)join: an old peer connection is then void
    state: Literal["present", "reconnecting", "away"]
    audio: bool
    video: bool
    medium: Medium


class RoomSnapshot(Message):
    """All that a late joiner needs; at most 8 KiB."""

    ok: Literal[True] = True
    session: UUID
    case: UUID
    rev: int
    seat: str  # the joiner's seat token, for coming back
    me: UUID
    state: SessionState
    started_at: AwareDatetime | None
    seats: tuple[SeatView, ...]
    leader: UUID | None
    view: SharedView | None
    view_seq: int
    recording: bool = False
    server_time: AwareDatetime


class LeaveRoom(Message):
    """ "room.leave": hang up. The seat is given back, the session goes on."""

    session: UUID


class Description(Message):
    """A session description, as RTCSessionDescription."""

    type: Literal["offer", "answer", "pranswer", "rollback"]
    sdp: Annotated[str, Field(max_length=65536)]


class Candidate(Message):
    """A trickled candidate, as RTCIceCandidateInit; an empty one ends the candidates."""

    candidate: Annotated[str, Field(max_length=1000)]
    sdp_mid: str | None = None
    sdp_m_line_index: int | None = None
    username_fragment: str | None = None


class SignalPeer(Message):
    """ "room.signal": to one other seat. `connection` pairs are checked, so that late ones die."""

    session: UUID
    to: UUID
    connection: int  # of the sender
    to_connection: int
    description: Description | None = None
    candidate: Candidate | None = None


class SetMedia(Message):
    """ "room.media": what the sender's microphone and camera do now."""

    session: UUID
    audio: bool
    video: bool
    medium: Medium


class ShareView(Message):
    """ "room.view": the leader's view and pointer, at most 20 a second, newest wins."""

    session: UUID
    view_seq: Annotated[int, Field(ge=0)]
    view: SharedView
    pointer: Point | None = None


class TakeLead(Message):
    """ "room.lead": the sender leads from now on (lead=True), or nobody does."""

    session: UUID
    lead: bool = True


class ReportStats(Message):
    """ "room.stats": a getStats summary of the last 10 s; at most 1 KiB."""

    session: UUID
    peer: UUID
    seconds: float
    path: Literal["host", "srflx", "prflx", "relay", "unknown"] = "unknown"
    round_trip_ms: float | None = None
    packets_lost: int = 0
    packets_received: int = 0
    frames_decoded: int = 0
    frozen_seconds: float = 0
    concealed_samples: int = 0
    audio_samples: int = 0
    bytes_received: int = 0
    bytes_sent: int = 0
    join_ms: float | None = None  # join → first remote frame, once


class Accepted(Message):
    """The plain answer to a command."""

    ok: Literal[True] = True


class RoomSeats(Message):
    """ "room": who is there has changed."""

    type: Literal["room.seats"] = "room.seats"
    session: UUID
    rev: int
    seats: tuple[SeatView, ...]
    leader: UUID | None
    state: SessionState
    started_at: AwareDatetime | None


class RoomPeer(Message):
    """ "room": a description or candidate from another seat."""

    type: Literal["room.peer"] = "room.peer"
    session: UUID
    sender: UUID
    connection: int
    description: Description | None = None
    candidate: Candidate | None = None


class RoomView(Message):
    """ "room": where the leader looks and points."""

    type: Literal["room.view"] = "room.view"
    session: UUID
    sender: UUID
    view_seq: int
    view: SharedView
    pointer: Point | None = None


class RoomClosed(Message):
    """ "room": the session has ended, or the receiver's access has."""

    type: Literal["room.closed"] = "room.closed"
    session: UUID
    reason: Literal["finished", "cancelled", "access_ended", "elsewhere", "shutdown"]


RoomSignal = Annotated[RoomSeats | RoomPeer | RoomView | RoomClosed, Field(discriminator="type")]
"""Server → client on the Socket.IO message "room"."""
