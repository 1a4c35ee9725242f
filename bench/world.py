"""A demo world of one's own to measure and to photograph: the real process, real browsers."""

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, BrowserType, sync_playwright

from server.demo.institutions import PASSWORD

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
)
LANGUAGE = "huizhen.language"
"""Where the web client remembers the chosen language (localStorage)."""


@dataclass
class World:
    """A served demo world, and sign-ins to it."""

    url: str
    data: Path
    pid: int
    kept: dict[str, Any] = field(default_factory=dict)  # cookies of each person

    def person(self, browser: Browser, username: str, **options: Any) -> BrowserContext:
        """Return a browser context of somebody who has signed in."""
        settings: dict[str, Any] = {
            "base_url": self.url,
            "timezone_id": "Asia/Shanghai",
            "viewport": {"width": 1440, "height": 900},
            "permissions": ["camera", "microphone"],
            "reduced_motion": "reduce",
        }
        context = browser.new_context(**{**settings, **options})
        if username in self.kept:
            context.add_cookies(self.kept[username])
        elif username:
            said = {"username": username, "password": PASSWORD}
            answer = context.request.post("/api/session", data=said, headers={"Origin": self.url})
            if not answer.ok:
                raise RuntimeError(f"{username} was not let in: {answer.text()}")
            self.kept[username] = context.cookies()
        return context

    def case(self, context: BrowserContext, patient: str) -> dict[str, Any]:
        """Return the whole case of a patient of the demo, by the name."""
        for which in ("mine", "desk", "queue", "all"):
            answer = context.request.get(f"/api/cases?which={which}")
            for card in answer.json().get("cases", []) if answer.ok else []:
                if card["patient_name"] == patient:
                    view: dict[str, Any] = context.request.get(f"/api/cases/{card['id']}").json()
                    return view
        raise RuntimeError(f"no case of {patient} in the lists")


@contextmanager
def demo_world() -> Iterator[World]:
    """Make and serve a new demo world; it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="huizhen-bench-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "server", "demo", "--json", "--port", port]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--data", str(folder / "data")], stdout=subprocess.PIPE, stderr=log
        )
    try:
        line = process.stdout.readline() if process.stdout is not None else b""
        if not line:
            raise RuntimeError((folder / "log").read_text("utf-8", "replace")[-2000:])
        yield World(json.loads(line)["url"], folder / "data", process.pid)
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """Run Debian's Chromium with a fake camera and microphone."""
    with sync_playwright() as play:
        browser = launched(play.chromium, *more)
        try:
            yield browser
        finally:
            browser.close()


def launched(kind: BrowserType, *more: str) -> Browser:
    """Start one more Chromium; the caller closes it, or the end of the first one does."""
    program = shutil.which("chromium")
    if program is None:
        raise SystemExit("chromium is missing (Debian package chromium)")
    return kind.launch(executable_path=program, args=[*FLAGS, *more])


def settle(world: World, seconds: float = 120) -> None:
    """Wait until the server has nothing left to do (under 5 % of a core for a second)."""
    stat, ends = Path(f"/proc/{world.pid}/stat"), time.monotonic() + seconds
    while time.monotonic() < ends:
        before = sum(map(int, stat.read_text("ascii").rsplit(")", 1)[1].split()[11:13]))
        time.sleep(1)
        after = sum(map(int, stat.read_text("ascii").rsplit(")", 1)[1].split()[11:13]))
        if after - before < 5:
            return
