"""Socket.IO: how long an event takes to N clients, and what the server weighs.

The server runs in a process of its own (fakes behind it); the clients are raw WebSockets in this
one, so their own work is in the figures: on two cores an upper bound. Times are from the moment
of publishing (CLOCK_MONOTONIC, shared by both processes) to the frame in the client, in ms.
Memory is the resident size of the server, in MiB, as /proc has it.
"""

import asyncio
import multiprocessing
import time
from multiprocessing.connection import Connection
from pathlib import Path

import aiohttp

from bench.result import Result
from bench.upload import signed_in
from bench.world import World
from consult.contract.events import FormSaved
from tests.fakes.meeting import CASE, NOON, VILLAGE
from tests.server.sockets.conftest import Place


def resident(pid: int) -> float:
    """Return the resident size of a process in MiB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return round(pages * 4096 / 2**20, 1)


async def serve(pipe: Connection) -> None:
    """Run the server; publish one event whenever asked, and say when."""
    place = Place()
    await place.start()
    pipe.send(place.port)
    loop, seq = asyncio.get_running_loop(), 0
    while await loop.run_in_executor(None, pipe.recv):
        seq += 1
        at = time.monotonic()
        await place.sockets.publish([FormSaved(case=CASE, seq=seq, at=NOON, version=1)])
        pipe.send(at)
    await place.stop()


def server(pipe: Connection) -> None:
    """The server's process."""
    asyncio.run(serve(pipe))


async def client(
    http: aiohttp.ClientSession, port: int, seen: asyncio.Queue[float], ready: asyncio.Semaphore
) -> aiohttp.ClientWebSocketResponse:
    """Connect one client, which notes when an event has come."""
    async with ready:
        socket = await http.ws_connect(
            f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
        )
        await socket.receive()
        await socket.send_str("40")
        await socket.receive()

    async def listen() -> None:
        async for message in socket:
            if message.data == "2":
                await socket.send_str("3")
            elif message.data.startswith('42["event"'):
                seen.put_nowait(time.monotonic())

    listeners.append(asyncio.get_running_loop().create_task(listen()))
    return socket


listeners: list[asyncio.Task[None]] = []


async def measure(clients: int, events: int) -> dict[str, object]:
    """Return the figures."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=server, args=(theirs,))
    process.start()
    assert process.pid is not None
    loop = asyncio.get_running_loop()
    port = await loop.run_in_executor(None, ours.recv)
    await asyncio.sleep(1)
    empty = resident(process.pid)
    seen: asyncio.Queue[float] = asyncio.Queue()
    times: list[float] = []
    headers = {"Cookie": f"huizhen={VILLAGE.person}"}
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(headers=headers, connector=connector) as http:
        ready = asyncio.Semaphore(20)
        began = time.monotonic()
        sockets = await asyncio.gather(*(client(http, port, seen, ready) for _ in range(clients)))
        connecting = time.monotonic() - began
        await asyncio.sleep(2)
        full = resident(process.pid)
        for _ in range(events):
            ours.send(True)
            at = await loop.run_in_executor(None, ours.recv)
            for _ in range(clients):
                times.append((await asyncio.wait_for(seen.get(), 10) - at) * 1000)
            await asyncio.sleep(0.05)
        for task in listeners:
            task.cancel()
        await asyncio.gather(*(socket.close() for socket in sockets))
    ours.send(False)
    process.join(10)
    times.sort()
    return {
        "clients": clients,
        "events": events,
        "deliveries": len(times),
        "p50_ms": round(times[len(times) // 2], 1),
        "p99_ms": round(times[int(len(times) * 0.99)], 1),
        "max_ms": round(times[-1], 1),
        "connecting_s": round(connecting, 2),
        "resident_mib_0_clients": empty,
        f"resident_mib_{clients}_clients": full,
        "kib_a_client": round((full - empty) * 1024 / clients, 1),
    }


async def weighed(world: World, clients: int) -> tuple[float, float]:
    """Return the resident size of the real server without clients, and with so many, in MiB."""
    http = await signed_in(world, "lin")
    await asyncio.sleep(2)
    empty, port = resident(world.pid), int(world.url.rsplit(":", 1)[1])
    ready, ignored = asyncio.Semaphore(20), asyncio.Queue[float]()
    sockets = await asyncio.gather(*(client(http, port, ignored, ready) for _ in range(clients)))
    await asyncio.sleep(5)
    full, open_now = resident(world.pid), sum(not one.closed for one in sockets)
    if open_now < clients:
        raise RuntimeError(f"only {open_now} of {clients} clients stayed connected")
    await asyncio.gather(*(socket.close() for socket in sockets))
    await http.close()
    return empty, full


def results(world: World, clients: int = 500, events: int = 50) -> list[Result]:
    """Measure the fan-out, and the real server's memory without and with the clients."""
    said = asyncio.run(measure(clients, events))
    listeners.clear()
    empty, full = asyncio.run(weighed(world, clients))
    command = "python -m bench --only fanout"
    return [
        Result(
            f"Socket.IO: one event to {clients} clients, p99",
            "ms",
            (float(str(said["p99_ms"])),),
            command,
            None,
            said,
        ),
        Result("server's memory, no clients", "MiB", (empty,), command),
        Result(f"server's memory, {clients} clients", "MiB", (full,), command),
    ]
