"""What the client weighs: gzip bytes of the shell, the room, the viewer and the codec.

The shell is what every signed-in person fetches. A part is its own chunk with everything that it
imports statically, less what the shell has brought already; the viewer, which the room brings too,
is counted once.
"""

import gzip
import re
from pathlib import Path

from bench.result import Result

ASSETS = Path(__file__).parents[1] / "web" / "dist" / "assets"
STATIC = re.compile(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""")
MARKS = {"socket": "EIO", "room": "room-closed", "viewer": "viewer-stage"}
BUDGETS = {"shell": 60, "room": 60, "viewer": 40, "codec": 95}


def closure(start: str) -> set[str]:
    """Return the chunk and all that it imports statically."""
    found, todo = set(), [start]
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += STATIC.findall((ASSETS / name).read_text("utf-8"))
    return found


def holder(mark: str) -> str:
    """Return the chunk in which a part's own words of code are."""
    return next(one.name for one in ASSETS.glob("*.js") if mark in one.read_text("utf-8"))


def kilobytes(names: set[str]) -> float:
    """Return the gzip size together, in kB."""
    return round(sum(len(gzip.compress((ASSETS / one).read_bytes(), 9)) for one in names) / 1000, 1)


def parts() -> dict[str, set[str]]:
    """Return which files belong to which part."""
    page = (ASSETS.parent / "index.html").read_text("utf-8")
    entries = re.findall(r'assets/([\w.-]+\.js)"', page)
    shell = set().union(*(closure(one) for one in entries), closure(holder(MARKS["socket"])))
    viewer = closure(holder(MARKS["viewer"])) - shell
    room = closure(holder(MARKS["room"])) - shell - viewer
    codec = {one.name for one in ASSETS.iterdir() if one.suffix == ".wasm"}
    codec |= {one.name for one in ASSETS.glob("*worker*.js")}
    return {"shell": shell, "room": room, "viewer": viewer, "codec": codec}


def measure() -> list[Result]:
    """Weigh the parts of the client as it is built."""
    return [
        Result(
            f"{part}, gzip",
            "kB",
            (kilobytes(names),),
            "python -m bench --only weights",
            BUDGETS[part],
            {"files": sorted(names)},
        )
        for part, names in parts().items()
    ]
