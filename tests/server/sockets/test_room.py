"""The room as browsers meet it, over real sockets."""

import asyncio
import json
from typing import Any

from consult.contract.events import ConsentWithdrawn, SessionChanged
from consult.contract.views import SessionView
from consult.domain.form import Slot
from consult.domain.session import SessionState
from tests.fakes.meeting import CASE, EXPERT, NOON, SESSION, STRANGER, VILLAGE
from tests.server.sockets.conftest import Join, Place

VIEW = {
    "study": "1.2.3",
    "series": "1.2.3.4",
    "sop": "1.2.3.4.5",
    "frame": 1,
    "centre": [100, 120],
    "scale": 1,
}


def changed(state: SessionState) -> SessionChanged:
    """Return the durable event of a meeting that moved on."""
    view = SessionView(
        id=SESSION,
        state=state,
        slot=Slot(start=NOON, end=NOON.replace(hour=5)),
        emergency=False,
        opens_at=NOON,
        checked_in=(),
        started_at=NOON,
        ended_at=None,
        seconds=0,
        gaps=(),
        attendance=(),
    )
    return SessionChanged(case=CASE, seq=9, at=NOON, session=view)


async def test_two_doctors_meet(place: Place, join: Join) -> None:
    """When both sides have taken their seats, the meeting starts by itself and both are told."""
    village, first = await join(VILLAGE)
    _, second = await join(EXPERT)

    assert first["ok"]
    assert second["ok"]
    assert [one["name"] for one in second["seats"]] == ["王医生", "李主任"]
    assert [one["polite"] for one in second["seats"]] == [True, False]
    await village.until(lambda: village.told("room.seats")[-1:])
    await village.until(lambda: village.told("room.seats")[-1]["state"] == "live")
    assert place.meetings.done == ["join 王医生 video", "join 李主任 video", "start"]
    revs = [one["rev"] for one in village.told("room.seats")]
    assert revs == sorted(set(revs))


async def test_a_snapshot_is_small(join: Join) -> None:
    """All that a late joiner gets fits into 8 KiB."""
    await join(VILLAGE)
    _, answer = await join(EXPERT)
    assert len(json.dumps(answer).encode()) < 8192


async def test_a_stranger_finds_no_room(join: Join) -> None:
    """Who has no part in the case gets the same answer as for a room that is not there."""
    browser, answer = await join(STRANGER)
    assert not answer["ok"]
    assert answer["problem"]["code"] == "not_found"
    assert (await browser.ask("room.leave"))["problem"]["code"] == "not_seated"


async def test_signals_keep_their_order(join: Join) -> None:
    """What one seat sends to the other arrives once, in order."""
    village, first = await join(VILLAGE)
    expert, second = await join(EXPERT)
    pair = {
        "to": str(EXPERT.person),
        "connection": first["seats"][0]["connection"],
        "to_connection": second["seats"][1]["connection"],
    }
    answers = await asyncio.gather(
        *(
            village.ask("room.signal", **pair, candidate={"candidate": f"candidate:{number}"})
            for number in range(20)
        )
    )

    assert all(one["ok"] for one in answers)
    await expert.until(lambda: len(expert.told("room.peer")) == 20)
    got = [one["candidate"]["candidate"] for one in expert.told("room.peer")]
    assert got == [f"candidate:{number}" for number in range(20)]


async def test_a_late_signal_dies(join: Join) -> None:
    """What belongs to a connection that was replaced is refused."""
    village, first = await join(VILLAGE)
    _, second = await join(EXPERT)
    await join(EXPERT, seat=second["seat"])  # reloaded

    answer = await village.ask(
        "room.signal",
        to=str(EXPERT.person),
        connection=first["seats"][0]["connection"],
        to_connection=second["seats"][1]["connection"],
    )
    assert answer["problem"]["code"] == "stale_connection"


async def test_a_reload_returns_to_the_seat(place: Place, join: Join) -> None:
    """The token brings the same seat back, with a new connection, and nobody has left."""
    village, first = await join(VILLAGE)
    expert, second = await join(EXPERT)
    await expert.client.disconnect()
    _, again = await join(EXPERT, seat=second["seat"])

    assert again["seat"] == second["seat"]
    assert again["seats"][1]["connection"] > second["seats"][1]["connection"]
    assert [one["person"] for one in again["seats"]] == [one["person"] for one in second["seats"]]
    assert not [one for one in place.meetings.done if one.startswith("leave")]
    assert first["seat"] != second["seat"]
    states = [seat["state"] for one in village.told("room.seats") for seat in one["seats"]]
    assert set(states) == {"present"}


async def test_a_lost_socket_keeps_the_connection(join: Join) -> None:
    """The same page on a new socket keeps its number, and gets what was sent meanwhile."""
    village, first = await join(VILLAGE)
    expert, second = await join(EXPERT)
    mine, other = second["seats"][1]["connection"], first["seats"][0]["connection"]
    await expert.client.disconnect()
    await village.until(
        lambda: village.told("room.seats")[-1]["seats"][1]["state"] == "reconnecting"
    )
    kept = await village.ask(
        "room.signal",
        to=str(EXPERT.person),
        connection=other,
        to_connection=mine,
        candidate={"candidate": "kept"},
    )
    back, again = await join(EXPERT, seat=second["seat"], connection=mine)

    assert kept["ok"]
    assert again["seats"][1]["connection"] == mine
    await back.until(lambda: back.told("room.peer"))
    assert back.told("room.peer")[0]["candidate"]["candidate"] == "kept"


async def test_a_side_that_stays_away(place: Place, join: Join) -> None:
    """Others see reconnecting, then away; the meeting is interrupted, and resumes on return."""
    village, _ = await join(VILLAGE)
    expert, second = await join(EXPERT)
    await expert.client.disconnect()
    await village.until(lambda: "interrupt expert" in place.meetings.done)
    seen = [seat["state"] for one in village.told("room.seats") for seat in one["seats"][1:]]
    await join(EXPERT, seat=second["seat"])
    await village.until(lambda: "resume" in place.meetings.done)

    assert seen.index("reconnecting") < seen.index("away")
    await village.until(lambda: village.told("room.seats")[-1]["state"] == "live")


async def test_a_seat_is_given_back(place: Place, join: Join) -> None:
    """A seat whose socket does not return in time is free, and the attendance ends."""
    village, _ = await join(VILLAGE)
    expert, _ = await join(EXPERT)
    await expert.client.disconnect()
    await village.until(lambda: "leave 李主任" in place.meetings.done)
    await village.until(lambda: len(village.told("room.seats")[-1]["seats"]) == 1)


async def test_hanging_up_finishes_nothing(place: Place, join: Join) -> None:
    """Who hangs up leaves the seat; the meeting goes on and can be joined again."""
    village, _ = await join(VILLAGE)
    expert, _ = await join(EXPERT)
    await village.until(lambda: "start" in place.meetings.done)
    assert (await expert.ask("room.leave"))["ok"]
    await village.until(lambda: len(village.told("room.seats")[-1]["seats"]) == 1)

    assert place.meetings.state is SessionState.LIVE
    assert (await expert.ask("room.join"))["ok"]


async def test_the_newer_tab_wins(join: Join) -> None:
    """The same person in a second tab takes the seat; the first tab is told where it went."""
    older, _ = await join(VILLAGE)
    await join(VILLAGE)
    await older.until(lambda: older.told("room.closed"))

    assert older.told("room.closed")[0]["reason"] == "elsewhere"
    answer = await older.ask("room.media", audio=True, video=True, medium="video")
    assert answer["problem"]["code"] == "not_seated"


async def test_microphone_and_camera_are_told(place: Place, join: Join) -> None:
    """Others see what is muted; another medium is told to the consultation."""
    village, _ = await join(VILLAGE)
    expert, _ = await join(EXPERT)
    assert (await expert.ask("room.media", audio=True, video=False, medium="audio"))["ok"]
    await village.until(lambda: village.told("room.seats")[-1]["seats"][1]["audio"])
    await village.until(lambda: "medium 李主任 audio" in place.meetings.done)


async def test_only_the_leader_shares(join: Join) -> None:
    """A view of somebody who does not lead is refused; the lead is announced."""
    village, _ = await join(VILLAGE)
    expert, _ = await join(EXPERT)
    refused = await village.ask("room.view", view_seq=1, view=VIEW)
    assert refused["problem"]["code"] == "not_leader"

    assert (await expert.ask("room.lead"))["ok"]
    await village.until(lambda: village.told("room.seats")[-1]["leader"] == str(EXPERT.person))
    assert (await expert.ask("room.lead", lead=False))["ok"]
    await village.until(lambda: village.told("room.seats")[-1]["leader"] is None)


async def test_a_late_joiner_sees_the_view(join: Join) -> None:
    """Followers get the view with the pointer at once; who comes later gets the last view."""
    expert, _ = await join(EXPERT)
    await expert.ask("room.lead")
    await expert.ask("room.view", view_seq=1, view=VIEW)
    village, late = await join(VILLAGE)
    assert late["leader"] == str(EXPERT.person)
    assert late["view"]["sop"] == VIEW["sop"]

    await expert.ask("room.view", view_seq=2, view={**VIEW, "frame": 7}, pointer=[3, 4])
    await village.until(lambda: village.told("room.view"))
    assert village.told("room.view")[0]["view"]["frame"] == 7
    assert village.told("room.view")[0]["pointer"] == [3, 4]
    assert village.told("room.view")[0]["view_seq"] > late["view_seq"]


async def test_views_are_paced(place: Place, join: Join) -> None:
    """A burst of views is thinned to 20 a second; the newest always arrives, old ones never."""
    village, _ = await join(VILLAGE)
    expert, _ = await join(EXPERT)
    await expert.ask("room.lead")
    before = place.meetings.stores
    await asyncio.gather(
        *(
            expert.ask("room.view", view_seq=number, view={**VIEW, "frame": number})
            for number in range(1, 31)
        )
    )
    assert (await expert.ask("room.view", view_seq=3, view=VIEW))["ok"]
    await village.until(lambda: village.told("room.view")[-1]["view"]["frame"] == 30)
    await asyncio.sleep(0.4)

    frames = [one["view"]["frame"] for one in village.told("room.view")]
    assert frames == sorted(frames)
    assert len(frames) < 12
    assert place.meetings.stores - before <= 3
    assert place.meetings.stored
    assert place.meetings.stored.view
    assert place.meetings.stored.view.frame == 30


async def test_killed_and_started_again(place: Place, join: Join) -> None:
    """After kill -9 everybody is back in the same seat and connection, with lead and view."""
    _, first = await join(VILLAGE)
    expert, second = await join(EXPERT)
    await expert.ask("room.lead")
    await expert.ask("room.view", view_seq=1, view=VIEW)
    await asyncio.sleep(0.35)
    mine, other = second["seats"][1]["connection"], first["seats"][0]["connection"]
    await place.kill()
    await place.start()
    back, again = await join(EXPERT, seat=second["seat"], connection=mine)
    _, last = await join(VILLAGE, seat=first["seat"], connection=other)

    assert [one["person"] for one in again["seats"]] == [
        str(VILLAGE.person),
        str(EXPERT.person),
    ]
    connections = {one["person"]: one["connection"] for one in last["seats"]}
    assert connections == {str(VILLAGE.person): other, str(EXPERT.person): mine}
    assert (again["seat"], last["seat"]) == (second["seat"], first["seat"])
    assert last["leader"] == str(EXPERT.person)
    assert last["view"] == again["view"]
    assert last["view"]["sop"] == VIEW["sop"]
    assert again["rev"] > second["rev"]
    assert place.meetings.done.count("join 李主任 video") == 1
    assert not back.told("room.closed")


async def test_finish_closes_the_room(place: Place, join: Join) -> None:
    """When the expert has finished the meeting, everybody is told and no seat is left."""
    village, _ = await join(VILLAGE)
    await place.sockets.publish([changed(SessionState.FINISHED)])
    await village.until(lambda: village.told("room.closed"))

    assert village.told("room.closed")[0]["reason"] == "finished"
    place.meetings.state = SessionState.FINISHED
    answer = await village.ask("room.join")
    assert answer["problem"]["code"] == "room_over"


async def test_access_that_ended(place: Place, join: Join) -> None:
    """Who loses access is out of the room at once, and stays out."""
    village, _ = await join(VILLAGE)
    expert, _ = await join(EXPERT)
    place.meetings.shut_out.add(EXPERT.person)
    await place.sockets.publish([ConsentWithdrawn(case=CASE, seq=5, at=NOON)])
    await expert.until(lambda: expert.told("room.closed"), 2)

    assert expert.told("room.closed")[0]["reason"] == "access_ended"
    assert (await expert.ask("room.join"))["problem"]["code"] == "not_found"
    await village.until(lambda: len(village.told("room.seats")[-1]["seats"]) == 1)


async def test_calls_go_on_without_the_database(place: Place, join: Join) -> None:
    """While nothing can be stored, signals pass; what was due is done when the database is back."""
    expert, _ = await join(EXPERT)
    place.meetings.broken = True
    village, first = await join(VILLAGE)
    assert first["ok"]
    assert (await expert.ask("room.lead"))["ok"]
    await village.until(lambda: village.told("room.seats")[-1]["leader"])
    place.meetings.broken = False
    await village.until(lambda: "start" in place.meetings.done)
    await village.until(
        lambda: place.meetings.stored is not None and len(place.meetings.stored.seats) == 2
    )


async def test_measurements_are_kept(place: Place, join: Join) -> None:
    """A summary of getStats is kept for who sits in the room, and refused to others."""
    report: dict[str, Any] = {"peer": str(EXPERT.person), "seconds": 10, "round_trip_ms": 12.5}
    village, _ = await join(VILLAGE)
    assert (await village.ask("room.stats", **report))["ok"]
    outside = await place.browser(EXPERT)
    assert (await outside.ask("room.stats", **report))["problem"]["code"] == "not_seated"
    assert [one.round_trip_ms for one in place.meetings.reports] == [12.5]
