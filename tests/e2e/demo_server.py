"""A real server process with the demo world, started as a newcomer starts it."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self


@dataclass
class DemoServer:
    """One process of `huizhen demo`, which may be killed and started again in the same folder."""

    data: Path
    port: int
    env: Mapping[str, str] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def account(self, role: str) -> tuple[str, str]:
        """Return username and password of the first person with the role."""
        found = next(one for one in self.told["accounts"] if one["role"] == role)
        return found["username"], found["password"]

    def start(self) -> Self:
        """Start it, and wait until it answers."""
        log = (self.data.parent / f"{self.data.name}.log").open("ab")
        command = [sys.executable, "-m", "server", "demo", "--json"]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port), "--data", str(self.data)],
            stdout=subprocess.PIPE,
            stderr=log,
            env=os.environ | self.env,
        )
        log.close()
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"the demo did not start: {self.log()[-2000:]}"
        self.told = json.loads(line)
        return self

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> float:
        """Ask it to stop; return how many seconds that took."""
        began = time.monotonic()
        self._end(signal.SIGTERM)
        return time.monotonic() - began

    def _end(self, sign: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(sign)
            self.process.wait(15)
            if self.process.stdout is not None:
                self.process.stdout.close()
            self.process = None

    def log(self) -> str:
        """Return what it has written to its log."""
        return (self.data.parent / f"{self.data.name}.log").read_text("utf-8", "replace")


@contextlib.contextmanager
def demo(data: Path, env: Mapping[str, str] | None = None) -> Iterator[DemoServer]:
    """Yield a started demo server in `data`; it is stopped at the end."""
    server = DemoServer(data=data, port=free_port(), env=env or {})
    try:
        yield server.start()
    finally:
        server.kill()


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def make_world(data: Path) -> None:
    """Make a demo world and leave it stopped, as a template to copy."""
    with demo(data) as server:
        server.stop()


def copy_world(template: Path, data: Path) -> Path:
    """Return a world of one's own, copied from the template in a moment."""
    shutil.copytree(template, data)
    return data
