"""Joining: from the click on "enter" to the first frame of the other side, on loopback."""

from playwright.sync_api import Browser, Page

from bench.result import Result
from bench.world import World, settle

ENTER = "[data-testid=enter-room] button"
JOIN = """() => new Promise((done, failed) => {
  const began = performance.now();
  const seen = new WeakSet();
  setTimeout(() => failed('no frame within 20 s'), 20000);
  document.querySelector('[data-testid=enter-room] button').click();
  const look = () => {
    const video = document.querySelector('[data-testid=tile-remote] video');
    if (video !== null && !seen.has(video)) {
      seen.add(video);
      video.requestVideoFrameCallback(() => done(performance.now() - began));
    }
    setTimeout(look, 5);
  };
  look();
})"""


def room_of(world: World, browser: Browser) -> tuple[Page, Page, str]:
    """Return the expert's page, the village doctor's, and the address of their room."""
    expert, village = world.person(browser, "li"), world.person(browser, "lin")
    view = world.case(expert, "张桂花")
    address = f"/#/cases/{view['id']}/room/{view['sessions'][-1]['id']}"
    return expert.new_page(), village.new_page(), address


def ready(page: Page, address: str) -> None:
    """Open the device check, with camera and microphone running."""
    page.goto("/icon.svg")
    page.goto(address)
    page.locator(ENTER).wait_for()
    page.wait_for_function("() => document.querySelector('.waiting video')?.readyState >= 2")


def measure(world: World, browser: Browser, joins: int = 12) -> Result:
    """Measure the joins of the village doctor; the expert waits in the room."""
    expert, village, address = room_of(world, browser)
    ready(expert, address)
    expert.locator(ENTER).click()
    expert.locator("[data-testid=room]").wait_for()
    times, told = [], []
    for _ in range(joins):
        ready(village, address)
        village.wait_for_timeout(7_500)  # the link test is over
        settle(world, 20)
        times.append(village.evaluate(JOIN) / 1000)
        village.locator("[data-testid=room][data-join-ms]:not([data-join-ms=''])").wait_for()
        told.append(int(village.locator("[data-testid=room]").get_attribute("data-join-ms") or 0))
        village.get_by_role("button", name="离开").first.click()
        village.locator(ENTER).wait_for()
    for page in (expert, village):
        page.context.close()
    return Result(
        "join to first remote frame",
        "s",
        tuple(times),
        "python -m bench --only join",
        1.0,
        {"told_by_the_page_ms": sorted(told)},
    )
