"""The main path, from the draft to the archive."""

from datetime import timedelta

from consult.contract.commands import ReportOutcome
from consult.domain.case import CaseState
from consult.domain.codes import OutcomeKind
from consult.domain.conclusion import Outcome
from consult.domain.session import SessionState
from consult.services import cases, moves
from consult.services.ticking import tick_due
from tests.consult.services.path import Path


async def test_the_whole_path_of_a_live_consultation(path: Path) -> None:
    """From the draft to the archive every state is reached, and the events have no gap."""
    await path.answered()
    assert path.file.case.state is CaseState.ANSWERED
    assert path.file.sessions[0].state is SessionState.FINISHED
    await path.acknowledge()
    assert path.file.case.state is CaseState.ACKNOWLEDGED
    outcome = ReportOutcome(outcome=Outcome(kind=OutcomeKind.IMPROVED, rating=5))
    view = await moves.move(path.ports, path.world.actors["doctor"], path.case, outcome)
    assert view.state is CaseState.CLOSED
    path.world.advance(timedelta(days=7, seconds=1))
    assert await tick_due(path.ports) == 1
    assert path.file.case.state is CaseState.ARCHIVED
    assert [one.seq for one in path.world.events] == list(range(1, path.file.case.seq + 1))


async def test_an_expert_sees_the_outcome_in_the_own_list(path: Path) -> None:
    """Outcomes go back to whoever gave the opinion."""
    await path.answered_in_writing()
    await path.acknowledge()
    outcome = ReportOutcome(outcome=Outcome(kind=OutcomeKind.RECOVERED))
    await moves.move(path.ports, path.world.actors["doctor"], path.case, outcome)
    listed = await cases.list_cases(path.ports, path.world.actors["expert"], "queue")
    assert [one.outcome for one in listed.cases] == [OutcomeKind.RECOVERED]
