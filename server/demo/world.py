"""Fills an empty installation with the demo world, through the real services."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from server.auth.tokens import Machines
from server.demo import institutions
from server.demo.requests import REQUESTS
from server.demo.teller import Teller

if TYPE_CHECKING:
    from server.app import World

Tell = Callable[[str], None]
Request = Callable[[Teller], Awaitable[None]]


async def fill(world: "World", tell: Tell) -> str:
    """Make institutions, people, rosters and requests; return a token for DICOMweb."""
    tell("institutions and people")
    await people(world)
    for words, request in REQUESTS:
        tell(words)
        await request(Teller(world.ports, world.settings.data))
    machines = Machines(world.database.transaction, world.ports.clock)
    site = institutions.organisation_id(institutions.LIULIN)
    return await machines.add("demo gateway", site, ("read", "write"), lifetime=timedelta(days=365))


async def people(world: "World") -> None:
    """Make institutions, agreements, people with their password, and the roster."""
    now = world.ports.clock.now()
    today = now.astimezone(institutions.ZONE).date()
    hashed = await world.passwords.hash(institutions.PASSWORD)
    async with world.database.transaction() as tx:
        for organisation in institutions.ORGANISATIONS:
            await tx.accounts.save_organisation(organisation)
        for alliance in institutions.alliances(today):
            await tx.accounts.save_alliance(alliance)
        for agreement in institutions.agreements(today):
            await tx.accounts.save_agreement(agreement)
        for person in institutions.PEOPLE:
            await tx.accounts.add_person(person, hashed)
        await tx.accounts.add_duties(tuple(institutions.roster(now)))
