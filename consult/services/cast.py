"""Whose names a case shows, and the times and terms that hold for it: read once a transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from consult.domain.agreement import terms
from consult.domain.casefile import CaseFile
from consult.domain.ids import OrganisationId, PersonId
from consult.domain.people import Clocks, Organisation, Person
from consult.ports import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The people and institutions that the views of a case name."""

    people: Mapping[PersonId, Person]
    organisations: Mapping[OrganisationId, Organisation]

    def name(self, person: PersonId) -> str:
        """Return somebody's name, "" where unknown."""
        known = self.people.get(person)
        return "" if known is None else known.name

    def title(self, person: PersonId) -> str:
        """Return somebody's title, "" where unknown."""
        known = self.people.get(person)
        return "" if known is None else known.title

    def workplace(self, person: PersonId) -> str:
        """Return the name of somebody's institution, "" where unknown."""
        known = self.people.get(person)
        return "" if known is None else self.organisation_name(known.organisation)

    def organisation_name(self, organisation: OrganisationId) -> str:
        """Return an institution's name, "" where unknown."""
        known = self.organisations.get(organisation)
        return "" if known is None else known.name


def named_in(file: CaseFile) -> tuple[PersonId, ...]:
    """Return everybody whom the views of this file name."""
    found = {
        file.case.author,
        *(one.expert for one in file.invitations),
        *(one.author for one in file.opinions),
        *(one.author for one in file.messages),
        *(span.person for one in file.sessions for span in one.attendance),
    }
    return tuple(sorted(found))


async def cast_of(tx: Transaction, *files: CaseFile) -> Cast:
    """Read everybody whom these files name."""
    persons = tuple({person for file in files for person in named_in(file)})
    return Cast(
        people=await tx.people.many(persons),
        organisations=await tx.people.organisations(),
    )


def zone_of(site: Organisation) -> ZoneInfo:
    """Return the time zone in which the site's "today" is meant."""
    return ZoneInfo(site.timezone)


def day_at(site: Organisation, now: datetime) -> date:
    """Return the site's calendar day."""
    return now.astimezone(zone_of(site)).date()


def provider_of(file: CaseFile) -> OrganisationId | None:
    """Return who answers: the last invited institution, else the wanted one."""
    invited = [one.organisation for one in file.invitations]
    return invited[-1] if invited else file.case.form.wanted.organisation


async def clocks_of(tx: Transaction, file: CaseFile, day: date) -> Clocks:
    """Return the clocks of the agreement that this case runs under, or the default ones."""
    agreements = await tx.people.agreements(requester=file.case.site)
    provider = provider_of(file)
    agreement = terms(agreements, day, provider=provider) or terms(agreements, day)
    return Clocks() if agreement is None else agreement.clocks
