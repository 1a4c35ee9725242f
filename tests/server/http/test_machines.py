"""Machines at /dicom-web, and people there: tokens bound to a site and to scopes."""

from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from imaging import synthetic
from server.auth.tokens import Machines
from server.clock import SystemClock
from server.commands.certificate import make
from server.db.database import create_database
from server.demo.institutions import LIULIN, SHIQIAO, organisation_id
from server.serving import serving
from server.settings import Settings
from tests.server.http.conftest import Running


async def token(running: Running, site: str, *scopes: str, days: int = 1) -> dict[str, str]:
    """Make a token beside the running server; return the header that shows it."""
    database = create_database(running.settings.database, clock=SystemClock())
    machines = Machines(database.transaction, SystemClock())
    made = await machines.add(
        "gateway", organisation_id(site), scopes, lifetime=timedelta(days=days)
    )
    await database.dispose()
    return {"Authorization": f"Bearer {made}"}


async def store(running: Running, headers: dict[str, str]) -> aiohttp.ClientResponse:
    (file,) = synthetic.dx_chest(size=64)
    body = b"--x\r\nContent-Type: application/dicom\r\n\r\n" + file + b"\r\n--x--\r\n"
    kind = {"Content-Type": 'multipart/related; type="application/dicom"; boundary=x'}
    return await running.browsers().ask(
        "POST", "/dicom-web/studies", data=body, headers=headers | kind
    )


async def test_a_gateway_stores_and_another_site_sees_nothing(running: Running) -> None:
    """Its own site's studies are there for a machine; those of others are not."""
    own = await token(running, LIULIN, "read", "write")
    other = await token(running, SHIQIAO, "read", "write")
    assert (await store(running, own)).status == 200
    browser = running.browsers()
    found = await (await browser.ask("GET", "/dicom-web/studies", headers=own)).json()
    study = found[0]["0020000D"]["Value"][0]
    assert (await browser.ask("GET", "/dicom-web/studies", headers=other)).status in {200, 204}
    path = f"/dicom-web/studies/{study}/metadata"
    assert (await browser.ask("GET", path, headers=own)).status == 200
    assert (await browser.ask("GET", path, headers=other)).status == 404
    doctor = await running.signed_in("lin")
    assert (await doctor.ask("GET", path)).status == 404


async def test_scopes(running: Running) -> None:
    """Reading does not write, and writing does not read."""
    reader, writer = await token(running, LIULIN, "read"), await token(running, LIULIN, "write")
    assert (await store(running, reader)).status == 403
    assert (await store(running, writer)).status == 200
    browser = running.browsers()
    assert (await browser.ask("GET", "/dicom-web/studies", headers=writer)).status == 403


async def test_a_token_opens_nothing_else(running: Running) -> None:
    """Under /api a bearer token is nobody; lapsed and made-up ones are nobody anywhere."""
    good, lapsed = (
        await token(running, LIULIN, "read"),
        await token(running, LIULIN, "read", days=-1),
    )
    browser = running.browsers()
    assert (await browser.ask("GET", "/api/cases", headers=good)).status == 401
    for headers in (lapsed, {"Authorization": "Bearer hz_x"}, {"Authorization": "Basic eA=="}):
        assert (await browser.ask("GET", "/dicom-web/studies", headers=headers)).status == 401


async def test_under_tls(tmp_path: Path, template: Path) -> None:
    """The cookie is Secure and bound to the host by its name, and browsers are told to stay."""
    (tmp_path / "huizhen.sqlite3").write_bytes((template / "huizhen.sqlite3").read_bytes())
    cert, key = make(["localhost", "127.0.0.1"], SystemClock().now(), timedelta(days=1))
    (tmp_path / "cert.pem").write_bytes(cert)
    (tmp_path / "key.pem").write_bytes(key)
    settings = Settings(
        data=tmp_path, port=0, tls_cert=tmp_path / "cert.pem", tls_key=tmp_path / "key.pem"
    )
    async with serving(settings) as served, aiohttp.ClientSession() as http:
        wanted = {"username": "lin", "password": "huizhen-demo-2026"}
        response = await http.post(f"{served.url}/api/session", json=wanted, ssl=False)
        assert response.status == 200
        cookie = response.cookies["__Host-huizhen"]
        assert cookie["secure"]
        assert not cookie["domain"]
        assert response.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert "wss://127.0.0.1" in response.headers["Content-Security-Policy"]


def test_unknown_scopes() -> None:
    """A token cannot be made for what there is not."""
    with pytest.raises(ValueError, match="scopes are"):
        Machines.add(  # the check is before anything is awaited
            Machines(None, SystemClock()),  # type: ignore[arg-type]
            "x",
            organisation_id(LIULIN),
            ["admin"],
        ).send(None)
