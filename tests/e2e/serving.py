"""The real process `huizhen demo`, started, killed and started again."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from server.demo.institutions import PASSWORD
from tests.parts.processes import free_port

__all__ = ["PASSWORD", "Server", "copy_world", "make_world", "run_command"]

HUIZHEN = Path(sys.executable).with_name("huizhen")


@dataclass
class Server:
    """One installation: a data folder, a port of its own, and the process when it runs."""

    data: Path
    log: Path
    database_url: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    told: dict[str, Any] = field(default_factory=dict)  # what `demo --json` printed
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """How browsers reach it."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers; the same port each time."""
        command = [str(HUIZHEN), "demo", "--port", str(self.port), "--data", str(self.data)]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [*command, "--json"],
                stdout=subprocess.PIPE,
                stderr=output,
                env=self.variables(),
                cwd=self.log.parent,
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the server did not start:\n{self.tail()}")
        self.told = json.loads(line)

    def variables(self) -> dict[str, str]:
        """Return the environment of the process: nothing of the developer's own settings."""
        own = ("HUIZHEN_", "DATABASE_URL", "BLOB_URL", "REDIS_URL")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
        database = {"DATABASE_URL": self.database_url} if self.database_url else {}
        return {**kept, **database, **self.environment}

    def kill(self) -> None:
        """End it as a power cut does (SIGKILL): nothing is written, nobody is told."""
        self._ended().kill()
        self._gone()

    def stop(self) -> None:
        """End it as an operator does (SIGTERM); killed where that takes more than 20 s."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self._gone()

    def _ended(self) -> subprocess.Popen[bytes]:
        assert self.process is not None, "it does not run"
        return self.process

    def _gone(self) -> None:
        process = self._ended()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
        self.process = None

    def tail(self, size: int = 6000) -> str:
        """Return the end of its log."""
        return self.log.read_text("utf-8", "replace")[-size:]


def make_world(folder: Path, database_url: str = "") -> Path:
    """Make a demo world in the folder and stop it; return its data folder."""
    server = Server(folder / "data", folder / "making.log", database_url)
    try:
        server.start()
    finally:
        server.stop()
    return server.data


def copy_world(world: Path, folder: Path) -> Path:
    """Return a copy of a world that does not run."""
    return Path(shutil.copytree(world, folder / "data"))


def run_command(server: Server, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `huizhen …` with the settings of the server; the caller judges the exit code."""
    return subprocess.run(
        [str(HUIZHEN), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=server.variables(),
        cwd=server.log.parent,
        timeout=120,
    )
