"""Frames that no client of ours sends: each is answered, and none ends the server."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from tests.fakes.meeting import SESSION, VILLAGE
from tests.server.sockets.conftest import Join, Place

LONG = "[" * 3000
FRAMES = [
    "2",
    "2[]",
    "2{}",
    "2[1]",
    "2[null,{}]",
    '2["room.join"',
    '2["room.join"]',
    '2["room.join",1]',
    '2["room.join",null]',
    '2["room.join",{},{}]',
    '2["nothing",{}]',
    '2["connect",{}]',
    '2["disconnect",{}]',
    '27["room.join",{"session":NaN}]',
    '27["room.join",{}]',
    '27["room.join",{"session":"x"}]',
    '27["room.join",{"session":"' + str(SESSION) + '","extra":1}]',
    '27["room.view",{"session":"' + str(SESSION) + '","view_seq":-1}]',
    '27["case.watch",{"case":7,"seq":"a"}]',
    "27" + LONG,
    "3",
    "4",
    "9",
    "x",
    '299999999999999999999["room.leave",{}]',
]


async def open_socket(http: aiohttp.ClientSession, place: Place) -> Any:
    """Connect as a client of the wire, without a library, and return the WebSocket."""
    socket = await http.ws_connect(
        f"{place.url}/socket.io/?EIO=4&transport=websocket",
        headers={"Cookie": f"huizhen={VILLAGE.person}", "Origin": "http://consult.example"},
    )
    await socket.receive()
    await socket.send_str("40")
    assert (await socket.receive()).data.startswith("40{")
    return socket


async def answer(socket: Any) -> Any:
    """Return the problem of the next answer."""
    async with asyncio.timeout(3):
        while (message := await socket.receive()).data == "2":
            await socket.send_str("3")
    text = str(message.data)
    assert text.startswith("4"), message
    body = json.loads(text[text.index("[") :])
    return body[1] if body[0] == "problem" else body[0]["problem"]


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame[:40])
async def test_a_malformed_frame(place: Place, frame: str) -> None:
    """It is answered with a problem, without an echo, and the next command works."""
    async with aiohttp.ClientSession() as http:
        socket = await open_socket(http, place)
        await socket.send_str("4" + frame)
        problem = await answer(socket)
        assert problem["code"] in {"unreadable", "unknown_command"}
        assert LONG not in json.dumps(problem)

        await socket.send_str(f'425["room.join",{{"session":"{SESSION}"}}]')
        reply = ""
        while not reply.startswith("435"):
            reply = str((await asyncio.wait_for(socket.receive(), 3)).data)
        assert '"ok":true' in reply
        await socket.close()


@pytest.mark.parametrize("frame", ['451-["room.join",{"_placeholder":true,"num":0}]', b"\x00\x01"])
async def test_binary(place: Place, frame: str | bytes) -> None:
    """Attachments are refused and the socket is closed: nothing is ever parked."""
    async with aiohttp.ClientSession() as http:
        socket = await open_socket(http, place)
        await (socket.send_bytes(frame) if isinstance(frame, bytes) else socket.send_str(frame))
        seen = []
        async with asyncio.timeout(3):
            async for message in socket:
                seen.append(str(message.data))
        assert any("unreadable" in one for one in seen)
    assert place.sockets.connected() == 0


async def test_a_message_that_is_too_large(place: Place) -> None:
    """More than 64 KiB in one message closes the socket."""
    async with aiohttp.ClientSession() as http:
        socket = await open_socket(http, place)
        await socket.send_str('42["room.join",{"seat":"' + "x" * 70_000 + '"}]')
        async with asyncio.timeout(3):
            while (await socket.receive()).type is aiohttp.WSMsgType.TEXT:
                pass
        assert socket.closed


async def test_too_many_messages(place: Place, join: Join) -> None:
    """Beyond the burst, commands are refused and not done; later they are done again."""
    browser, _ = await join(VILLAGE)
    answers = await asyncio.gather(*(browser.ask("room.lead") for _ in range(100)))
    refused = [one for one in answers if not one["ok"]]

    assert {one["problem"]["code"] for one in refused} == {"too_busy"}
    assert 30 <= len(refused) <= 45
    await asyncio.sleep(0.2)
    assert (await browser.ask("room.lead"))["ok"]


async def test_who_does_not_stop_is_cut_off(place: Place) -> None:
    """Hundreds of messages on end close the socket."""
    async with aiohttp.ClientSession() as http:
        socket = await open_socket(http, place)
        async with asyncio.timeout(5):
            for _ in range(600):
                if socket.closed:
                    break
                await socket.send_str("4x")
            while (await socket.receive()).type is aiohttp.WSMsgType.TEXT:
                pass
        assert socket.closed


async def test_another_namespace(place: Place) -> None:
    """Only the root namespace is there."""
    async with aiohttp.ClientSession() as http:
        socket = await open_socket(http, place)
        await socket.send_str("40/admin,")
        assert str((await socket.receive()).data).startswith("44/admin,")
        await socket.send_str('42/admin,1["room.join",{}]')
        assert (await answer(socket))["code"] == "not_connected"
        await socket.close()
