"""`user add`, `token add` and `audit verify`: what an operator does on the machine itself."""

import argparse
import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from consult.domain.codes import Role, Tier
from consult.domain.errors import Conflict
from consult.domain.ids import OrganisationId, PersonId
from consult.domain.people import Organisation, Person
from server.auth.strength import weakness
from server.auth.tokens import SCOPES, Machines
from server.commands.options import add_data, command, say, say_error, settings_of
from server.tasks import Tasks

if TYPE_CHECKING:
    from server.app import World
    from server.commands.options import Subparsers

WEAK = {
    "too_short": "it wants 12 characters or more",
    "common": "it is among the first that are guessed",
    "pattern": "it is a pattern on the keyboard",
    "about_you": "it is made of the name",
}


def add_commands(commands: "Subparsers") -> None:
    """Add them."""
    for name, words, add in (
        ("user", "people with an account", _add_user),
        ("token", "bearer tokens of machines (DICOMweb)", _add_token),
        ("audit", "the audit chain", _add_audit),
    ):
        group = commands.add_parser(name, help=words, description=words)
        add(group.add_subparsers(title="commands", metavar="COMMAND", required=True))


def _add_user(commands: "Subparsers") -> None:
    user = command(commands, "add", "add somebody; asks for the password", run_user_add)
    add_data(user)
    user.add_argument("username")
    user.add_argument("--name", required=True, help="full name")
    user.add_argument("--role", required=True, action="append", choices=[str(one) for one in Role])
    user.add_argument("--site", required=True, help="the institution's name or id")
    user.add_argument("--tier", choices=[str(one) for one in Tier], help="makes a missing site")
    user.add_argument("--title", default="")
    user.add_argument("--password-stdin", action="store_true", help="read it from standard input")


def _add_token(commands: "Subparsers") -> None:
    token = command(commands, "add", "make a token; it is printed once", run_token_add)
    add_data(token)
    token.add_argument("--site", required=True, help="the institution's name or id")
    token.add_argument("--scope", required=True, action="append", choices=sorted(SCOPES))
    token.add_argument("--name", default="machine", help="what the token is for")
    token.add_argument("--days", type=int, help="how long it is good (default: until revoked)")


def _add_audit(commands: "Subparsers") -> None:
    audit = command(commands, "verify", "walk the chain; exit code 1 if broken", run_audit_verify)
    add_data(audit)


def run_user_add(arguments: argparse.Namespace) -> int:
    """Add a person, and the institution where --tier says so."""
    password = _password(arguments.password_stdin)
    weak = weakness(password, about=(arguments.username, arguments.name))
    if weak:
        say_error(f"the password will not do: {WEAK[weak]}")
        return 1

    async def work(world: "World") -> int:
        site = await _site(world, arguments.site, arguments.tier)
        if site is None:
            say_error(f"no institution {arguments.site}; --tier makes it")
            return 1
        person = Person(
            id=PersonId(world.ports.ids.new()),
            username=arguments.username,
            name=arguments.name,
            organisation=site.id,
            roles=frozenset(Role(one) for one in arguments.role),
            title=arguments.title,
        )
        hashed = await world.passwords.hash(password)
        try:
            async with world.database.transaction() as tx:
                await tx.accounts.add_person(person, hashed)
                tx.audit.record(None, "add", "person", str(person.id))
        except Conflict:
            say_error(f"the username {arguments.username} is taken")
            return 1
        say(f"added {arguments.username} at {site.name}")
        return 0

    return _in_world(arguments, work)


def run_token_add(arguments: argparse.Namespace) -> int:
    """Make a token and print it."""

    async def work(world: "World") -> int:
        site = await _site(world, arguments.site, None)
        if site is None:
            say_error(f"no institution {arguments.site}")
            return 1
        machines = Machines(world.database.transaction, world.ports.clock)
        lifetime = None if arguments.days is None else timedelta(days=arguments.days)
        say(await machines.add(arguments.name, site.id, arguments.scope, lifetime=lifetime))
        return 0

    return _in_world(arguments, work)


def run_audit_verify(arguments: argparse.Namespace) -> int:
    """Say whether the chain holds."""

    async def work(world: "World") -> int:
        report = await world.head.verify()
        if report.intact:
            say(f"intact: {report.entries} entries")
            return 0
        say_error(f"broken at entry {report.broken_at}: {report.reason}")
        return 1

    return _in_world(arguments, work)


def _in_world(arguments: argparse.Namespace, work: "Callable[[World], Awaitable[int]]") -> int:
    from server.app import create_world  # noqa: PLC0415  quick --help

    settings = settings_of(arguments)

    async def run() -> int:
        async with Tasks() as tasks:
            world = create_world(settings, tasks)
            try:
                await world.database.upgrade()
                return await work(world)
            finally:
                await world.close()

    return asyncio.run(run())


async def _site(world: "World", wanted: str, tier: str | None) -> Organisation | None:
    async with world.database.transaction() as tx:
        for one in (await tx.people.organisations()).values():
            if wanted in {one.name, str(one.id)}:
                return one
        if tier is None:
            return None
        made = Organisation(id=OrganisationId(world.ports.ids.new()), name=wanted, tier=Tier(tier))
        await tx.accounts.save_organisation(made)
        tx.audit.record(None, "add", "organisation", str(made.id))
    return made


def _password(stdin: bool) -> str:
    if stdin:
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    return password if getpass.getpass("Again: ") == password else ""
