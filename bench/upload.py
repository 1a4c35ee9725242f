"""Upload of a 60-slice CT through the browser's own API, to its first preview and to its end."""

import asyncio
import hashlib
import time
from typing import Any
from uuid import uuid4

import aiohttp

from bench.result import Result
from bench.world import World
from imaging.synthetic import Subject, ct_head
from server.demo.institutions import PASSWORD

AT_ONCE = 3
"""Files under way at once, as the web client does (web/src/request/uploads.ts)."""


async def sent(http: aiohttp.ClientSession, files: list[bytes]) -> dict[str, float]:
    """Send one study for a new request; return seconds from the plan to each step."""
    form = {"token": str(uuid4())}
    case = await post(http, "/api/cases", form)
    began = time.perf_counter()
    plan = [
        {
            "token": str(uuid4()),
            "name": f"IM{number:04d}.dcm",
            "size": len(one),
            "sha256": hashlib.sha256(one).hexdigest(),
        }
        for number, one in enumerate(files, 1)
    ]
    planned = await post(http, f"/api/cases/{case['id']}/uploads", {"files": plan})
    gate, steps, study = asyncio.Semaphore(AT_ONCE), {}, asyncio.Queue[str]()

    async def one(upload: str, content: bytes) -> None:
        async with gate:
            head = {"Upload-Offset": "0", "Content-Type": "application/octet-stream"}
            async with http.patch(f"/api/uploads/{upload}", data=content, headers=head) as answer:
                answer.raise_for_status()
                study.put_nowait((await answer.json())["study"])

    async def preview() -> None:
        found = ""
        while not found:
            found = await study.get()
        while True:
            async with http.get(f"/dicom-web/studies/{found}/thumbnail") as answer:
                if answer.status == 200 and await answer.read():
                    steps["preview"] = time.perf_counter() - began
                    return
            await asyncio.sleep(0.02)

    looking = asyncio.ensure_future(preview())
    await asyncio.gather(
        *(one(up["id"], content) for up, content in zip(planned["files"], files, strict=True))
    )
    steps["stored"] = time.perf_counter() - began
    await looking
    return steps


async def post(http: aiohttp.ClientSession, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a change."""
    async with http.post(path, json=body, headers={"Idempotency-Key": str(uuid4())}) as answer:
        if answer.status >= 400:
            raise RuntimeError(f"{path}: {await answer.text()}")
        said: dict[str, Any] = await answer.json()
        return said


async def signed_in(world: World, username: str) -> aiohttp.ClientSession:
    """Return a client of somebody who has signed in."""
    jar = aiohttp.CookieJar(unsafe=True)
    unlimited = aiohttp.TCPConnector(limit=0)  # hundreds of sockets stay open at once
    http = aiohttp.ClientSession(
        world.url, headers={"Origin": world.url}, cookie_jar=jar, connector=unlimited
    )
    await post(http, "/api/session", {"username": username, "password": PASSWORD})
    return http


async def runs(world: World, times: int, slices: int) -> list[dict[str, float]]:
    """Send as many studies, each a new one."""
    http = await signed_in(world, "wang")
    found = []
    for number in range(times):
        files = ct_head(Subject(seed=900 + number), slices=slices)
        found.append(await sent(http, files))
        await asyncio.sleep(4)  # the derived images of this one are made
    await http.close()
    return found


def measure(world: World, times: int = 5, slices: int = 60) -> list[Result]:
    """Measure from the plan of the upload to the first thumbnail, and to the last file stored."""
    found = asyncio.run(runs(world, times, slices))
    command, mb = "python -m bench --only upload", round(slices * 0.5264, 1)
    beside = {"slices": slices, "megabytes": mb, "files_at_once": AT_ONCE}
    return [
        Result(f"CT of {slices} slices: upload to {what}", "s", values, command, None, beside)
        for what, values in (
            ("first preview", tuple(one["preview"] for one in found)),
            ("last file stored", tuple(one["stored"] for one in found)),
        )
    ]
