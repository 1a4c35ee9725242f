"""The request page on a slow line: from the address to a field that takes what is typed."""

import time

from playwright.sync_api import Browser

from bench.result import Result
from bench.world import World

LINES = (
    ("1 Mbit/s, 300 ms", 1_000_000, 300, 2.0),
    ("256 kbit/s, 600 ms", 256_000, 600, 4.0),
)
"""What each line carries (bit/s), its round trip (ms), and the goal (s)."""


def opened(world: World, browser: Browser, bits: int, trip: int, *, cold: bool) -> float:
    """Return the seconds until the first field is there; with an empty or a filled cache."""
    context = world.person(browser, "lin")
    page = context.new_page()
    if not cold:
        page.goto("/#/request")
        page.locator("[data-path='patient.name'] input").wait_for()
        page.goto("about:blank")
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    rate = {"downloadThroughput": bits / 8, "uploadThroughput": bits / 8}
    line.send("Network.emulateNetworkConditions", {"offline": False, "latency": trip, **rate})
    began = time.perf_counter()
    page.goto("/#/request", wait_until="commit")
    field = page.locator("[data-path='patient.name'] input")
    field.fill("张")
    took = time.perf_counter() - began
    if field.input_value() != "张":
        raise RuntimeError("the field did not keep what was typed")
    context.close()
    return took


def measure(world: World, browser: Browser, times: int = 5) -> list[Result]:
    """Measure both lines, cold; the second visit beside."""
    found = []
    for name, bits, trip, goal in LINES:
        cold = [opened(world, browser, bits, trip, cold=True) for _ in range(times)]
        warm = [opened(world, browser, bits, trip, cold=False) for _ in range(times)]
        found.append(
            Result(
                f"request page usable, {name}",
                "s",
                tuple(cold),
                "python -m bench --only slow",
                goal,
                {"second_visit_s": sorted(round(one, 2) for one in warm)},
            )
        )
    return found
