"""Fresh databases with the present schema, one a test, copied from one that was migrated once."""

import asyncio
import shutil
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path

from server.clock import SystemClock
from server.db.database import create_database


def outside_the_loop(work: Callable[[], Coroutine[object, object, None]]) -> None:
    """Run a coroutine in a loop of its own and wait, wherever the caller is; for set-up code."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(work())
        except BaseException as error:  # noqa: BLE001 (raised again in the caller's thread)
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]


def migrate(url: str) -> None:
    """Bring the database at `url` to the newest schema."""
    outside_the_loop(lambda: _migrate(url))


async def _migrate(url: str) -> None:
    database = create_database(url, clock=SystemClock())
    try:
        await database.upgrade()
    finally:
        await database.dispose()


def sqlite_url(path: Path) -> str:
    """Return the URL of a SQLite file."""
    return f"sqlite+aiosqlite:///{path}"


def copy_sqlite(template: Path, folder: Path) -> str:
    """Copy a migrated SQLite file into the folder, and return the URL of the copy."""
    path = folder / "huizhen.sqlite3"
    shutil.copyfile(template, path)
    return sqlite_url(path)
