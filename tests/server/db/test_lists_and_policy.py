"""What the lists select in SQL is what the policy lets people see."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

from consult.domain.case import CaseState
from consult.domain.casefile import CaseFile
from consult.domain.codes import Role
from consult.domain.invitation import InvitationState
from consult.domain.people import Actor
from consult.domain.policy import Context, Relationship, relationships
from server.db.database import SqlDatabase
from tests.parts.clock import NOON
from tests.server.db.samples import People, actor, draft, invitation, stepped

STATES = (CaseState.SUBMITTED, CaseState.DISPATCHED, CaseState.CLOSED)
LISTS = {
    "mine": {Relationship.OWN, Relationship.SITE},
    "desk": {Relationship.CENTRE},
    "queue": {Relationship.INVITED, Relationship.ASSIGNED},
    "all": set(Relationship) - {Relationship.OVERSIGHT},
}


def files(people: People) -> list[CaseFile]:
    """Return cases in many standings: state, centre, invitation, end, consent."""
    invited = (None, *InvitationState)
    ended = (None, NOON - timedelta(days=29), NOON - timedelta(days=30))
    made = []
    for state, answer, end, centre in product(STATES, invited, ended, (True, False)):
        file = stepped(draft(people), state=state, ended_at=end)
        if answer is not None:
            file = replace(file, invitations=(invitation(file, people.expert, state=answer),))
        if centre:
            file = replace(file, centre=people.hospital.id)
        made.append(file)
    withdrawn = [replace(stepped(draft(people)), consent_withdrawn_at=NOON)]
    return made + withdrawn


def actors(people: People) -> list[Actor]:
    """Return everybody, a village doctor who has moved away, and an auditor."""
    everybody = [
        actor(one)
        for one in (
            people.village_doctor,
            people.lead,
            people.dispatcher,
            people.expert,
            people.other_expert,
        )
    ]
    gone = replace(everybody[0], organisation=people.hospital.id)
    auditor = replace(everybody[4], roles=frozenset({Role.AUDITOR}))
    return [*everybody, gone, auditor]


async def test_sql_and_policy_agree(database: SqlDatabase, people: People) -> None:
    """For everybody, every list and every standing both select the same cases."""
    made = files(people)
    async with database.transaction() as tx:
        for file in made:
            await tx.cases.add(file)

    async with database.transaction() as tx:
        for who, (which, wanted) in product(actors(people), LISTS.items()):
            listed = {file.case.id for file in await tx.cases.visible(who, which)}
            allowed = {
                file.case.id
                for file in made
                if relationships(who, file, Context(now=NOON)) & wanted
            }
            assert listed == allowed, (who.roles, which)
