"""Which cases the clocks look at, and when: the same in every world."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

import pytest

from consult.contract.commands import CheckIn, Submit, Withdraw
from consult.domain.attention import attention_at
from consult.domain.codes import Mode, Side
from consult.domain.ids import CaseId
from consult.services import rooms
from consult.services.ticking import tick_due
from tests.consult.services.path import SLOT, Path, full_form
from tests.consult.services.test_must_fail import do, meet
from tests.consult.services.test_turns import emergency_form
from tests.fakes.world import NOON

MINUTE: Final = timedelta(minutes=1)
INSTANT: Final = timedelta(microseconds=1)


async def opened(path: Path) -> None:
    """A booked meeting whose door one side has opened."""
    await path.accept()
    path.world.clock.at = SLOT.start
    await meet(path, "doctor", CheckIn())


async def left_alone(path: Path) -> None:
    """A live meeting that the requesting side has left."""
    await path.live()
    path.world.advance(MINUTE)
    await rooms.left(path.ports, path.world.actors["doctor"].person, path.session)


async def broken(path: Path) -> None:
    """An interrupted meeting."""
    await left_alone(path)
    await rooms.interrupt(path.ports, path.session, Side.REQUESTING)


async def asked_about(path: Path) -> None:
    """An interrupted meeting that the centre knows of."""
    await broken(path)
    path.world.advance(10 * MINUTE)
    await tick_due(path.ports)


async def withdrawn(path: Path) -> None:
    """A case that is over while its clock ran."""
    await path.submit()
    await do(path, "doctor", Withdraw(reason="转院"))


STANDINGS: Final[dict[str, tuple[Callable[[Path], Awaitable[object]], datetime | None]]] = {
    "draft": (lambda path: path.create(), None),
    "submitted": (lambda path: path.submit(), NOON + timedelta(hours=24)),
    "withdrawn": (withdrawn, None),
    "invited": (lambda path: path.dispatch(), NOON + timedelta(hours=4)),
    "invited in an emergency": (
        lambda path: path.dispatch(emergency_form()),  # type: ignore[arg-type]
        NOON + 3 * MINUTE,
    ),
    "accepted in writing": (
        lambda path: path.accept(full_form(mode=Mode.WRITTEN)),
        NOON + timedelta(days=7),
    ),
    "booked": (lambda path: path.accept(), SLOT.start + 20 * MINUTE),
    "open": (opened, SLOT.start + 20 * MINUTE),
    "live, one side gone": (left_alone, SLOT.start + MINUTE + timedelta(seconds=20)),
    "interrupted": (broken, SLOT.start + 11 * MINUTE),
}


@pytest.mark.parametrize("name", STANDINGS)
async def test_when_a_case_is_due(path: Path, name: str) -> None:
    """A case is due from its instant on, and not an instant before it."""
    begin, at = STANDINGS[name]
    await begin(path)
    assert attention_at(path.file) == at

    async def due(now: datetime) -> list[CaseId]:
        async with path.ports.transaction() as tx:
            return list(await tx.cases.due(now))

    if at is None:
        assert await due(NOON + timedelta(days=99)) == []
        return
    assert await due(at - INSTANT) == []
    assert await due(at) == [path.case]
    assert await due(at + timedelta(days=1)) == [path.case]


@pytest.mark.parametrize("begin", [lambda path: path.live(), asked_about])
async def test_a_meeting_that_wants_nobody(
    path: Path, begin: Callable[[Path], Awaitable[None]]
) -> None:
    """A meeting that goes on, or is asked about already, is not due; the case's clock still is."""
    await begin(path)
    assert attention_at(path.file) == path.file.case.clock.due_at
    async with path.ports.transaction() as tx:
        assert list(await tx.cases.due(path.world.clock.at)) == []


async def test_the_earliest_of_several_clocks(path: Path) -> None:
    """Of two cases only the one whose time has come is due."""
    await path.dispatch()
    invited = path.case
    await path.create(token=2)
    await do(path, "doctor", Submit())
    async with path.ports.transaction() as tx:
        assert list(await tx.cases.due(NOON + timedelta(hours=4))) == [invited]
        both = await tx.cases.due(NOON + timedelta(hours=24))
    assert set(both) == {invited, path.case}
