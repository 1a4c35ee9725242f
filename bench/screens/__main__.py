"""Take the pictures into docs/screens and write their index.

python -m bench.screens [--only NAME …] [--whole FOLDER] [--url URL]
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.screens import tour
from bench.screens.camera import LANGUAGES, SIZES, Camera
from bench.world import World, chromium, demo_world

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
HEAD = """# Screens

Every screen of the demo world, in Chinese and in English, 1440 and 390 pixels wide.
All people are made up; the images are synthetic. `make screens` takes them again.
"""


def index(camera: Camera) -> str:
    """Return the page that lists the pictures."""
    lines = [HEAD]
    for name, what in camera.index.items():
        links = [
            f"[{language} {width}]({name}-{language}-{width}.png)"
            for language in LANGUAGES
            for width in SIZES
        ]
        lines.append(f"- **{what}**: {' · '.join(links)}")
    return "\n".join(lines) + "\n"


@contextmanager
def given(url: str) -> Iterator[World]:
    """Use a demo world that is served already."""
    yield World(url, Path(), 0)


def main() -> None:
    """Walk through all screens."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--whole", type=Path)
    parser.add_argument("--url")
    asked = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    if asked.whole is not None:
        asked.whole.mkdir(parents=True, exist_ok=True)
    camera = Camera(FOLDER, asked.whole, tuple(asked.only))
    place = demo_world() if asked.url is None else given(asked.url)
    with place as world, chromium() as browser:
        for part in (tour.front_door, tour.village, tour.centre, tour.consult):
            part(camera, world, browser)
    if not camera.only:
        (FOLDER / "README.md").write_text(index(camera), "utf-8")
    print("\n".join(camera.faults) or "nothing cut, nothing too wide")


if __name__ == "__main__":
    main()
