"""A private TURN server: Debian's coturn with time-limited credentials."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tests.parts.folder import private_folder
from tests.parts.processes import answers, free_port, program, running


@dataclass(frozen=True, slots=True)
class CoturnServer:
    """A running server on loopback, UDP and TCP on one port."""

    port: int
    secret: str
    realm: str

    @property
    def url(self) -> str:
        """Return its URL over UDP."""
        return f"turn:127.0.0.1:{self.port}?transport=udp"


@contextmanager
def coturn(options: Sequence[str] = ("--allow-loopback-peers",)) -> Iterator[CoturnServer]:
    """Run a server until the context is left; `options` are added to its command line."""
    server = CoturnServer(free_port(), secret="a secret of the tests alone", realm="huizhen.test")
    with private_folder("coturn") as folder:
        command = [
            program("turnserver"),
            *("-n", "--listening-ip", "127.0.0.1", "--relay-ip", "127.0.0.1"),
            *("--listening-port", str(server.port), "--min-port", "49160", "--max-port", "49400"),
            *("--use-auth-secret", "--static-auth-secret", server.secret),
            *("--realm", server.realm, "--no-tls", "--no-dtls", "--no-cli"),
            *("--log-file", "stdout", "--simple-log", "--pidfile", str(folder / "pid")),
            *("--userdb", str(folder / "turndb"), *options),
        ]
        with running(command, ready=lambda: answers(server.port), log=folder / "log"):
            yield server
