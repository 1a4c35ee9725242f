"""Fresh databases with the present schema, one a test, copied from one that was migrated once."""

import asyncio
import shutil
import threading
from pathlib import Path

from server.clock import SystemClock
from server.db.database import create_database


def migrate(url: str) -> None:
    """Bring the database at `url` to the newest schema; for code outside an event loop."""
    failures: list[BaseException] = []

    def work() -> None:
        try:
            asyncio.run(_migrate(url))
        except BaseException as error:  # noqa: BLE001 (raised again in the caller's thread)
            failures.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]


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
