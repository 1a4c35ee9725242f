"""Reads what decides whether an expert may be asked."""

from consult.domain.casefile import CaseFile
from consult.domain.errors import NotFound, Refused
from consult.domain.form import Slot
from consult.domain.ids import PersonId
from consult.domain.refusals import Refusal
from consult.domain.routing import Candidate
from consult.ports import Transaction


async def candidate(
    tx: Transaction, file: CaseFile, person: PersonId, slot: Slot | None
) -> Candidate:
    """Read an expert with the site's agreements, and what is taken of them around the slot."""
    try:
        found = await tx.people.get(person)
    except NotFound:
        raise Refused(Refusal.NOT_AN_EXPERT.value) from None
    agreements = await tx.people.agreements(requester=file.case.site)
    resource = f"person:{person}"
    taken = {} if slot is None else await tx.bookings.taken([resource], slot)
    return Candidate(
        person=found, agreements=tuple(agreements), taken=tuple(taken.get(resource, ()))
    )
