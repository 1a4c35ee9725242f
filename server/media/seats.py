"""A seat: one person's place in a room. It outlives the socket, and the page behind it."""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Literal

from consult.contract.signals import RoomPeer, SeatView
from consult.domain.codes import Medium, Side
from consult.domain.ids import PersonId
from consult.domain.people import Actor
from consult.ports import SeatState
from server.media.ports import Entry, RoomTimes

KEPT_SIGNALS = 64
"""So many descriptions and candidates wait for a seat that is reconnecting."""

Shown = Literal["present", "reconnecting", "away"]


def token_hash(token: str) -> str:
    """Return what is kept of a seat token: SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(slots=True, kw_only=True)
class Seat:
    """One place. `sid` is "" while no socket serves it; `lost_at` is in seconds of the loop."""

    person: PersonId
    actor: Actor
    side: Side
    polite: bool
    qualified: bool
    name: str = ""
    title: str = ""
    medium: Medium = Medium.VIDEO
    token_sha256: str = ""
    connection: int = 0
    sid: str = ""
    lost_at: float = 0
    shown: Shown = "present"
    audio: bool = False
    video: bool = False
    view_number: int = -1  # of the last shared view that came over this connection
    kept: list[RoomPeer] = field(default_factory=list)

    @classmethod
    def of(cls, entry: Entry) -> "Seat":
        """Return a fresh seat for somebody who comes in."""
        return cls(
            person=entry.person,
            actor=entry.actor,
            side=entry.side,
            polite=entry.polite,
            qualified=entry.qualified,
            name=entry.name,
            title=entry.title,
        )

    def rename(self, entry: Entry) -> None:
        """Take over what is known of the person now."""
        self.actor, self.name, self.title = entry.actor, entry.name, entry.title
        self.side, self.polite = entry.side, entry.polite
        self.qualified = entry.qualified

    def opens_with(self, token: str) -> bool:
        """Say whether this is the token that the seat was given with."""
        return bool(token) and hmac.compare_digest(self.token_sha256, token_hash(token))

    def seen(self, now: float, times: RoomTimes) -> Shown:
        """Return what others see of it at `now`."""
        if self.sid:
            return "present"
        gone = now - self.lost_at
        if gone >= times.side_gone.total_seconds():
            return "away"
        return "reconnecting" if gone >= times.reconnecting.total_seconds() else "present"

    def keep(self, signal: RoomPeer) -> bool:
        """Keep a signal until the seat is back; False when too many wait already."""
        if len(self.kept) >= KEPT_SIGNALS:
            return False
        self.kept.append(signal)
        return True

    def view(self) -> SeatView:
        """Return what the others are told."""
        return SeatView(
            person=self.person,
            name=self.name,
            title=self.title,
            side=self.side,
            polite=self.polite,
            connection=self.connection,
            state=self.shown,
            audio=self.audio,
            video=self.video,
            medium=self.medium,
        )

    def at_rest(self) -> SeatState:
        """Return what a restart has to find."""
        return SeatState(
            person=self.person, token_sha256=self.token_sha256, connection=self.connection
        )
