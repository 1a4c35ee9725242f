"""Rights, generated from the one table: role x relationship x action x state."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest

from consult.domain.case import Case, CaseState
from consult.domain.casefile import CaseFile
from consult.domain.codes import Role
from consult.domain.errors import Forbidden, IllegalMove, NotFound
from consult.domain.ids import CaseId, InvitationId, OrganisationId, PersonId
from consult.domain.invitation import Invitation, InvitationState
from consult.domain.people import Actor
from consult.domain.policy import (
    PURPOSES,
    STATES,
    TABLE,
    Action,
    Context,
    Decision,
    Relationship,
    Verdict,
    decide,
    relationships,
    require,
)
from tests.fakes.world import NOON

SITE, CENTRE = OrganisationId(UUID(int=1)), OrganisationId(UUID(int=2))
ME, AUTHOR = PersonId(UUID(int=10)), PersonId(UUID(int=11))
NOW = Context(now=NOON)


def case_file(how: Relationship | None, state: CaseState) -> tuple[CaseFile, OrganisationId]:
    """A case to which ME stands so, and where ME works."""
    case = Case(
        id=CaseId(UUID(int=20)),
        token=UUID(int=21),
        site=SITE,
        author=ME if how is Relationship.OWN else AUTHOR,
        created_at=NOON,
        state=state,
    )
    held = {
        Relationship.INVITED: InvitationState.INVITED,
        Relationship.ASSIGNED: InvitationState.ACCEPTED,
    }
    invitations = tuple(
        Invitation(
            id=InvitationId(UUID(int=30)),
            case=case.id,
            expert=ME,
            organisation=CENTRE,
            invited_at=NOON,
            due_at=NOON,
            state=one,
        )
        for one in [held.get(how)]
        if how is not None
        if one is not None
    )
    at_site = {Relationship.OWN, Relationship.SITE}
    elsewhere = OrganisationId(UUID(int=3))
    work = SITE if how in at_site else CENTRE if how is Relationship.CENTRE else elsewhere
    return CaseFile(case=case, invitations=invitations, centre=CENTRE), work


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_every_decision_is_the_one_of_the_table(role: Role, action: Action) -> None:
    """For each relationship and state: allowed exactly where table and states say so."""
    for how, state in product([None, *Relationship], CaseState):
        file, work = case_file(how, state)
        actor = Actor(person=ME, organisation=work, roles=frozenset({role}))
        held = relationships(actor, file, NOW)
        visible = any((role, one) in TABLE[Action.READ] for one in held)
        able = any((role, one) in TABLE[action] for one in held)
        verdict = decide(actor, action, file, NOW).verdict
        if not visible:
            assert verdict is Verdict.INVISIBLE
        elif not able:
            assert verdict is Verdict.FORBIDDEN
        elif state not in STATES[action]:
            assert verdict is Verdict.WRONG_STATE
        else:
            assert verdict is Verdict.ALLOWED


def test_the_tables_name_every_action_and_relationship() -> None:
    """Nothing is decided by omission."""
    assert set(TABLE) == set(STATES) == set(Action)
    assert set(PURPOSES) == set(Relationship)
    for action in Action:
        assert TABLE[action] <= TABLE[Action.READ]


@pytest.mark.parametrize("how", [one for one in Relationship if one is not Relationship.OVERSIGHT])
def test_a_relationship_is_found(how: Relationship) -> None:
    """Each way of standing to a case is told from the file and the actor's post."""
    file, work = case_file(how, CaseState.DISPATCHED)
    roles = frozenset({Role.VILLAGE_DOCTOR, Role.LEAD, Role.DISPATCHER, Role.EXPERT})
    actor = Actor(person=ME, organisation=work, roles=roles)
    assert how in relationships(actor, file, NOW)


def expert_of(file: CaseFile) -> Actor:
    """ME as an expert from elsewhere."""
    work = OrganisationId(UUID(int=3))
    return Actor(person=ME, organisation=work, roles=frozenset({Role.EXPERT}))


def test_access_ends_thirty_days_after_closing() -> None:
    """An assigned expert sees the case for 30 days after its end, and not a second longer."""
    file, _ = case_file(Relationship.ASSIGNED, CaseState.CLOSED)
    file = replace(file, case=replace(file.case, ended_at=NOON))
    last = Context(now=NOON + timedelta(days=30) - timedelta(seconds=1))
    over = Context(now=NOON + timedelta(days=30))
    assert decide(expert_of(file), Action.READ, file, last).allowed
    assert decide(expert_of(file), Action.READ, file, over).verdict is Verdict.INVISIBLE


@pytest.mark.parametrize("how", [Relationship.INVITED, Relationship.ASSIGNED])
def test_access_ends_with_the_consent(how: Relationship) -> None:
    """Once the consent is withdrawn no expert stands to the case in any way."""
    file, _ = case_file(how, CaseState.DISPATCHED)
    file = replace(file, consent_withdrawn_at=NOON)
    assert relationships(expert_of(file), file, NOW) == frozenset()


@pytest.mark.parametrize(
    "state", [InvitationState.DECLINED, InvitationState.EXPIRED, InvitationState.REMOVED]
)
def test_an_invitation_that_is_over_gives_nothing(state: InvitationState) -> None:
    """Declined, expired or removed: the case is answered as not there."""
    file, _ = case_file(Relationship.INVITED, CaseState.DISPATCHED)
    file = replace(file, invitations=(replace(file.invitations[0], state=state),))
    with pytest.raises(NotFound):
        require(expert_of(file), Action.READ, file, NOW)


def test_refusals_by_kind() -> None:
    """Visible and not allowed is Forbidden; allowed and too late is an illegal move."""
    file, work = case_file(Relationship.OWN, CaseState.ARCHIVED)
    doctor = Actor(person=ME, organisation=work, roles=frozenset({Role.VILLAGE_DOCTOR}))
    with pytest.raises(Forbidden):
        require(doctor, Action.SIGN, file, NOW)
    with pytest.raises(IllegalMove):
        require(doctor, Action.WITHDRAW, file, NOW)
    assert require(doctor, Action.READ, file, NOW).purpose is PURPOSES[Relationship.OWN]
    assert Decision(Verdict.INVISIBLE).purpose is None


def test_auditors_do_not_see_drafts() -> None:
    """A draft is the author's and the site's alone."""
    file, work = case_file(None, CaseState.DRAFT)
    auditor = Actor(person=ME, organisation=work, roles=frozenset({Role.AUDITOR}))
    assert decide(auditor, Action.READ, file, NOW).verdict is Verdict.INVISIBLE
