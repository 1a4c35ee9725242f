"""`demo`: a made-up world to try things in."""

import argparse
import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from server import logs
from server.commands.options import add_address, add_data, command, say, say_error, settings_of
from server.commands.running import serve
from server.settings import Settings, is_loopback
from server.tasks import Tasks

if TYPE_CHECKING:
    from server.commands.options import Subparsers

MARK: Final = "demo.json"
ROLES: Final = {
    "village_doctor": "乡村医生",
    "lead": "科主任（审核）",
    "dispatcher": "调度员",
    "expert": "专家",
    "radiologist": "放射科医师",
    "records_officer": "病案员",
    "administrator": "管理员",
    "security_officer": "安全员",
    "auditor": "审计员",
    "supervisor": "监管",
}


def add_commands(commands: "Subparsers") -> None:
    """Add it."""
    words = "make a demo world in a folder, or continue the one there, and serve it"
    added = command(commands, "demo", words, run)
    add_data(added)
    add_address(added)
    added.add_argument(
        "--json", action="store_true", help="print one line of JSON once it answers, no more"
    )


def run(arguments: argparse.Namespace) -> int:
    """Make the world where there is none, serve it, and tell how to get in."""
    if arguments.data is None:
        arguments.data = Path("huizhen-demo")
    settings = settings_of(arguments)
    mark = settings.data / MARK
    if not mark.exists():
        if settings.data.exists() and any(settings.data.iterdir()):
            say_error(f"{settings.data} holds something else already; name another folder")
            return 1
        _make(settings, mark, quiet=arguments.json)
    made = json.loads(mark.read_text("utf-8"))
    tell = _tell_json if arguments.json else _tell
    quiet = settings.model_copy(update={"log_level": "WARNING"})
    return serve(settings if arguments.json else quiet, lambda served: tell(served, made))


def _make(settings: Settings, mark: Path, *, quiet: bool) -> None:
    from server.app import create_world  # noqa: PLC0415  quick --help
    from server.demo.institutions import PASSWORD, PEOPLE  # noqa: PLC0415
    from server.demo.world import fill  # noqa: PLC0415

    logs.configure("WARNING")

    async def work() -> str:
        async with Tasks() as tasks:
            world = create_world(settings, tasks)
            try:
                await world.database.upgrade()
                return await fill(world, _silent if quiet else _progress)
            finally:
                await world.close()

    token = asyncio.run(work())
    accounts = [
        {
            "role": _role(person.roles),
            "username": person.username,
            "password": PASSWORD,
            "name": person.name,
            "title": person.title,
        }
        for person in PEOPLE
    ]
    mark.write_text(json.dumps({"accounts": accounts, "token": token}, ensure_ascii=False), "utf-8")


def _role(roles: "frozenset[Any]") -> str:
    """Return the role that a person is shown under: the first of the list above."""
    return next(role for role in ROLES if role in roles)


def _silent(_words: str) -> None:
    """Say nothing."""


def _progress(words: str) -> None:
    say(f"  making {words}")


def _tell_json(served: Settings, made: dict[str, Any]) -> None:
    accounts = [
        {key: one[key] for key in ("role", "username", "password")} for one in made["accounts"]
    ]
    dicomweb = {"url": f"{_address(served)}/dicom-web", "token": made["token"]}
    say(json.dumps({"url": _address(served), "accounts": accounts, "dicomweb": dicomweb}))


def _tell(served: Settings, made: dict[str, Any]) -> None:
    say(f"\n会诊 Huizhen demo world in {served.data}")
    say(f"open      {_address(served)}")
    say(f"password  {made['accounts'][0]['password']}  (for everybody)\n")
    for one in made["accounts"]:
        say(f"  {one['username']:<7} {one['name']}  {ROLES[one['role']]} {one['title']}")
    say(f"\nDICOMweb  {_address(served)}/dicom-web")
    say(f"token     {made['token']}")
    say("\nStop with Ctrl-C. Nobody in this world exists.")


def _address(served: Settings) -> str:
    """Return an address that works on this machine, also when it listens on all of them."""
    if served.public_url or is_loopback(served.host) or served.host not in {"0.0.0.0", "::"}:  # noqa: S104
        return served.url
    return served.model_copy(update={"host": "127.0.0.1"}).url
