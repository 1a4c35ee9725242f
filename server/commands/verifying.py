"""`verify`: is a signed opinion genuine? Needs the file, no server and no network."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from server.commands.options import command, say, say_error

if TYPE_CHECKING:
    from server.commands.options import Subparsers


def add_commands(commands: "Subparsers") -> None:
    """Add it."""
    verify = command(commands, "verify", "check a signed opinion (record.json), offline", run)
    verify.add_argument("file", type=Path)
    verify.add_argument(
        "--root", metavar="HEX", help="the installation's public key, learnt by another way"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print each check; exit code 0 only when all of them hold."""
    from server.documents.verify import verify  # noqa: PLC0415  quick --help

    try:
        document = arguments.file.read_bytes()
    except OSError as error:
        say_error(f"{arguments.file}: {error.strerror}")
        return 2
    verdict = verify(document, arguments.root)
    for check in verdict.checks:
        say(f"{'ok  ' if check.passed else 'BAD '} {check.name}")
    if verdict.trusted is None:
        say("note root key not compared: give it with --root")
    elif not verdict.trusted:
        say("BAD  root key is another one")
    say(f"{'valid' if verdict.valid else 'NOT VALID'}: signed by {verdict.signer or 'unknown'}")
    return 0 if verdict.valid else 1
