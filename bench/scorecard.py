"""Make the table of docs/measurements.md from build/bench.json: python -m bench.scorecard"""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- the table: make scorecard -->", "<!-- the end of the table -->"


def number(value: float) -> str:
    """Return it as briefly as it can be read."""
    return f"{value:g}"


def row(result: dict[str, Any]) -> str:
    """Return one line of the table."""
    goal = "" if result["goal"] is None else f"≤ {number(result['goal'])}"
    met = {None: "", True: "yes", False: "**no**"}[result["met"]]
    unit, several = result["unit"], result["n"] > 1
    p95 = f"{number(result['p95'])} {unit}" if several else ""
    half = f"{number(result['p50'])} {unit}"
    cells = (result["name"], half, p95, goal, met, result["n"], result["load_1min"])
    return f"| {' | '.join(map(str, cells))} |"


def table(said: dict[str, Any]) -> str:
    """Return machine and figures as Markdown."""
    on = said["machine"]
    head = (
        f"{on['cpu']}, {on['cores']} cores, {on['memory_gib']} GiB, Python {on['python']}, "
        f"Chromium {on['chromium']}. A goal is met when the 95th percentile meets it. Load is the "
        "machine's average over a minute: above the number of cores, the figure was disturbed."
    )
    lines = ["| figure | p50 | p95 | goal | met | n | load |", "|---|---|---|---|---|---|---|"]
    return "\n".join([head, "", *lines, *(row(one) for one in said["results"])])


def main() -> None:
    """Put the table between its marks."""
    page = ROOT / "docs" / "measurements.md"
    before, rest = page.read_text("utf-8").split(BEGIN)
    after = rest.split(END)[1]
    said = json.loads((ROOT / "build" / "bench.json").read_text("utf-8"))
    page.write_text(f"{before}{BEGIN}\n{table(said)}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
