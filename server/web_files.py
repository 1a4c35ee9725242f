"""Where the built web client lies: beside the sources, or inside the installed package."""

from pathlib import Path


def web_files() -> Path | None:
    """Return the folder that holds index.html, or None when the client was not built."""
    here = Path(__file__).parent
    for folder in (here.parent / "web" / "dist", here / "web_dist"):
        if (folder / "index.html").is_file():
            return folder
    return None
