"""What every request passes."""

import asyncio
import io
import json

import aiohttp
import pytest
from aiohttp import web

from server.app import create_app
from server.http.guards import PUBLIC
from server.http.listening import Gate
from server.openapi import BODIES
from tests.server.http.conftest import Running


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_a_foreign_page(running: Running, origin: str) -> None:
    """What a page of another origin asks to change is refused, signed in or not."""
    browser = await running.signed_in("lin")
    response = await browser.ask("POST", "/api/cases", json={}, headers={"Origin": origin})
    assert (response.status, (await response.json())["code"]) == (403, "foreign_origin")


async def test_a_cross_site_form(running: Running) -> None:
    """A browser that leaves the Origin out, but says cross-site, is refused too."""
    async with aiohttp.ClientSession() as http:
        headers = {"Sec-Fetch-Site": "cross-site"}
        url = f"{running.settings.url}/api/session"
        assert (await http.post(url, json={}, headers=headers)).status == 403


async def test_nobody_signed_in(running: Running) -> None:
    """Every route but the few public ones demands a sign-in."""
    app = create_app(running.settings.model_copy(update={"data": running.settings.data / "x"}))
    browser, asked = running.browsers(), 0
    some = "00000000-0000-0000-0000-000000000000"
    for route in app.router.routes():
        if route.resource is None or route.method not in {"GET", "POST", "PUT", "PATCH", "DELETE"}:
            continue
        path = route.resource.canonical
        if route.name in PUBLIC or path.startswith("/socket.io"):
            continue
        for name in ("case", "invitation", "session", "opinion", "upload", "file", "sign_in"):
            path = path.replace("{" + name + "}", some)
        for name in ("study", "series", "sop", "frame", "frames", "tag"):
            path = path.replace("{" + name + "}", "1" * 8)
        response = await browser.ask(route.method, path)
        assert response.status == 401, (route.method, path)
        asked += 1
    assert asked > 40
    await _dispose(app)


async def _dispose(app: web.Application) -> None:
    """Start and stop an application that was only looked at, so that nothing is left open."""
    runner = web.AppRunner(app)
    await runner.setup()
    await runner.cleanup()


async def test_headers_of_a_page(running: Running) -> None:
    """No inline script, no foreign origin, no frame; camera and microphone for ourselves alone."""
    response = await running.browsers().ask("GET", "/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "camera=(self)" in response.headers["Permissions-Policy"]
    assert "Server" not in response.headers
    assert "Strict-Transport-Security" not in response.headers


async def test_patient_data_is_not_kept(running: Running) -> None:
    """Nothing under /api may be stored by a cache."""
    browser = await running.signed_in("lin")
    for path in ("/api/session", "/api/cases", "/api/no-such-thing"):
        assert (await browser.ask("GET", path)).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/no-such-thing", 404, "not_found"),
        ("GET", "/no-such-file.js", 404, "not_found"),
        ("GET", "/assets/..%2f..%2fpyproject.toml", 404, "not_found"),
        ("GET", "/api/cases/not-an-id", 404, "not_found"),
        ("PATCH", "/api/cases", 405, "method_not_allowed"),
        ("GET", "/api/cases?which=everything", 422, "unreadable"),
    ],
)
async def test_refusals_are_problems(
    running: Running, method: str, path: str, status: int, code: str
) -> None:
    """Whatever is refused is refused as problem+json with a code."""
    browser = await running.signed_in("lin")
    response = await browser.ask(method, path)
    assert (response.status, (await response.json(content_type=None))["code"]) == (status, code)
    assert response.content_type == "application/problem+json"


async def test_unreadable_bodies(running: Running) -> None:
    """It is told where something is wrong, and the input is not echoed."""
    browser = await running.signed_in("lin")
    for data in (b"", b"{", b'{"token": "SECRET-INPUT", "form": {"more": 1}}', b"\xff\xfe"):
        response = await browser.ask("POST", "/api/cases", data=data)
        told = await response.text()
        assert response.status == 422
        assert "SECRET-INPUT" not in told
    assert {one["path"] for one in json.loads(told)["errors"]} == {""}


async def test_a_large_body(running: Running) -> None:
    """More than a form can be is refused before it is read."""
    browser = await running.signed_in("lin")
    response = await browser.ask("POST", "/api/cases", data=io.BytesIO(b"x" * (1 << 20) + b"x"))
    assert (response.status, (await response.json())["code"]) == (413, "too_large")


async def test_the_description_lists_every_route(running: Running) -> None:
    """Each route under /api is described, with what it takes and gives."""
    response = await running.browsers().ask("GET", "/api/openapi.json")
    described = await response.json()
    operations = [one for path in described["paths"].values() for one in path.values()]
    assert {one["operationId"] for one in operations} == {name.replace(".", "_") for name in BODIES}
    assert "CaseView" in described["components"]["schemas"]


async def test_alive_ready_and_numbers(running: Running) -> None:
    """Operators get short answers, and numbers without ids."""
    browser = running.browsers()
    assert (await browser.ask("GET", "/livez")).status == 200
    ready = await browser.ask("GET", "/readyz")
    parts = dict.fromkeys(("database", "archive", "blobs", "uploads"), True)
    assert (ready.status, (await ready.json())["parts"]) == (200, parts)
    (running.settings.data / "parts").rmdir()
    ready = await browser.ask("GET", "/readyz")
    parts["uploads"] = False
    assert (ready.status, (await ready.json())["parts"]) == (503, parts)
    numbers = await (await browser.ask("GET", "/metrics")).text()
    assert 'huizhen_requests_total{route="livez",status="200"}' in numbers


async def test_a_connection_that_says_nothing(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dripping headers are cut off; whoever asks properly is not."""
    monkeypatch.setattr("server.http.listening.FIRST_REQUEST", 0.3)
    port = running.settings.port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /livez HTTP/1.1\r\nHost: x\r\n")
    assert await asyncio.wait_for(reader.read(), 3) == b""
    writer.close()
    assert (await running.browsers().ask("GET", "/livez")).status == 200


async def test_too_many_connections() -> None:
    """Connections above the cap are closed at once, the others go on."""
    app = web.Application()
    app.router.add_get("/", _hello)
    runner = web.AppRunner(app)
    await runner.setup()
    assert runner.server is not None
    loop = asyncio.get_running_loop()
    door = await loop.create_server(Gate(runner.server, 2), "127.0.0.1", 0)
    port = door.sockets[0].getsockname()[1]
    opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
    assert await _answer(*opened[2]) == b""
    assert (await _answer(*opened[0])).startswith(b"HTTP/1.1 200")
    for _, writer in opened:
        writer.close()
    door.close()
    await runner.cleanup()


async def _hello(_request: web.Request) -> web.Response:
    return web.Response(text="hello")


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    try:
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        return await asyncio.wait_for(reader.read(15), 3)
    except ConnectionError:
        return b""
