"""Shared view, whole: the leader's key press to the follower's canvas, in two real browsers.

The wire is what lies between the leader's WebSocket sending and the follower's receiving: two
browsers, the server's work and the loopback. What the product adds is the rest, before and after.
"""

from playwright.sync_api import Browser, Page

from bench.join import ENTER, ready, room_of
from bench.result import Result, share
from bench.world import World

HOOKS = """
window.seen = { sent: [], came: [], drawn: [] };
const now = () => performance.timeOrigin + performance.now();
const view = (data) => typeof data === 'string' && data.includes('room.view');
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) {
  if (view(data)) seen.sent.push(now());
  if (this.heard === undefined) {
    this.heard = true;
    this.addEventListener('message', (event) => {
      if (view(event.data)) seen.came.push(performance.timeOrigin + event.timeStamp);
    });
  }
  return send.call(this, data);
};
for (const kind of [CanvasRenderingContext2D, WebGL2RenderingContext]) {
  for (const name of ['drawImage', 'drawArrays']) {
    const draw = kind.prototype[name];
    if (draw === undefined) continue;
    kind.prototype[name] = function (...given) {
      const result = draw.apply(this, given);
      if (this.canvas.className === 'viewer-canvas') seen.drawn.push(now());
      return result;
    };
  }
}
"""
PRESS = """(key) => {
  window.seen.sent.length = 0;
  const stage = document.querySelector('.viewer-stage');
  const at = performance.timeOrigin + performance.now();
  stage.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  return at;
}"""


def enter(page: Page, address: str) -> None:
    """Be in the room, with the images drawn."""
    page.add_init_script(HOOKS)
    ready(page, address)
    page.locator(ENTER).click()
    page.locator(".viewer-stage[data-sharp=true]").wait_for()


def once(leader: Page, follower: Page, key: str) -> tuple[float, float] | None:
    """Return the whole time and the wire's part of one step, in ms; None where one went astray."""
    follower.evaluate("() => { seen.came.length = 0; seen.drawn.length = 0; }")
    pressed = leader.evaluate(PRESS, key)
    follower.wait_for_timeout(250)
    sent = leader.evaluate("() => window.seen.sent[0]")
    came, drawn = follower.evaluate("() => [seen.came[0], seen.drawn[0]]")
    if sent is None or came is None or drawn is None:
        return None
    return drawn - pressed, came - sent


def measure(world: World, browser: Browser, steps: int = 60) -> Result:
    """Measure steps of a leader through presets (every slice is at hand already)."""
    expert, village, address = room_of(world, browser)
    enter(expert, address)
    enter(village, address)
    expert.locator("[data-testid=tile-remote] video[data-shown=true]").wait_for()
    expert.get_by_role("button", name="我来带看").click()
    village.locator(".viewer-lead[data-mode=following]").wait_for()
    expert.wait_for_timeout(6_000)
    tried = [once(expert, village, "123"[number % 3]) for number in range(steps)]
    found = [one for one in tried if one is not None]
    if not found:
        raise RuntimeError("no step of the leader reached the follower")
    for page in (expert, village):
        page.context.close()
    whole, wire = [one for one, _ in found], [one for _, one in found]
    added = tuple(one - part for one, part in found)
    return Result(
        "shared view: leader's key to follower's canvas, beyond the wire",
        "ms",
        added,
        "python -m bench --only shared",
        30.0,
        {
            "whole_p50": share(whole, 50),
            "whole_p95": share(whole, 95),
            "wire_p50": share(wire, 50),
            "wire_p95": share(wire, 95),
            "astray": len(tried) - len(found),
        },
    )
