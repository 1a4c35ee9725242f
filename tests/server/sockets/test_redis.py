"""Two processes of the server with one Redis between them; here two servers in one process."""

import asyncio

from consult.contract.events import FormSaved
from tests.fakes.meeting import CASE, EXPERT, NOON, VILLAGE
from tests.parts.redis import RedisServer
from tests.server.sockets.conftest import Place

EVENT = FormSaved(case=CASE, seq=1, at=NOON, version=1)


async def test_an_event_reaches_the_other_process(redis_server: RedisServer) -> None:
    """What one process publishes is told to the people who are connected to the other."""
    here, there = (Place(redis_url=redis_server.url) for _ in range(2))
    await here.start()
    await there.start()
    near, far = await here.browser(VILLAGE), await there.browser(VILLAGE)
    await asyncio.sleep(0.3)  # both listen
    await here.sockets.publish([EVENT])
    await near.until(lambda: near.events)
    await far.until(lambda: far.events)

    assert [one["seq"] for one in near.events + far.events] == [1, 1]
    await here.close()
    await there.close()


async def test_without_redis() -> None:
    """While Redis is away, this process's own people are told and rooms work: it is a hint."""
    place = Place(redis_url="redis://127.0.0.1:1/0")
    await place.start()
    village = await place.browser(VILLAGE)
    expert = await place.browser(EXPERT)
    assert (await village.ask("room.join"))["ok"]
    assert (await expert.ask("room.join"))["ok"]
    await village.until(lambda: village.told("room.seats"))
    async with asyncio.timeout(5):
        await place.sockets.publish([EVENT])
    await village.until(lambda: village.events)
    await place.close()
