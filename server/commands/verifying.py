"""`verify`: is a signed opinion genuine? Needs the file alone. `root-key`: whose is it?"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from server.commands.options import add_data, command, say, say_error, settings_of

if TYPE_CHECKING:
    from server.commands.options import Subparsers


def add_commands(commands: "Subparsers") -> None:
    """Add it."""
    verify = command(commands, "verify", "check a signed opinion (record.json), offline", run)
    verify.add_argument("file", type=Path)
    verify.add_argument(
        "--root", metavar="HEX", help="the installation's public key, as `huizhen root-key` says"
    )
    words = "print the installation's public key, for `verify --root` elsewhere"
    add_data(command(commands, "root-key", words, run_root_key))


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


def run_root_key(arguments: argparse.Namespace) -> int:
    """Print the public key that certifies every doctor's key here."""
    from server.app import master_secret  # noqa: PLC0415  quick --help
    from server.documents.signing import public_hex  # noqa: PLC0415

    settings = settings_of(arguments)
    if not settings.secret.get_secret_value() and not (settings.data / "keys").is_dir():
        say_error(f"{settings.data} holds no keys; name the folder with --data")
        return 1
    say(public_hex(master_secret(settings).root))
    return 0
