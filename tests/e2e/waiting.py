"""Waiting for what a page cannot be asked for in one selector."""

import time
from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Page

from tests.e2e.browsers import PATIENCE

T = TypeVar("T")


def until(page: Page, look: Callable[[], T], words: str) -> T:
    """Return what `look` returns as soon as that is true; fails with `words` when it never is."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not (found := look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"it did not happen: {words}; at last {found!r}")
        page.wait_for_timeout(100)
    return found
