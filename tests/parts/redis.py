"""A private Redis."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.parts.folder import private_folder
from tests.parts.processes import answers, free_port, program, running


@dataclass(frozen=True, slots=True)
class RedisServer:
    """A running server that stores nothing on disk."""

    port: int

    @property
    def url(self) -> str:
        """Return its URL."""
        return f"redis://127.0.0.1:{self.port}/0"


@contextmanager
def redis() -> Iterator[RedisServer]:
    """Run a server until the context is left."""
    server = RedisServer(free_port())
    command = [
        program("redis-server"),
        *("--bind", "127.0.0.1", "--port", str(server.port), "--save", "", "--appendonly", "no"),
    ]
    with (
        private_folder("redis") as folder,
        running(command, ready=lambda: answers(server.port), log=folder / "log"),
    ):
        yield server
