"""Starting and stopping."""

import asyncio
import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest
import socketio

from server.serving import AddressTaken, bind
from tests.server.http.conftest import Running, running, template

__all__ = ["running", "template"]


async def test_stopping_with_a_socket_open(running: Running) -> None:
    """A browser's open socket does not hold up the end: it takes under two seconds."""
    browser = await running.signed_in("lin")
    cookie = "; ".join(f"{one.key}={one.value}" for one in browser.http.cookie_jar)
    client = socketio.AsyncClient(reconnection=False)
    await client.connect(
        running.settings.url, headers={"Cookie": cookie, "Origin": running.settings.url}
    )
    began = time.monotonic()
    await running.stop()
    assert time.monotonic() - began < 2
    await client.disconnect()


async def test_sigterm(tmp_path: Path) -> None:
    """A process that is asked to stop leaves with 0, having said where it served."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server", "serve", "--port", "0", "--data", str(tmp_path)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | {"HUIZHEN_LOG_LEVEL": "INFO"},
    )
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), 60)
    assert line.startswith(b"serving http://127.0.0.1:")
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    _, errors = await process.communicate()
    assert process.returncode == 0
    assert time.monotonic() - began < 5
    for one in errors.decode().splitlines():
        assert json.loads(one)["level"] != "error"


def test_an_address_that_is_taken() -> None:
    """It is said before anything else begins."""
    with bind("127.0.0.1", 0) as first, pytest.raises(AddressTaken):
        bind("127.0.0.1", first.getsockname()[1])
