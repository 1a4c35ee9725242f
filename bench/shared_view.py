"""Shared view: from the leader's command to the follower's signal.

Both clients are real Socket.IO clients over loopback, at 15 views a second (the cap is 20); the
server runs in this process too, so its work and theirs share a core: an upper bound. The wire
alone is measured beside it (a command that is refused at once). Times in ms.
"""

import asyncio
import time

from bench.result import Result
from tests.fakes.meeting import EXPERT, VILLAGE
from tests.server.sockets.conftest import Place
from tests.server.sockets.test_room import VIEW


def figures(times: list[float]) -> dict[str, float]:
    """Return median, 95th and 99th percentile, rounded."""
    ordered = sorted(times)
    return {
        f"p{share}_ms": round(ordered[min(len(ordered) - 1, len(ordered) * share // 100)], 2)
        for share in (50, 95, 99)
    }


async def measure(views: int) -> dict[str, object]:
    """Return the figures."""
    place = Place()
    await place.start()
    village, expert = await place.browser(VILLAGE), await place.browser(EXPERT)
    await village.ask("room.join")
    await expert.ask("room.join")
    await expert.ask("room.lead")
    came: asyncio.Queue[float] = asyncio.Queue()

    def hear(signal: dict[str, object]) -> None:
        if signal["type"] == "room.view":
            came.put_nowait(time.perf_counter())

    village.client.on("room", hear)
    wire, shared = [], []
    for number in range(1, views + 1):
        began = time.perf_counter()
        await expert.ask("room.none")
        wire.append((time.perf_counter() - began) * 500)  # one way: half of there and back
        began = time.perf_counter()
        answer = expert.ask("room.view", view_seq=number, view={**VIEW, "frame": number})
        sent = asyncio.get_running_loop().create_task(answer)
        shared.append((await asyncio.wait_for(came.get(), 5) - began) * 1000)
        await sent
        await asyncio.sleep(1 / 15)
    await place.close()
    return {
        "times": tuple(shared),
        "views": views,
        "wire_one_way": figures(wire),
        "leader_to_follower": figures(shared),
    }


def results(views: int = 200) -> Result:
    """Measure the sockets alone, beside the wire alone."""
    said = asyncio.run(measure(views))
    times = said.pop("times")
    assert isinstance(times, tuple)
    return Result(
        "shared view: sockets alone, command to signal",
        "ms",
        times,
        "python -m bench --only sockets",
        None,
        said,
    )
