"""What the viewer draws, against the window of the standard computed apart from it."""

import base64
from io import BytesIO
from typing import Any

import numpy as np
import pydicom
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Page, expect
from pydicom.dataset import FileDataset

from tests.e2e.browsers import Visitors
from tests.e2e.serving import Server

READ = """() => {
  const from = document.querySelector('.viewer-canvas');
  const to = new OffscreenCanvas(from.width, from.height).getContext('2d');
  to.drawImage(from, 0, 0);
  const { data } = to.getImageData(0, 0, from.width, from.height);
  let text = '';
  for (let i = 0; i < data.length; i += 32768)
    text += String.fromCharCode(...data.subarray(i, i + 32768));
  return [from.width, from.height, btoa(text)];
}"""
SIZE = 512
"""Rows and columns of the demo's CT."""


def facts(page: Page) -> dict[str, str]:
    """Return what the viewer tells of the picture on the screen."""
    said: dict[str, str] = page.locator(".viewer-stage").evaluate("e => ({...e.dataset})")
    return said


def drawn(page: Page) -> NDArray[np.int64]:
    """Return the grey values of the image on the canvas; a pixel has to be a pixel."""
    width, height, text = page.evaluate(READ)
    pixels = np.frombuffer(base64.b64decode(text), np.uint8).reshape(height, width, 4)
    assert (pixels[:, :, 0] == pixels[:, :, 1]).all()
    assert (pixels[:, :, 0] == pixels[:, :, 2]).all()
    left, top = (round(float(one)) for one in facts(page)["matrix"].split(",")[4:6])
    return pixels[top : top + SIZE, left : left + SIZE, 0].astype(np.int64)


def linear(image: FileDataset, centre: float, width: float) -> NDArray[np.int64]:
    """Return the image through a LINEAR window (PS3.3 C.11.2.1.2.1), with numpy alone."""
    values = image.pixel_array * float(image.RescaleSlope) + float(image.RescaleIntercept)
    share = (values - (centre - 0.5)) / (width - 1) + 0.5
    return np.rint(np.clip(share, 0, 1) * 255).astype(np.int64)


def stored(page: Page, server: Server, study: str, series: str, sop: str) -> FileDataset:
    """Return the instance as it was sent, from DICOMweb."""
    address = f"{server.url}/dicom-web/studies/{study}/series/{series}/instances/{sop}"
    accept = 'multipart/related; type="application/dicom"; transfer-syntax=*'
    answer = page.request.get(address, headers={"Accept": accept})
    assert answer.ok, answer.text()
    body = answer.body()
    start = body.index(b"\r\n\r\n") + 4
    return pydicom.dcmread(BytesIO(body[start : body.rindex(b"\r\n--")]))


def opened(visitors: Visitors, server: Server) -> tuple[Page, str, str]:
    """Return the viewer with the head's CT, one pixel to a pixel, its study and its series."""
    page = visitors.sign_in(server, "li")
    cards: list[dict[str, Any]] = page.request.get(f"{server.url}/api/cases?which=queue").json()[
        "cases"
    ]
    case = next(one["id"] for one in cards if one["patient_name"] == "张桂花")
    view = page.request.get(f"{server.url}/api/cases/{case}").json()
    study = view["studies"][0]["study"]
    listed = page.request.get(f"{server.url}/dicom-web/studies/{study}/series")
    series = listed.json()[0]["0020000E"]["Value"][0]
    page.goto(f"{server.url}/#/cases/{case}/images")
    stage = page.locator(".viewer-stage[data-quality=full]")
    stage.wait_for()
    size = page.viewport_size or {"width": 1440, "height": 900}
    high = stage.evaluate("e => e.clientHeight")
    page.set_viewport_size({"width": 1440, "height": size["height"] - high + SIZE})
    page.locator(".viewer-stage[data-matrix^='1,0,0,1,']").wait_for()
    stage.focus()
    return page, study, series


def test_presets_and_slices(server: Server, visitors: Visitors) -> None:
    """Every pixel is within one grey of numpy's LINEAR window, in each preset and inverted."""
    page, study, series = opened(visitors, server)
    inverted = False
    for key in ["1", "2", "3", "4", "ArrowDown", "i"]:
        before = facts(page)
        page.keyboard.press(key)
        inverted ^= key == "i"
        page.wait_for_timeout(200)
        page.locator(".viewer-stage[data-quality=full]").wait_for()
        seen = facts(page)
        assert key != "ArrowDown" or seen["sop"] != before["sop"]
        image = stored(page, server, study, series, seen["sop"])
        wanted = linear(image, float(seen["windowCentre"]), float(seen["windowWidth"]))
        wanted = 255 - wanted if inverted else wanted
        worst = int(np.abs(drawn(page) - wanted).max())
        assert worst <= 1, f"after {key}: {worst} greys apart"


def test_a_length(server: Server, visitors: Visitors) -> None:
    """A line between two clicks is as long in mm as the pixel spacing says."""
    page, study, series = opened(visitors, server)
    page.get_by_role("button", name="测长").click()
    box = page.locator(".viewer-stage").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(x - 100, y)
    page.mouse.move(x, y + 3)
    page.mouse.click(x + 100, y)
    zoom = float(facts(page)["matrix"].split(",")[0])
    image = stored(page, server, study, series, facts(page)["sop"])
    wanted = f"{200 / zoom * float(image.PixelSpacing[1]):.1f} mm"
    expect(page.locator(".viewer-length text")).to_have_text(wanted)


@pytest.mark.parametrize(
    ("button", "moved"), [("left", "windowWidth"), ("right", "scale"), ("middle", "centre")]
)
def test_a_drag(server: Server, visitors: Visitors, button: Any, moved: str) -> None:
    """The left button windows, the right one zooms, the middle one pans."""
    page, _, _ = opened(visitors, server)
    box = page.locator(".viewer-stage").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = facts(page)[moved]
    page.mouse.move(x, y)
    page.mouse.down(button=button)
    page.mouse.move(x + 40, y - 30, steps=5)
    page.mouse.up(button=button)
    assert facts(page)[moved] != before
