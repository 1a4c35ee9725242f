"""What a change of a room asks to be done: signals to tell, errands, something to store."""

from dataclasses import dataclass, field
from typing import Literal

from consult.contract.signals import RoomSignal
from consult.domain.codes import Medium, Side
from consult.domain.ids import PersonId
from consult.domain.people import Actor

Why = Literal["finished", "cancelled", "access_ended", "elsewhere", "shutdown"]


@dataclass(frozen=True, slots=True)
class Tell:
    """Send this to these sockets."""

    sids: tuple[str, ...]
    signal: RoomSignal


@dataclass(frozen=True, slots=True)
class Left:
    """Errand: this person is not there any more."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class MediumChanged:
    """Errand: this person goes on over another medium."""

    person: PersonId
    medium: Medium


@dataclass(frozen=True, slots=True)
class Start:
    """Errand: both sides are there, start on behalf of this expert."""

    expert: Actor


@dataclass(frozen=True, slots=True)
class Interrupt:
    """Errand: this side has been gone for too long."""

    side: Side


@dataclass(frozen=True, slots=True)
class Resume:
    """Errand: both sides are there again."""


Errand = Left | MediumChanged | Start | Interrupt | Resume
"""What the consultation has to be asked for; the room's clerk does it, one after the other."""


@dataclass(slots=True)
class Doings:
    """What has to be done, in order."""

    tell: list[Tell] = field(default_factory=list)
    errands: list[Errand] = field(default_factory=list)
    store: Literal["no", "soon", "now"] = "no"
