"""The bytes that a browser fetches for each part of the client, as the built files weigh."""

import json
from pathlib import Path
from typing import Any

import pytest

DIST = Path(__file__).resolve().parents[2] / "web" / "dist"
KILOBYTE = 1000


@pytest.fixture(scope="module")
def manifest(built_web: None) -> dict[str, Any]:
    """What the build says of its chunks: file, static imports, dynamic imports, by source."""
    found: dict[str, Any] = json.loads((DIST / ".vite" / "manifest.json").read_text("utf-8"))
    return found


def weight(files: set[str]) -> int:
    """Return how many bytes cross the wire with gzip; the smallest files go as they are."""
    zipped = ((DIST / f"{one}.gz", DIST / one) for one in files)
    return sum((packed if packed.is_file() else plain).stat().st_size for packed, plain in zipped)


def needed(manifest: dict[str, Any], *sources: str) -> set[str]:
    """Return the JavaScript that these sources need before anything of them runs."""
    files: set[str] = set()
    waiting = list(sources)
    while waiting:
        chunk = manifest[waiting.pop()]
        if chunk["file"] not in files:
            files.add(chunk["file"])
            waiting += chunk.get("imports", ())
    return files


def shell(manifest: dict[str, Any]) -> set[str]:
    """Return what every page needs: the entry, and the socket that it opens at once."""
    socket = [one for one in manifest if "socket.io-client" in one]
    assert len(socket) == 1
    return needed(manifest, "index.html", *socket)


def ending(pattern: str) -> set[str]:
    """Return the built files whose name fits; there has to be one."""
    found = {one.relative_to(DIST).as_posix() for one in DIST.glob(pattern)}
    assert found, f"nothing built is called {pattern}"
    return found


def test_the_shell_weighs_at_most_60_kb(manifest: dict[str, Any]) -> None:
    """The script of sign-in, home and the live connection fits into 60 kB."""
    assert weight(shell(manifest)) <= 60 * KILOBYTE


def test_the_room_weighs_at_most_60_kb(manifest: dict[str, Any]) -> None:
    """What the room adds to the shell, the viewer apart, fits into 60 kB."""
    viewer = {chunk["file"] for chunk in manifest.values() if chunk.get("name") == "Viewer"}
    assert len(viewer) == 1
    room = needed(manifest, "src/room/Screen.tsx") - shell(manifest) - viewer
    assert weight(room) <= 60 * KILOBYTE


def test_the_viewer_weighs_at_most_40_kb(manifest: dict[str, Any]) -> None:
    """What the viewer adds to the shell, its worker included, fits into 40 kB."""
    viewer = needed(manifest, "src/viewer/Screen.tsx") - shell(manifest)
    assert weight(viewer | ending("assets/decode.worker-*.js")) <= 40 * KILOBYTE


def test_the_codec_weighs_at_most_95_kb(manifest: dict[str, Any]) -> None:
    """The HTJ2K decoder fits into 95 kB."""
    assert weight(ending("assets/openjph*.wasm")) <= 95 * KILOBYTE
