"""Drives the viewer's page in Chromium and compares its pixels with numpy's LINEAR window.

Usage: python web/src/viewer/dev/prove.py URL FOLDER, with serve.py and Vite running; FOLDER
receives screenshots. Stops at the first thing that is not so.
"""

import base64
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[4]))

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from imaging import synthetic
from imaging.codecs.decode import frame_of
from imaging.dicom.header import header_of
from imaging.dicom.part10 import open_part10
from imaging.pixels.rescale import rescale
from imaging.pixels.window import Window, to_grey

FLAGS = [
    "--no-sandbox --disable-quic --no-first-run --disable-background-networking",
    "--disable-component-update --disable-sync --use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
AXE = Path(__file__).resolve().parents[3] / "node_modules/axe-core/axe.min.js"
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
PARTS = {header_of(p).sop: p for p in map(open_part10, synthetic.ct_head(slices=24))}


def opened(browser: Browser, url: str, **options: Any) -> Page:
    page = browser.new_context(**options).new_page()
    page.on("pageerror", lambda error: sys.exit(f"page error: {error}"))
    page.goto(url)
    page.wait_for_selector(".viewer-entry")
    for viewer in page.locator(".viewer").all() or [page.locator(".viewer")]:
        viewer.get_by_role("button", name="CT 头颅").click()
        viewer.locator(".viewer-entry[aria-current]", has_text="CT 头颅").wait_for()
        viewer.locator(".viewer-stage[data-quality=full]").wait_for()
    return page


def facts(page: Page, nth: int = 0) -> dict[str, str]:
    return page.locator(".viewer-stage").nth(nth).evaluate("e => ({...e.dataset})")


def canvas(page: Page) -> np.ndarray:
    width, height, text = page.evaluate(READ)
    return np.frombuffer(base64.b64decode(text), np.uint8).reshape(height, width, 4)[:, :, 0]


def expected(seen: dict[str, str]) -> np.ndarray:
    part = PARTS[seen["sop"]]
    header = header_of(part)
    values = rescale(frame_of(part, header, 0), header.slope, header.intercept)
    window = Window(float(seen["windowCentre"]), float(seen["windowWidth"]))
    return to_grey(values, window)


def one_to_one(page: Page) -> None:
    """Make the stage as high as the image, so that a pixel is a pixel."""
    size = page.viewport_size or {"width": 0, "height": 0}
    high = page.locator(".viewer-stage").evaluate("e => e.clientHeight")
    page.set_viewport_size({"width": 1440, "height": size["height"] - high + 512})
    page.wait_for_selector(".viewer-stage[data-matrix^='1,0,0,1,']")
    page.wait_for_timeout(100)


def pixels(browser: Browser, url: str, painter: str) -> None:
    page = opened(browser, f"{url}?draw={painter}", viewport={"width": 1440, "height": 900})
    one_to_one(page)
    assert page.locator(".viewer-canvas").get_attribute("data-painter") == painter
    page.locator(".viewer-stage").focus()
    worst = 0
    for key in ["1", "2", "3", "4", "ArrowDown", "i", "i", "9"]:
        page.keyboard.press(key)
        page.wait_for_selector(".viewer-stage[data-quality=full]")
        page.wait_for_timeout(50)
        seen = facts(page)
        left = round(float(seen["matrix"].split(",")[4]))
        drawn = canvas(page)[:512, left : left + 512].astype(int)
        wanted = expected(seen).astype(int)
        if key == "i" and np.abs(drawn - wanted).max() > 1:
            wanted = 255 - wanted
        worst = max(worst, int(np.abs(drawn - wanted).max()))
    print(painter, "worst difference", worst)
    assert worst <= 1
    page.context.close()


def redraw(browser: Browser, url: str) -> None:
    page = opened(browser, f"{url}?draw=canvas", viewport={"width": 1440, "height": 900})
    times = page.evaluate(
        """() => {
      const stage = document.querySelector('.viewer-stage');
      const { left, top } = stage.getBoundingClientRect();
      const at = (type, x, y) => stage.dispatchEvent(new PointerEvent(type,
        { pointerId: 1, bubbles: true, clientX: left + x, clientY: top + y, button: 0 }));
      stage.setPointerCapture = () => {};
      at('pointerdown', 300, 300);
      const times = [];
      for (let i = 0; i < 60; i++) {
        const start = performance.now(); at('pointermove', 310 + i, 300 + i);
        const canvas = document.querySelector('.viewer-canvas');
        canvas.getContext('2d').getImageData(0, 0, 1, 1);
        times.push(performance.now() - start);
      }
      at('pointerup', 400, 400);
      return times.sort((a, b) => a - b);
    }"""
    )
    print("redraw ms: median %.1f, p95 %.1f" % (times[30], times[57]))
    assert times[30] <= 16
    page.context.close()


def measuring(browser: Browser, url: str, folder: Path) -> None:
    page = opened(browser, url, viewport={"width": 1440, "height": 900})
    page.get_by_role("button", name="测长").click()
    box = page.locator(".viewer-stage").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(x - 100, y)
    page.mouse.move(x, y + 3)
    page.mouse.click(x + 100, y)
    zoom = float(facts(page)["matrix"].split(",")[0])
    spacing = header_of(PARTS[facts(page)["sop"]]).spacing
    assert spacing is not None
    wanted = f"{200 / zoom * spacing[1]:.1f} mm"
    assert page.locator(".viewer-length text").text_content() == wanted, wanted
    page.mouse.move(x - 50, y - 80)
    page.mouse.down()
    page.mouse.move(x - 20, y - 60, steps=4)
    page.mouse.up()
    assert page.locator(".viewer-length").count() == 2
    page.screenshot(path=folder / "length.png")
    page.keyboard.press("Backspace")
    assert page.locator(".viewer-length").count() == 1
    page.context.close()


def gestures(browser: Browser, url: str) -> None:
    page = opened(browser, url, viewport={"width": 1440, "height": 900})
    box = page.locator(".viewer-stage").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    old = facts(page)["sop"]
    page.mouse.wheel(0, 120)
    page.wait_for_selector(f".viewer-stage:not([data-sop='{old}'])")
    for button, moved in (("left", "windowWidth"), ("right", "scale"), ("middle", "centre")):
        before = facts(page)[moved]
        page.mouse.down(button=button)
        page.mouse.move(x + 40, y - 30, steps=5)
        page.mouse.up(button=button)
        assert facts(page)[moved] != before, button
        page.mouse.move(x, y)
    page.get_by_role("button", name="复位").click()
    assert facts(page)["scale"] == "1"
    for name, moved in (("缩放", "scale"), ("平移", "centre"), ("翻页", "sop"), ("调窗", "windowWidth")):
        page.get_by_role("button", name=name).click()
        before = facts(page)[moved]
        page.locator(".viewer-step").last.click()
        assert facts(page)[moved] != before, name
    page.context.close()


def together(browser: Browser, url: str, folder: Path) -> None:
    page = opened(browser, f"{url}?shared", viewport={"width": 1440, "height": 900})
    one, two = page.locator(".viewer").nth(0), page.locator(".viewer").nth(1)
    one.get_by_role("button", name="我来带看").click()
    stage = one.locator(".viewer-stage")
    stage.focus()
    for key in ["4", "ArrowDown", "ArrowDown", "+"]:
        page.keyboard.press(key)
    box = stage.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 150, box["y"] + 320, steps=3)
    page.wait_for_timeout(300)
    same = ("sop", "frame", "windowCentre", "windowWidth", "scale", "centre", "pointer")
    left, right = facts(page), facts(page, 1)
    assert [left[name] for name in same] == [right[name] for name in same], (left, right)
    assert two.locator(".viewer-pointer").count() == 1
    page.screenshot(path=folder / "shared.png")
    two.locator(".viewer-stage").focus()
    page.keyboard.press("ArrowUp")
    assert two.locator(".viewer-lead").get_attribute("data-mode") == "alone"
    assert facts(page, 1)["sop"] != facts(page)["sop"]
    two.get_by_role("button", name="跟随").click()
    page.wait_for_timeout(100)
    assert facts(page, 1)["sop"] == facts(page)["sop"]
    page.context.close()


def accessible(browser: Browser, url: str, folder: Path) -> None:
    for width, height in ((1440, 900), (390, 844)):
        page = opened(
            browser,
            url,
            viewport={"width": width, "height": height},
            has_touch=width < 720,
            is_mobile=width < 720,
        )
        page.screenshot(path=folder / f"viewer-{width}.png")
        if width < 720:
            page.get_by_role("button", name="更多").click()
            page.screenshot(path=folder / "viewer-more.png")
            page.get_by_role("button", name="调窗").click()
            page.get_by_role("button", name="US 四腔").click()
            page.wait_for_selector(".viewer-stage[data-quality=full]")
            page.screenshot(path=folder / "viewer-us.png")
        else:
            page.get_by_role("button", name="DX 胸部").click()
            page.wait_for_selector(".viewer-stage[data-sharp=true]")
            page.screenshot(path=folder / "viewer-dx.png")
            print("DX", facts(page)["quality"], facts(page)["matrix"].split(",")[0])
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa']})")["violations"]
        assert not found, json.dumps(found, ensure_ascii=False)[:2000]
        print("axe", width, "clean")
        page.context.close()


def slow(browser: Browser, url: str, folder: Path) -> None:
    """At 1 Mbit/s and 300 ms: a preview at once, marked so, then a sharp picture."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(url)
    page.wait_for_selector(".viewer-entry")
    link = page.context.new_cdp_session(page)
    link.send("Network.enable")
    link.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 300, "downloadThroughput": 125000, "uploadThroughput": 125000},
    )
    page.get_by_role("button", name="DX 胸部").click()
    start = page.evaluate("performance.now()")
    for state in ("quality=preview", "sharp=true"):
        page.wait_for_selector(f".viewer-stage[data-{state}]", timeout=60000)
        print(state, round(page.evaluate("performance.now()") - start), "ms")
        if state == "quality=preview":
            assert page.locator(".viewer-quality").inner_text() == "预览"
            page.screenshot(path=folder / "preview.png")
    page.context.close()


def main() -> None:
    url, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=" ".join(FLAGS).split()
        )
        accessible(browser, url, folder)
        pixels(browser, url, "canvas")
        pixels(browser, url, "webgl")
        redraw(browser, url)
        measuring(browser, url, folder)
        gestures(browser, url)
        together(browser, url, folder)
        slow(browser, url, folder)
        browser.close()
    print("all so")


if __name__ == "__main__":
    main()
