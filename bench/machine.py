"""What the figures were measured on."""

import os
import platform
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any


def machine() -> dict[str, Any]:
    """Return processor, cores, memory, versions, and how busy the machine is."""
    said = Path("/proc/cpuinfo").read_text("utf-8")
    cpu = re.search(r"model name\s*: (.*)", said)
    memory = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text("ascii"))
    return {
        "cpu": cpu.group(1) if cpu else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(int(memory.group(1)) / 2**20, 1) if memory else None,
        "python": platform.python_version(),
        "chromium": _chromium(),
        "load_1min": round(os.getloadavg()[0], 2),
    }


def _chromium() -> str:
    program = shutil.which("chromium")
    if program is None:
        return "none"
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"[\d.]+", said.stdout)
    return found.group() if found else "unknown"
