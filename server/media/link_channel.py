"""One data channel of a link test: answers pings, sends and counts load. See `link_test.py`."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

TEXT_LIMIT = 2048  # bytes
CHUNK = 16384  # bytes
ONE_BURST = 1_000_000  # bytes
IN_ALL = 2_000_000  # bytes, each way


class Channel(Protocol):
    """What is used of a data channel."""

    @property
    def ordered(self) -> bool:
        """Say whether messages keep their order."""

    def send(self, data: bytes | str) -> None:
        """Send one message."""


@dataclass(slots=True)
class Budget:
    """What a test may still move, in bytes; its channels share it."""

    down: int = IN_ALL
    up: int = IN_ALL


class LinkChannel:
    """Answers on the channel where it was asked; whatever it cannot read it says so."""

    def __init__(self, channel: Channel, budget: Budget, seconds: Callable[[], float]) -> None:
        """`seconds` is a monotonic clock."""
        self._channel, self._budget, self._seconds = channel, budget, seconds
        self._seen = 0
        self._received = 0
        self._first_at: float | None = None

    def on_message(self, message: bytes | str) -> None:
        """Take one frame."""
        if isinstance(message, bytes):
            self._load(message)
        elif (asked := _read(message)) is None:
            self._error("unreadable")
        else:
            self._answer(asked)

    def _answer(self, asked: dict[str, Any]) -> None:
        match asked:
            case {"t": "ping", "n": int(n), "at": int() | float() as at}:
                self._seen += 1
                self._say({"t": "pong", "n": n, "at": at, "seen": self._seen})
            case {"t": "down", "bytes": int(size)} if size > 0 and self._channel.ordered:
                self._down(size)
            case {"t": "up-done"}:
                self._up_result()
            case _:
                self._error("unreadable")

    def _down(self, size: int) -> None:
        if size > min(ONE_BURST, self._budget.down):
            self._error("too_much")
            return
        self._budget.down -= size
        for start in range(0, size, CHUNK):
            self._channel.send(bytes(min(CHUNK, size - start)))
        self._say({"t": "done", "bytes": size})

    def _load(self, chunk: bytes) -> None:
        if len(chunk) > self._budget.up:
            self._error("too_much")
            return
        if self._first_at is None:
            self._first_at = self._seconds()
        self._budget.up -= len(chunk)
        self._received += len(chunk)

    def _up_result(self) -> None:
        since = self._seconds() - self._first_at if self._first_at is not None else 0.0
        self._say({"t": "up-result", "bytes": self._received, "ms": round(since * 1000, 1)})
        self._received, self._first_at = 0, None

    def _error(self, code: str) -> None:
        self._say({"t": "error", "code": code})

    def _say(self, answer: dict[str, Any]) -> None:
        self._channel.send(json.dumps(answer))


def _read(message: str) -> dict[str, Any] | None:
    if len(message) > TEXT_LIMIT:
        return None
    try:
        asked = json.loads(message)
    except (ValueError, RecursionError):
        return None
    return asked if isinstance(asked, dict) else None
