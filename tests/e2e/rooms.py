"""The device check and the consult room, as two people use them."""

import base64
import json
import re
from io import BytesIO

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.e2e.waiting import until

INSIDE = '[data-testid="room"][data-phase="inside"]'


def check_devices(page: Page) -> None:
    """See oneself, see the microphone's level move, hear the tone, read about the line."""
    expect(page.get_by_test_id("self-view")).to_have_attribute("data-on", "true")
    meter = page.get_by_test_id("microphone-check").get_by_role("meter")
    until(page, lambda: float(meter.get_attribute("aria-valuenow") or 0) > 0, "a level is seen")
    page.get_by_role("button", name="播放提示音").click()
    page.get_by_role("button", name="听到了", exact=True).click()
    expect(page.get_by_text("扬声器正常。")).to_be_visible()
    expect(page.get_by_test_id("link-verdict")).to_have_attribute(
        "data-step", re.compile("full|small|audio|text")
    )


def enter(page: Page) -> None:
    """Go from the device check into the room."""
    page.get_by_test_id("enter-room").get_by_role("button").click()
    expect(page.locator(INSIDE)).to_be_visible()


def remote(page: Page) -> Locator:
    """Return the tile of the other one."""
    return page.get_by_test_id("tile-remote")


def number(tile: Locator, name: str) -> float:
    """Return one of the numbers that a tile carries."""
    return float(tile.get_attribute(name) or 0)


def sees_and_hears(page: Page) -> None:
    """Wait until decoded frames and the energy of the sound of the other one grow."""
    tile = remote(page)
    expect(tile).to_have_attribute("data-state", "connected")
    for name in ("data-frames", "data-audio-energy"):
        before = number(tile, name)
        until(page, lambda: number(tile, name) > max(before, 0), f"{name} grows from {before}")  # noqa: B023
    until(page, lambda: number(tile, "data-audio-level") > 0, "the other one is heard")


def stage(page: Page) -> Locator:
    """Return the image."""
    return page.locator(".viewer-stage")


def look(page: Page) -> dict[str, str | None]:
    """Return which slice is seen through which window, and where."""
    names = ("sop", "window-centre", "window-width", "scale", "centre", "sharp")
    return {name: stage(page).get_attribute(f"data-{name}") for name in names}


def painted(page: Page) -> str:
    """Return what the canvas says it has painted, once that is the full depth."""
    expect(stage(page)).to_have_attribute("data-sharp", "true")
    return page.locator(".viewer-canvas").get_attribute("data-painted") or ""


def same_sight(one: Page, other: Page) -> None:
    """Wait until both see the same slice through the same window, then compare the pixels."""
    until(
        one,
        lambda: (
            (seen := painted(one)) != "" and seen == painted(other) and look(one) == look(other)
        ),
        "both see the same slice and window",
    )
    left, right = pixels(one), pixels(other)
    assert left.shape == right.shape, "windows of one size have canvases of one size"
    assert left.max() > left.min(), "an image is seen"
    difference = np.abs(left.astype(np.int16) - right.astype(np.int16)).max()
    assert difference <= 1, f"the canvases differ by {difference} grey levels"


def pixels(page: Page) -> np.ndarray:
    """Return what the canvas holds, read back from it."""
    url = page.locator(".viewer-canvas").evaluate("canvas => canvas.toDataURL('image/png')")
    content = base64.b64decode(url.split(",", 1)[1])
    return np.asarray(Image.open(BytesIO(content)).convert("L"))


def mode(page: Page) -> str:
    """Return whether one leads, follows, or looks alone."""
    return page.locator(".viewer-lead").get_attribute("data-mode") or ""


def becomes(page: Page, wanted: str) -> None:
    """Wait until one leads, follows, or looks alone."""
    expect(page.locator(".viewer-lead")).to_have_attribute("data-mode", wanted)


def kept_seat(page: Page) -> str:
    """Return the token of the seat that this tab would come back to."""
    session = page.url.rsplit("/", 1)[1]
    kept = page.evaluate("name => sessionStorage.getItem(name)", f"huizhen.seat.{session}")
    seat = json.loads(kept)["seat"]
    assert seat, "a seat is kept"
    return str(seat)
