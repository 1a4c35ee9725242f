"""Slots: when they are good, whom they take, and what a change of sessions claims or frees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from consult.domain.case import Case
from consult.domain.casefile import CaseFile
from consult.domain.form import Slot
from consult.domain.ids import SessionId
from consult.domain.invitation import InvitationState
from consult.domain.refusals import Refusal, refuse_if
from consult.domain.session import ENDS, Session

EMERGENCY_LENGTH: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Claim:
    """A session takes a slot of all these resources ("person:…", "patient:…")."""

    session: SessionId
    resources: tuple[str, ...]
    slot: Slot
    yields: bool = False  # an emergency goes ahead even where something is taken


def overlap(one: Slot, other: Slot) -> bool:
    """Whether two slots share time; touching ends do not."""
    return one.start < other.end and other.start < one.end


def free(slot: Slot, taken: Iterable[Slot]) -> bool:
    """Whether the slot overlaps none of those taken."""
    return not any(overlap(slot, one) for one in taken)


def check_slot(slot: Slot, now: datetime) -> None:
    """Raise Refused for a slot that runs backwards, begins in the past or outlasts a day."""
    refuse_if(slot.end <= slot.start, Refusal.SLOT_REVERSED)
    refuse_if(slot.end - slot.start > LONGEST, Refusal.SLOT_LONG)
    refuse_if(slot.start <= now, Refusal.SLOT_PAST)


def resources(file: CaseFile) -> tuple[str, ...]:
    """Return whom a session of this case takes: author, patient and accepted experts."""
    return (*_asking(file.case), *sorted(_experts(file)))


def _asking(case: Case) -> tuple[str, ...]:
    author = f"person:{case.author}"
    return (author,) if case.patient is None else (author, f"patient:{case.patient}")


def _experts(file: CaseFile) -> list[str]:
    accepted = (one for one in file.invitations if one.state is InvitationState.ACCEPTED)
    return [f"person:{one.expert}" for one in accepted]


def _held(file: CaseFile) -> dict[SessionId, Session]:
    return {one.id: one for one in file.sessions if one.state not in ENDS}


def freed(before: CaseFile, after: CaseFile) -> tuple[SessionId, ...]:
    """Return the sessions whose slot is given back: ended ones, and those that moved."""
    now = _held(after)
    return tuple(
        session.id
        for session in _held(before).values()
        if session.id not in now or now[session.id].slot != session.slot
    )


def claimed(before: CaseFile, after: CaseFile) -> tuple[Claim, ...]:
    """Return what new and moved sessions take."""
    old = _held(before)
    return tuple(
        Claim(session.id, resources(after), session.slot, yields=session.emergency)
        for session in _held(after).values()
        if session.id not in old or old[session.id].slot != session.slot
    )
