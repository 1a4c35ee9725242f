"""Install the Debian packages that the tests start, all at once: python -m tests.parts

Does nothing where all are there; where they may not be installed it says what will not run.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

PROGRAMS: Final = {
    "chromium": "chromium",
    "turnserver": "coturn",
    "redis-server": "redis-server",
    "pdftotext": "poppler-utils",
    "dcmdump": "dcmtk",
}
FILES: Final = {
    "/usr/lib/postgresql/*/bin/initdb": "postgresql",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc": "fonts-noto-cjk",
}
"""What has no program on the PATH: the server's own, and the font that Chromium draws with."""


def missing() -> list[str]:
    """Return the packages that are not there."""
    programs = [package for name, package in PROGRAMS.items() if shutil.which(name) is None]
    root = Path("/")
    files = [
        package for pattern, package in FILES.items() if not any(root.glob(pattern.lstrip("/")))
    ]
    return programs + files


def main() -> int:
    """Install what is missing; 0 even where that is not allowed: the tests say what did not run."""
    wanted = missing()
    if not wanted:
        return 0
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        sys.stderr.write(f"NOT INSTALLED (needs root and apt-get): {' '.join(wanted)}\n")
        return 0
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([apt, "update", "-qq"], env=environment, check=False)
    install = [apt, "install", "-qq", "-y", "--no-install-recommends", *wanted]
    return subprocess.run(install, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
