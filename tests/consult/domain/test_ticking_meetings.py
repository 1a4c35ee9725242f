"""What time alone does to a meeting under way."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from consult.domain.case import Case, CaseState
from consult.domain.casefile import CaseFile
from consult.domain.codes import Medium, Side
from consult.domain.conclusion import Gap
from consult.domain.form import Slot
from consult.domain.ids import CaseId, InvitationId, OrganisationId, PersonId, SessionId
from consult.domain.invitation import Invitation, InvitationState
from consult.domain.people import Clocks
from consult.domain.session import Attendance, Session, SessionState
from consult.domain.ticking import _session, gone_side
from tests.fakes.world import NOON

DOCTOR, EXPERT = PersonId(UUID(int=1)), PersonId(UUID(int=2))
MINUTE = timedelta(minutes=1)


def attended(person: PersonId, side: Side, left: datetime | None) -> Attendance:
    """One span in the room, from noon on."""
    return Attendance(person=person, side=side, joined_at=NOON, left_at=left, medium=Medium.VIDEO)


def live(doctor_left: datetime | None, expert_left: datetime | None) -> tuple[CaseFile, Session]:
    """A live meeting of the two."""
    session = Session(
        id=SessionId(UUID(int=3)),
        case=CaseId(UUID(int=4)),
        slot=Slot(start=NOON, end=NOON + 30 * MINUTE),
        state=SessionState.LIVE,
        started_at=NOON,
        checked_in=(DOCTOR, EXPERT),
        attendance=(
            attended(DOCTOR, Side.REQUESTING, doctor_left),
            attended(EXPERT, Side.EXPERT, expert_left),
        ),
    )
    case = Case(
        id=session.case,
        token=UUID(int=5),
        site=OrganisationId(UUID(int=6)),
        author=DOCTOR,
        created_at=NOON,
        state=CaseState.ACCEPTED,
    )
    invitation = Invitation(
        id=InvitationId(UUID(int=7)),
        case=case.id,
        expert=EXPERT,
        organisation=OrganisationId(UUID(int=8)),
        invited_at=NOON,
        due_at=NOON,
        state=InvitationState.ACCEPTED,
    )
    return CaseFile(case=case, sessions=(session,), invitations=(invitation,)), session


def test_both_are_there() -> None:
    """Nothing happens while both sides are in the room."""
    file, session = live(None, None)
    assert gone_side(file, session, NOON + MINUTE, Clocks()) is None
    assert _session(file, session, NOON + MINUTE, Clocks()) is None


def test_one_side_is_gone_for_long() -> None:
    """After 20 s the meeting is interrupted, from the moment at which that side left."""
    left = NOON + MINUTE
    for doctor, expert, side in ((left, None, "requesting"), (None, left, "expert")):
        file, session = live(doctor, expert)
        assert _session(file, session, left + timedelta(seconds=19), Clocks()) is None
        change = _session(file, session, left + timedelta(seconds=20), Clocks())
        assert change is not None
        broken = change.file.sessions[0]
        assert broken.state is SessionState.INTERRUPTED
        assert broken.gaps == (Gap(start=left, end=None, side=side),)


def test_an_interruption_asks_for_attention_once() -> None:
    """Ten minutes after the break the dispatcher is asked, and not again."""
    file, session = live(NOON, None)
    broken = replace(
        session,
        state=SessionState.INTERRUPTED,
        gaps=(Gap(start=NOON, end=None, side="requesting"),),
    )
    assert _session(file, broken, NOON + 9 * MINUTE, Clocks()) is None
    asked = _session(file, broken, NOON + 10 * MINUTE, Clocks())
    assert asked is not None
    [now] = asked.file.sessions
    assert now.attention
    assert _session(asked.file, now, NOON + 20 * MINUTE, Clocks()) is None


def test_a_finished_meeting_is_left_alone() -> None:
    """Time does nothing to what has ended."""
    file, session = live(NOON, NOON)
    ended = replace(session, state=SessionState.FINISHED)
    assert _session(file, ended, NOON + 60 * MINUTE, Clocks()) is None
