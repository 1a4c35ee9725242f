"""Measure everything and print it as one JSON object: python -m bench [--only NAME …]

Each figure is taken alone, one after another, in a demo world made for it. The object is also kept
in build/bench.json, from which `python -m bench.scorecard` makes the table of docs/measurements.md.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from playwright.sync_api import Browser

from bench import fanout, join, redraw, shared_drawing, shared_view, slow_line, upload, weights
from bench.machine import machine
from bench.result import Result
from bench.world import World, chromium, demo_world, settle

KEPT = Path(__file__).parents[1] / "build" / "bench.json"

MEASUREMENTS: dict[str, Callable[[World, Browser], Iterable[Result]]] = {
    "redraw": lambda world, browser: [redraw.measure(world, browser)],
    "join": lambda world, browser: [join.measure(world, browser)],
    "shared": lambda world, browser: [shared_drawing.measure(world, browser)],
    "slow": slow_line.measure,
    "weights": lambda world, browser: weights.measure(),
}
"""What needs a browser."""

WITHOUT_BROWSER: dict[str, Callable[[World], Iterable[Result]]] = {
    "sockets": lambda world: [shared_view.results()],
    "upload": upload.measure,
    "fanout": fanout.results,
}
"""What a browser beside it would only disturb."""


def measured(names: list[str]) -> Iterable[Result]:
    """Yield the figures asked for; all of them where none is named."""
    with demo_world() as world:
        settle(world)
        for name, measure in WITHOUT_BROWSER.items():
            if not names or name in names:
                yield from measure(world)
    with demo_world() as world, chromium() as browser:
        settle(world)
        for name, take in MEASUREMENTS.items():
            if not names or name in names:
                yield from take(world, browser)


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[])
    asked = parser.parse_args()
    on, reports = machine(), []
    for result in measured(asked.only):
        report = {**result.report(), "load_1min": round(os.getloadavg()[0], 1)}
        reports.append(report)
        print(f"{report['name']}: {report['p50']} {report['unit']}", file=sys.stderr)
    said = {"machine": on, "results": reports}
    if not asked.only:
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(json.dumps(said, indent=1, ensure_ascii=False), "utf-8")
    print(json.dumps(said, ensure_ascii=False))


if __name__ == "__main__":
    main()
