"""Chromium with a fake camera and microphone, and people who have signed in with it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.e2e.serving import PASSWORD, Server

PATIENCE = 60_000
"""Milliseconds that a wait may take: generous, since timing decides nothing here."""

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
    "--disable-features=WebRtcHideLocalIpsWithMdns",  # loopback candidates, not .local names
)


def chromium_program() -> str:
    """Return the path of Debian's Chromium; without it the tests say that they did not run."""
    found = shutil.which("chromium")
    if found is None:
        reason = "NOT RUN: chromium is missing (Debian package chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a browser until the context is left."""
    program = chromium_program()
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=[*FLAGS])
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visitors:
    """Opens browser contexts, each a person of its own, and closes them all."""

    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    def context(self, **options: Any) -> BrowserContext:
        """Return a new browser context: Chinese, the hospitals' zone, a PC's window."""
        settings: dict[str, Any] = {
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
            "viewport": {"width": 1440, "height": 900},
            "permissions": ["camera", "microphone"],
            "reduced_motion": "reduce",
        }
        made = self.browser.new_context(**{**settings, **options})
        made.set_default_timeout(PATIENCE)
        self.contexts.append(made)
        return made

    def sign_in(self, server: Server, username: str, **options: Any) -> Page:
        """Return the first page of somebody who has signed in, in a context of their own."""
        page = self.context(**options).new_page()
        page.goto(server.url)
        page.get_by_label("工号或手机号").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("您好")
        return page

    def photograph(self, folder: Path) -> list[Path]:
        """Save what every open page shows; pages that no longer answer are left out."""
        folder.mkdir(parents=True, exist_ok=True)
        taken = []
        pages = [page for context in self.contexts for page in context.pages]
        for number, page in enumerate(pages, 1):
            path = folder / f"page-{number}.png"
            try:
                page.screenshot(path=path, timeout=5_000)
            except Exception:  # noqa: BLE001  (a picture more or less fails no test)
                continue
            taken.append(path)
        return taken

    def close(self) -> None:
        """Close every window."""
        while self.contexts:
            self.contexts.pop().close()
