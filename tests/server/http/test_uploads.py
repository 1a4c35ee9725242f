"""Uploads: cut off, resumed, wrong, too much for the disk."""

import hashlib
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from server.demo.teller import signature_png
from server.parts import Parts
from server.problems import problem
from tests.server.http.conftest import Browser, Running
from tests.server.http.test_cases import create

PICTURE = signature_png()


async def planned(browser: Browser, case: str, content: bytes, sha256: str = "") -> Any:
    file = {
        "token": str(uuid4()),
        "name": "photo.png",
        "size": len(content),
        "sha256": sha256 or hashlib.sha256(content).hexdigest(),
        "purpose": "document",
    }
    response = await browser.ask("POST", f"/api/cases/{case}/uploads", json={"files": [file]})
    assert response.status == 200, await response.text()
    return (await response.json())["files"][0]


async def send(browser: Browser, upload: str, offset: int, part: bytes) -> tuple[int, Any]:
    response = await browser.ask("PUT", f"/api/uploads/{upload}?offset={offset}", data=part)
    return response.status, await response.json(content_type=None)


async def test_cut_off_and_resumed(running: Running) -> None:
    """The server says how much it holds; the rest follows, and the file is there as it was."""
    browser = await running.signed_in("lin")
    case = (await create(browser))["id"]
    upload = await planned(browser, case, PICTURE)
    assert (upload["state"], upload["received"]) == ("missing", 0)
    status, state = await send(browser, upload["id"], 0, PICTURE[:300])
    assert (status, state["state"], state["received"]) == (200, "partial", 300)
    status, told = await send(browser, upload["id"], 500, PICTURE[500:])
    assert (status, told["code"], told["params"]["received"]) == (409, "conflict", 300)
    status, state = await send(browser, upload["id"], 200, PICTURE[200:])
    assert (status, state["state"]) == (200, "stored")
    response = await browser.ask("GET", f"/api/cases/{case}/files/{state['file']}")
    assert await response.read() == PICTURE
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Content-Security-Policy"].startswith("sandbox")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    again = await send(browser, upload["id"], 0, PICTURE)
    assert (again[0], again[1]["state"]) == (200, "stored")
    stranger = await running.signed_in("wang")
    assert (await send(stranger, upload["id"], 0, b"x"))[0] == 404


async def test_bytes_that_were_swept(running: Running) -> None:
    """Whoever goes on is told that nothing is held, also when planning anew, and begins from 0."""
    browser = await running.signed_in("lin")
    case = (await create(browser))["id"]
    upload = await planned(browser, case, PICTURE)
    await send(browser, upload["id"], 0, PICTURE[:300])
    [part] = (running.settings.data / "parts").iterdir()
    part.unlink()
    status, told = await send(browser, upload["id"], 300, PICTURE[300:])
    assert (status, told["params"]["received"]) == (409, 0)
    listed = await (await browser.ask("GET", f"/api/cases/{case}/uploads")).json()
    assert [(one["received"], one["state"]) for one in listed["files"]] == [(0, "missing")]
    status, state = await send(browser, upload["id"], 0, PICTURE)
    assert (status, state["state"]) == (200, "stored")


async def test_a_wrong_hash(running: Running) -> None:
    """Bytes that are not those announced are thrown away, and sending begins anew."""
    browser = await running.signed_in("lin")
    case = (await create(browser))["id"]
    upload = await planned(browser, case, PICTURE, hashlib.sha256(b"other").hexdigest())
    _, state = await send(browser, upload["id"], 0, PICTURE)
    assert (state["problem"], state["received"]) == ("hash_mismatch", 0)
    assert not list((running.settings.data / "parts").iterdir())


async def test_a_page_that_says_it_is_a_picture(running: Running) -> None:
    """What could run in a browser is kept as unreadable or refused, never shown."""
    browser = await running.signed_in("lin")
    case = (await create(browser))["id"]
    page = b"<html><script>alert(1)</script></html>"
    upload = await planned(browser, case, page)
    _, state = await send(browser, upload["id"], 0, page)
    assert state["state"] in {"refused", "unreadable"}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], check=False)
    if made.returncode != 0:
        pytest.skip("NOT RUN: mounting a small tmpfs needs root")
    yield folder
    subprocess.run(["umount", folder], check=True)


async def test_a_full_disk(small_disk: Path) -> None:
    """It is told as 507, what was held stays whole, and sending goes on once there is room."""
    parts, upload, content = Parts(small_disk), uuid4(), b"abcdefgh" * 25_000
    assert await parts.write(upload, 0, content[:100_000], size=len(content)) == 100_000
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 120_000)
    with pytest.raises(OSError) as caught:  # noqa: PT011  the code decides, below
        await parts.write(upload, 100_000, content[100_000:], size=len(content))
    told = problem(caught.value)
    assert (told.status, told.code) == (507, "disk_full")
    assert parts.path(upload).stat().st_size == 100_000
    ballast.unlink()
    held = await parts.write(upload, 100_000, content[100_000:], size=len(content))
    assert held == len(content)
    assert await parts.sha256(upload) == hashlib.sha256(content).hexdigest()
