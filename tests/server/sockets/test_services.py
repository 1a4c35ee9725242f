"""The sockets on the real services and the world in memory: the meeting of a case, end to end."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from consult.contract.commands import FinishSession, RemoveInvitation
from consult.domain.codes import Medium
from consult.domain.ids import CaseId, InvitationId, PersonId, SessionId
from consult.domain.session import SessionState
from consult.services import invitations, rooms, sessions
from server.media.meetings import ServiceMeetings
from server.sockets.events import ServiceEvents
from tests.consult.services.path import Path
from tests.server.sockets.conftest import QUICK, Browser, Place


class Unhurried(ServiceMeetings):
    """The real services, on a database that takes its time to note a departure."""

    late = 0.0  # seconds

    async def leave(self, person: PersonId, session: SessionId) -> None:
        """Close the attendance, late."""
        await asyncio.sleep(self.late)
        await super().leave(person, session)


class Case:
    """A case on its way, and sockets on top of it."""

    def __init__(self, place: Place, path: Path) -> None:
        """Everybody may sign in."""
        self.place, self.path, self.told = place, path, 0
        self.session = path.session

    async def join(self, who: str, **wish: object) -> tuple[Browser, dict[str, object]]:
        """Connect somebody and take the seat."""
        browser = await self.place.browser(self.path.world.actors[who])
        answer = await browser.ask("room.join", session=str(self.session), **wish)
        return browser, answer

    async def relay(self) -> None:
        """Do what the outbox's job does."""
        events = self.path.world.events[self.told :]
        self.told += len(events)
        await self.place.sockets.publish(events)


@pytest.fixture
async def case() -> AsyncIterator[Case]:
    """Return an accepted case whose booked time has come."""
    path = Path()
    await path.accept()
    path.world.clock.at = path.file.sessions[-1].slot.start
    place = Place(QUICK, meetings=Unhurried(path.ports), events=ServiceEvents(path.ports))
    place.sign_ins.actors = {str(one.person): one for one in path.world.actors.values()}
    await place.start()
    yield Case(place, path)
    await place.close()


def state(case: Case) -> SessionState:
    """Return where the session stands."""
    return case.path.file.sessions[-1].state


async def test_a_meeting(case: Case) -> None:
    """Joining checks in, two sides start it, hanging up ends nothing, finishing closes it."""
    doctor, first = await case.join("doctor")
    assert first["ok"], first
    assert state(case) is SessionState.OPEN
    expert, second = await case.join("expert")
    assert second["ok"], second
    await doctor.until(lambda: state(case) is SessionState.LIVE)
    await doctor.until(lambda: doctor.told("room.seats")[-1]["state"] == "live")

    await doctor.ask("room.leave", session=str(case.session))
    await expert.until(lambda: len(case.path.file.sessions[-1].attendance) == 2)
    await expert.until(lambda: state(case) is SessionState.INTERRUPTED)
    await doctor.ask("room.join", session=str(case.session))
    await expert.until(lambda: state(case) is SessionState.LIVE)

    actor = case.path.world.actors["expert"]
    await sessions.move(case.path.ports, actor, case.path.case, case.session, FinishSession())
    await case.relay()
    for one in (doctor, expert):
        await one.until(lambda one=one: one.told("room.closed"))
        assert one.told("room.closed")[0]["reason"] == "finished"
    await doctor.until(lambda: doctor.events and expert.events)


async def test_killed_in_the_meeting(case: Case) -> None:
    """What the services stored brings everybody back to seat, connection and lead."""
    _, first = await case.join("doctor")
    expert, second = await case.join("expert")
    await expert.ask("room.lead", session=str(case.session))
    seats = {one["person"]: one["connection"] for one in second["seats"]}
    await case.place.kill()
    await case.place.start()
    mine = seats[second["me"]]
    _, again = await case.join("expert", seat=second["seat"], connection=mine)

    assert again["ok"], again
    assert {one["person"]: one["connection"] for one in again["seats"]} == seats
    assert again["leader"] == second["me"]
    assert {one["name"] for one in again["seats"]} == {"王建国", "陈静"}
    assert first["seat"] != again["seat"]


async def test_hanging_up_and_coming_back_at_once(case: Case) -> None:
    """The departure is on record before the arrival: who is in the room is noted as there."""
    doctor, _ = await case.join("doctor")
    case.place.meetings.late = 0.2
    await doctor.ask("room.leave", session=str(case.session))
    await doctor.ask("room.join", session=str(case.session))
    await asyncio.sleep(0.4)
    spans = case.path.file.sessions[-1].attendance
    assert [one.left_at is None for one in spans] == [False, True]


async def test_killed_and_nobody_comes_back(case: Case) -> None:
    """The seats wait a while; then everybody has left, and the meeting is interrupted."""
    await case.join("doctor")
    expert, _ = await case.join("expert")
    await expert.until(lambda: state(case) is SessionState.LIVE)
    await case.place.kill()
    await case.place.start()
    await case.place.calls.reopen([case.session])
    async with asyncio.timeout(5):
        while any(one.left_at is None for one in case.path.file.sessions[-1].attendance):
            await asyncio.sleep(0.02)
    assert state(case) is SessionState.INTERRUPTED
    assert case.path.file.sessions[-1].gaps[-1].end is None


async def test_killed_before_the_seat_was_stored(case: Case) -> None:
    """Who has no seat to come back to is not noted as being there."""
    actor = case.path.world.actors["doctor"]
    await rooms.joined(case.path.ports, actor, case.session, Medium.VIDEO)
    await case.place.calls.reopen([case.session])
    [span] = case.path.file.sessions[-1].attendance
    assert span.left_at is not None


async def test_outsiders(case: Case) -> None:
    """An expert who was not asked, another site and an auditor find no room and no case."""
    for who in ("second", "stranger", "auditor"):
        browser, answer = await case.join(who)
        assert answer["problem"]["code"] in {"not_found", "forbidden"}, who
        watched = await browser.ask("case.watch", case=str(case.path.case), seq=0)
        if who != "auditor":
            assert watched["problem"]["code"] == "not_found", who
    await case.relay()
    assert browser.events == []


async def test_an_invitation_taken_back(case: Case) -> None:
    """The expert is out of the room as soon as the event is passed on."""
    await case.join("doctor")
    expert, _ = await case.join("expert")
    invitation = InvitationId(case.path.file.invitations[0].id)
    dispatcher = case.path.world.actors["dispatcher"]
    await invitations.move(
        case.path.ports, dispatcher, CaseId(case.path.case), invitation, RemoveInvitation()
    )
    await case.relay()
    await expert.until(lambda: expert.told("room.closed"), 2)
    again = await expert.ask("room.join", session=str(SessionId(case.session)))
    assert again["problem"]["code"] in {"not_found", "forbidden"}


async def test_too_early(case: Case) -> None:
    """Before the doors open the refusal of the workflow is passed on."""
    case.path.world.clock.at -= timedelta(hours=1)
    _, answer = await case.join("doctor")
    assert answer["problem"]["code"] == "check_in_early"
