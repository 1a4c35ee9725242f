"""The four machines: whatever is tried, a step is in the table or changes nothing."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain import case, invitation, opinion, session
from consult.domain.conclusion import Conclusion
from consult.domain.errors import IllegalMove
from consult.domain.form import Slot
from consult.domain.ids import (
    CaseId,
    InvitationId,
    OpinionId,
    OrganisationId,
    PersonId,
    SessionId,
)
from tests.fakes.world import NOON

CASE, PERSON = CaseId(UUID(int=1)), PersonId(UUID(int=2))


class Machine(Protocol):
    """Something with a state that can act."""

    @property
    def state(self) -> StrEnum:
        """Where it stands."""

    def act(self, action: Any) -> "Machine":
        """Do it."""


MACHINES: dict[str, tuple[Machine, Mapping[Any, Any], type[StrEnum]]] = {
    "case": (
        case.Case(
            id=CASE,
            token=UUID(int=3),
            site=OrganisationId(UUID(int=4)),
            author=PERSON,
            created_at=NOON,
        ),
        case.TRANSITIONS,
        case.CaseAction,
    ),
    "invitation": (
        invitation.Invitation(
            id=InvitationId(UUID(int=5)),
            case=CASE,
            expert=PERSON,
            organisation=OrganisationId(UUID(int=4)),
            invited_at=NOON,
            due_at=NOON,
        ),
        invitation.TRANSITIONS,
        invitation.InvitationAction,
    ),
    "session": (
        session.Session(
            id=SessionId(UUID(int=6)),
            case=CASE,
            slot=Slot(start=NOON, end=NOON + timedelta(minutes=30)),
        ),
        session.TRANSITIONS,
        session.SessionAction,
    ),
    "opinion": (
        opinion.Opinion(
            id=OpinionId(UUID(int=7)),
            case=CASE,
            author=PERSON,
            case_version=1,
            conclusion=Conclusion(),
            written_at=NOON,
        ),
        opinion.TRANSITIONS,
        opinion.OpinionAction,
    ),
}


@pytest.mark.parametrize("name", MACHINES)
@given(data=st.data())
def test_any_actions(name: str, data: st.DataObject) -> None:
    """Whatever is tried, each step is in the table or changes nothing."""
    here, table, actions = MACHINES[name]
    for action in data.draw(st.lists(st.sampled_from(actions), max_size=12)):
        if (here.state, action) not in table:
            before = here
            with pytest.raises(IllegalMove) as refused:
                here.act(action)
            told = {"machine": name, "state": here.state, "action": action}
            assert refused.value.params == told
            assert here == before
            continue
        there = here.act(action)
        assert there.state is table[here.state, action]
        here = there


@pytest.mark.parametrize("name", MACHINES)
def test_every_state_can_be_reached(name: str) -> None:
    """From where it begins, the table leads to every state that it names."""
    start, table, _ = MACHINES[name]
    reached = {start.state}
    for _ in table:
        reached |= {after for (before, _), after in table.items() if before in reached}
    assert reached == set(type(start.state))


@pytest.mark.parametrize(
    ("ends", "table"), [(case.ENDS, case.TRANSITIONS), (session.ENDS, session.TRANSITIONS)]
)
def test_ends_are_final(ends: frozenset[Any], table: Mapping[Any, Any]) -> None:
    """No move leads out of an end, and every other state has a way out."""
    leaving = {before for before, _ in table}
    assert not leaving & ends
    assert leaving | ends == {*leaving, *table.values()}


def test_taking_back_is_possible_exactly_before_an_answer() -> None:
    """The author may withdraw whatever was not answered, and nothing else."""
    states = {one for one, action in case.TRANSITIONS if action is case.CaseAction.WITHDRAW}
    expected = "draft in_review submitted returned dispatched declined accepted"
    assert states == set(expected.split())
