"""Who may connect, what they are told, and how it ends."""

import asyncio
import time

import aiohttp
import pytest
import socketio

from consult.contract.events import CaseAdvanced, FormSaved
from server.media.calls import P2PCalls
from server.sockets import Sockets
from server.tasks import Tasks
from tests.fakes.meeting import (
    CASE,
    EXPERT,
    NOON,
    STRANGER,
    VILLAGE,
    FakeEvents,
    FakeMeetings,
    FakeSignIns,
    FixedClock,
)
from tests.server.sockets.conftest import Join, Place


@pytest.mark.parametrize("origins", [[], ["*"], ["http://a.example", "*"]])
def test_origins_that_let_anybody_in(origins: list[str]) -> None:
    """An empty list and a star are refused at the start: the library takes them for "all"."""
    tasks = Tasks()
    with pytest.raises(ValueError, match="origins"):
        Sockets(
            events=FakeEvents(),
            sign_ins=FakeSignIns(),
            origins=origins,
            calls=P2PCalls(FakeMeetings(), clock=FixedClock(), tasks=tasks),
            tasks=tasks,
        )


@pytest.mark.parametrize("transport", ["websocket", "polling"])
@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://consult.example.evil.example", "null"]
)
async def test_a_foreign_origin(place: Place, origin: str, transport: str) -> None:
    """A page of somebody else's cannot open a socket, whatever cookie the browser adds."""
    headers = {"Cookie": f"huizhen={VILLAGE.person}", "Origin": origin}
    url = f"{place.url}/socket.io/?EIO=4&transport={transport}"
    async with aiohttp.ClientSession(headers=headers) as http:
        if transport == "polling":
            async with http.get(url) as response:
                assert response.status == 400
        else:
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await http.ws_connect(url)
    assert place.sockets.connected() == 0


async def test_nobody_signed_in(place: Place) -> None:
    """Without a sign-in the connection is refused with a problem that says so."""
    client = socketio.AsyncClient(reconnection=False)
    told: list[object] = []
    client.on("connect_error", told.append)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(place.url, transports=["websocket"])
    assert "not_signed_in" in str(told)


async def test_signed_out(place: Place, join: Join) -> None:
    """Signing out closes the socket and frees the seat within two seconds, told or not."""
    village, _ = await join(VILLAGE)
    expert, _ = await join(EXPERT)
    place.sign_ins.ended.add(str(EXPERT.person))
    await village.until(lambda: not expert.client.connected, 2)
    await village.until(lambda: len(village.told("room.seats")[-1]["seats"]) == 1)

    started = time.monotonic()
    await place.sockets.sign_in_ended(str(VILLAGE.person))
    await village.until(lambda: not village.client.connected, 1)
    assert time.monotonic() - started < 0.5


async def test_a_step_up_in_mid_call(place: Place, join: Join) -> None:
    """A sign-in that goes on under a new name keeps its socket and its seat."""
    expert, _ = await join(EXPERT)
    place.sign_ins.ended.add(str(EXPERT.person))
    place.sockets.sign_in_renewed(str(EXPERT.person), "renewed")
    await asyncio.sleep(2)
    assert (await expert.ask("room.lead"))["ok"]
    assert not expert.told("room.closed")

    place.sign_ins.ended.add("renewed")
    await expert.until(lambda: not expert.client.connected, 2)


async def test_a_live_call_counts_as_use(place: Place, join: Join) -> None:
    """While somebody sits in a room, their sign-in is not idle; being connected alone is."""
    await place.browser(EXPERT)
    village, _ = await join(VILLAGE)
    await village.until(lambda: place.sign_ins.touched)
    assert place.sign_ins.touched == [str(VILLAGE.person)]


async def test_events_go_to_whom_they_concern(place: Place) -> None:
    """In full to who may see them, the bare number to the others who take part, else nothing."""
    village, expert = await place.browser(VILLAGE), await place.browser(EXPERT)
    stranger = await place.browser(STRANGER)
    events = [FormSaved(case=CASE, seq=number, at=NOON, version=1) for number in range(1, 6)]
    await place.sockets.publish(events)
    await expert.until(lambda: len(expert.events) == 5)
    await village.until(lambda: len(village.events) == 5)

    assert [one["seq"] for one in village.events] == [1, 2, 3, 4, 5]
    assert {one["type"] for one in village.events} == {"form.saved"}
    assert {one["type"] for one in expert.events} == {"case.advanced"}
    assert "version" not in expert.events[0]
    assert stranger.events == []


async def test_what_was_missed(place: Place) -> None:
    """Watching a case answers with the events after the number that the client holds."""
    village = await place.browser(VILLAGE)
    place.events.past = [CaseAdvanced(case=CASE, seq=number, at=NOON) for number in (1, 2, 3)]
    answer = await village.ask("case.watch", case=str(CASE), seq=1)
    assert [one["seq"] for one in answer["events"]] == [2, 3]
    stranger = await place.browser(STRANGER)
    refused = await stranger.ask("case.watch", case=str(CASE), seq=1)
    assert refused["problem"]["code"] == "not_found"


async def test_shutdown_with_a_call_under_way(place: Place, join: Join) -> None:
    """Rooms are told, sockets closed and everything stopped in less than two seconds."""
    village, _ = await join(VILLAGE)
    await join(EXPERT)
    ended: list[str] = []
    village.client.on("disconnect", ended.append)
    started = time.monotonic()
    await place.stop()

    assert time.monotonic() - started < 2
    await village.until(lambda: village.told("room.closed"))
    assert village.told("room.closed")[0]["reason"] == "shutdown"
    await village.until(lambda: ended)
    assert (
        "server" not in ended[0]
    )  # a transport that closed: browsers then come back by themselves
    assert place.meetings.stored is not None
    assert len(place.meetings.stored.seats) == 2
    assert place.calls.rooms() == 0
    await place.start()


async def test_a_half_open_socket(place: Place, join: Join) -> None:
    """A client that answers no ping is noticed within 15 seconds, here at once for a seat."""
    village, _ = await join(VILLAGE)
    await join(EXPERT)
    for socket in list(place.sockets._server.eio.sockets.values()):
        socket.last_ping = time.time() - 5  # asked, and no answer within 4 s
    await village.client.emit("room.lead", {})
    async with asyncio.timeout(10):
        while place.sockets.connected():
            await asyncio.sleep(0.1)
    assert place.calls.in_use() == []


async def test_a_socket_that_proves_dead_while_it_is_told(place: Place, join: Join) -> None:
    """The room goes on, and the dead socket's seat waits for its owner."""
    village, _ = await join(VILLAGE)
    _, second = await join(EXPERT)
    stale = place.sockets._server.eio.sockets
    list(stale.values())[1].last_ping = time.time() - 5
    assert (await village.ask("room.lead"))["ok"]
    assert (await village.ask("room.lead", lead=False))["ok"]
    await village.until(
        lambda: village.told("room.seats")[-1]["seats"][1]["state"] == "reconnecting"
    )
    _, again = await join(EXPERT, seat=second["seat"])
    assert again["seat"] == second["seat"]
