"""Programs that tests start: found or installed, on free ports, stopped at the end."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

DEBIAN_PACKAGES = {
    "initdb": "postgresql",
    "redis-server": "redis-server",
    "turnserver": "coturn",
}


def program(name: str) -> str:
    """Return the path of a program; installs its Debian package when root and missing.

    Without it the test does not run, and says so; where CI is set, it fails instead.
    """
    found = _find(name) or _install(name)
    if found is None:
        reason = f"NOT RUN: {name} is missing (Debian package {DEBIAN_PACKAGES[name]})"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def _find(name: str) -> str | None:
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(beside[-1]) if beside else None)


def _install(name: str) -> str | None:
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None:
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = [apt, "install", "-qq", "--no-install-recommends", DEBIAN_PACKAGES[name]]
    subprocess.run([apt, "update", "-qq"], env=environment, check=False)
    subprocess.run([*command, "-y"], env=environment, check=False)
    return _find(name)


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """Return a port of the loopback address that is free now."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def unprivileged() -> str | None:
    """Return the user that servers run as when the tests run as root."""
    return "nobody" if os.geteuid() == 0 else None


@contextmanager
def running(
    command: Sequence[str], *, ready: Callable[[], bool], log: Path, stop_signal: int = 15
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the context is left; fails with its log when it is not ready in 20 s."""
    with log.open("wb") as output:
        user = unprivileged()
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=user,
            group="nogroup" if user else None,
            extra_groups=[] if user else None,
            cwd=log.parent,
        )
    try:
        _wait(process, ready, log)
        yield process
    finally:
        process.send_signal(stop_signal)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + 20
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{process.args!r} did not start:\n{log.read_text()[-2000:]}")
        time.sleep(0.05)


def answers(port: int) -> bool:
    """Say whether somebody listens on the loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
