"""Options that several commands share, and the settings made of them."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from server.settings import Settings

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

Run = Callable[[argparse.Namespace], int]


def command(commands: "Subparsers", name: str, words: str, run: Run) -> argparse.ArgumentParser:
    """Add a command and return its parser."""
    added = commands.add_parser(name, help=words, description=words)
    added.set_defaults(run=run)
    return added


def add_data(added: argparse.ArgumentParser) -> None:
    """Add --data."""
    added.add_argument("--data", type=Path, metavar="DIR", help="folder of all data (HUIZHEN_DATA)")


def add_address(added: argparse.ArgumentParser) -> None:
    """Add --host, --port and the certificate."""
    added.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    added.add_argument("--port", type=int, help="port to listen on (default 8080; 0: a free one)")
    added.add_argument("--public-url", help="how browsers reach it, e.g. https://hz.example.org")
    added.add_argument("--tls-cert", type=Path, metavar="FILE", help="certificate (PEM)")
    added.add_argument("--tls-key", type=Path, metavar="FILE", help="its key (PEM)")


def settings_of(arguments: argparse.Namespace, **fixed: Any) -> Settings:
    """Return the settings: what the command line says, else the environment, else defaults.

    Leaves with exit code 2 and one line for each setting that will not do.
    """
    names = ("data", "host", "port", "public_url", "tls_cert", "tls_key")
    given = {name: getattr(arguments, name, None) for name in names}
    chosen = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**{**chosen, **fixed})
    except ValidationError as error:
        for one in error.errors(include_input=False, include_url=False):
            where = ".".join(str(part) for part in one["loc"])
            say_error(f"{where + ': ' if where else ''}{one['msg']}")
        sys.exit(2)


def say(text: str) -> None:
    """Print a line at once: somebody may be waiting for it at the other end of a pipe."""
    print(text, flush=True)  # noqa: T201  the command line speaks by printing


def say_error(text: str) -> None:
    """Print a line where errors go."""
    print(f"huizhen: {text}", file=sys.stderr, flush=True)  # noqa: T201
