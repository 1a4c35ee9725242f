"""Redrawing a CT slice while its window is dragged, on a 2D canvas without graphics hardware."""

from playwright.sync_api import Browser

from bench.result import Result
from bench.world import World

DRAG = """(moves) => {
  const stage = document.querySelector('.viewer-stage');
  const { left, top } = stage.getBoundingClientRect();
  const at = (type, x, y) => stage.dispatchEvent(new PointerEvent(type,
    { pointerId: 1, bubbles: true, clientX: left + x, clientY: top + y, button: 0 }));
  const canvas = document.querySelector('.viewer-canvas');
  stage.setPointerCapture = () => {};
  at('pointerdown', 300, 300);
  const times = [];
  for (let i = 0; i < moves; i++) {
    const before = canvas.dataset.painted;
    const start = performance.now();
    at('pointermove', 310 + i, 300 + i);
    // Reading a pixel back waits for whatever was left to be drawn.
    canvas.getContext('2d').getImageData(0, 0, 1, 1);
    times.push(performance.now() - start);
    if (canvas.dataset.painted === before) throw new Error('nothing was painted');
  }
  at('pointerup', 400, 400);
  return times;
}"""


def measure(world: World, browser: Browser, moves: int = 120) -> Result:
    """Measure each move of a drag, to the finished picture."""
    context = world.person(browser, "li")
    page = context.new_page()
    case = world.case(context, "张桂花")["id"]
    page.goto(f"/#/cases/{case}/images")
    page.locator(".viewer-stage[data-sharp=true]").wait_for()
    page.wait_for_timeout(5_000)  # the other slices have come
    painter = page.locator(".viewer-canvas").get_attribute("data-painter")
    times = page.evaluate(DRAG, moves)
    context.close()
    command = "python -m bench --only redraw"
    return Result(
        "CT window redraw", "ms", tuple(times), command, 16.0, {"painter": painter, "size": "512²"}
    )
