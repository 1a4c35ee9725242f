"""Whether what requests need is there: database, folders with room in them, Redis where set."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Final

ROOM: Final = 64 << 20
"""Bytes that have to be free in each folder."""

PATIENCE: Final = 2.0
"""Seconds that a part may take to answer."""

Check = Callable[[], Awaitable[object]]


class Readiness:
    """The parts by name; each is asked anew every time, all at once."""

    def __init__(self, checks: Mapping[str, Check]) -> None:
        """A check raises, whatever it is, where its part is not ready."""
        self._checks = dict(checks)

    async def parts(self) -> dict[str, bool]:
        """Return which parts are ready; nothing is said of why one is not."""
        found = await asyncio.gather(*(_passes(one) for one in self._checks.values()))
        return dict(zip(self._checks, found, strict=True))


async def _passes(check: Check) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            await check()
    except Exception:  # noqa: BLE001  whatever it is, it is not ready
        return False
    return True


def folder_check(folder: Path) -> Check:
    """Return the check that a folder can be written to and has `ROOM` left; OSError if not."""

    async def check() -> None:
        await asyncio.to_thread(_write, folder)

    return check


def _write(folder: Path) -> None:
    if shutil.disk_usage(folder).free < ROOM:
        raise OSError(f"less than {ROOM} bytes are free")
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"?")
