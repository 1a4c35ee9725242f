"""`serve` and `migrate`."""

import argparse
import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from server import logs
from server.commands.options import add_address, add_data, command, say, say_error, settings_of
from server.settings import Settings

if TYPE_CHECKING:
    from server.commands.options import Subparsers


def add_commands(commands: "Subparsers") -> None:
    """Add them."""
    serve = command(commands, "serve", "serve until stopped (Ctrl-C, SIGTERM)", run_serve)
    add_data(serve)
    add_address(serve)
    migrate = command(commands, "migrate", "bring the database to this version", run_migrate)
    add_data(migrate)


def run_serve(arguments: argparse.Namespace) -> int:
    """Serve."""
    settings = settings_of(arguments)
    return serve(settings, lambda served: say(f"serving {served.url}"))


def serve(settings: Settings, ready: Callable[[Settings], None]) -> int:
    """Serve with logs as the settings want them; return the exit code."""
    from server.serving import AddressTaken, run  # noqa: PLC0415  quick --help

    logs.configure(settings.log_level)
    if settings.host in {"0.0.0.0", "::"} and not settings.public_url:  # noqa: S104
        say_error("without --public-url no other machine's browser is let in")
    try:
        asyncio.run(run(settings, ready))
    except AddressTaken as error:
        say_error(f"address taken: {error}")
        return 1
    return 0


def run_migrate(arguments: argparse.Namespace) -> int:
    """Migrate."""
    from server.app import create_world  # noqa: PLC0415  quick --help
    from server.tasks import Tasks  # noqa: PLC0415

    settings = settings_of(arguments)

    async def work() -> None:
        async with Tasks() as tasks:
            world = create_world(settings, tasks)
            await world.database.upgrade()
            await world.close()

    asyncio.run(work())
    say("the database is up to date")
    return 0
