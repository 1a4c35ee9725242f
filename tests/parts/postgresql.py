"""A private PostgreSQL cluster in a folder of its own."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.parts.folder import private_folder
from tests.parts.processes import free_port, program, running, unprivileged

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "32MB",
    "max_connections": "100",
    "deadlock_timeout": "200ms",
}


@dataclass(frozen=True, slots=True)
class PostgresqlServer:
    """A running server; anybody on this machine may connect as huizhen, who owns all."""

    port: int
    bin: Path
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, name: str) -> str:
        """Return the URL of a database of it."""
        return f"postgresql+asyncpg://huizhen@127.0.0.1:{self.port}/{name}"

    def create(self, template: str = "template0") -> str:
        """Make a database, a copy of `template`, and return its name."""
        name = f"test_{next(self._numbers)}"
        self.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self.sql(f'DROP DATABASE "{name}" WITH (FORCE)')

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Run statements on a database, and return what they say."""
        return subprocess.run(
            [
                str(self.bin / "psql"),
                *("--host", "127.0.0.1", "--port", str(self.port), "--username", "huizhen"),
                *("--no-psqlrc", "--quiet", "--tuples-only", "--no-align"),
                *("--dbname", database, "--command", statement),
            ],
            check=True,
            capture_output=True,
            text=True,
            cwd="/",
        ).stdout.strip()

    def ready(self) -> bool:
        """Say whether it takes connections."""
        asked = [str(self.bin / "pg_isready"), "--quiet", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(asked, check=False, cwd="/").returncode == 0


@contextmanager
def postgresql() -> Iterator[PostgresqlServer]:
    """Run a server until the context is left."""
    folder_of_programs = Path(program("initdb")).resolve().parent
    server = PostgresqlServer(free_port(), folder_of_programs)
    with private_folder("postgresql") as folder:
        _initialise(folder_of_programs, folder / "data")
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        command = [
            str(folder_of_programs / "postgres"),
            *("-D", str(folder / "data"), "-p", str(server.port), "-k", str(folder)),
            *settings,
        ]
        with running(command, ready=server.ready, log=folder / "log", stop_signal=signal.SIGINT):
            yield server


def _initialise(programs: Path, data: Path) -> None:
    user = unprivileged()
    subprocess.run(
        [
            str(programs / "initdb"),
            *("-D", str(data), "--username", "huizhen", "--auth", "trust"),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        user=user,
        group="nogroup" if user else None,
        extra_groups=[] if user else None,
        cwd=data.parent,
    )
