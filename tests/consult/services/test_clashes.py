"""Times that were free when an expert was asked, and are taken when the case is settled."""

from dataclasses import replace
from datetime import timedelta

import pytest

from consult.contract.commands import DeclineInvitation, Submit
from consult.domain.case import CaseState
from consult.domain.codes import DeclineReason, Mode, Tier
from consult.domain.errors import Refused
from consult.domain.ids import SessionId
from consult.services import invitations, moves
from consult.services.ticking import tick_due
from tests.consult.services.path import SLOT, WRITTEN, Path, full_form


async def half_accepted(path: Path) -> None:
    """Two experts are asked; one accepts, and is then taken at that time by another meeting."""
    await path.dispatch(None, "expert", "second")
    await path.accepted_by("expert")
    busy = f"person:{path.world.actors['expert'].person}"
    async with path.ports.transaction() as tx:
        await tx.bookings.claim(SessionId(path.ports.ids.new()), [busy], SLOT)


async def test_an_invitation_lapses_when_the_slot_is_taken_by_now(path: Path) -> None:
    """The case is accepted without a meeting, which the centre then books."""
    await half_accepted(path)
    path.world.advance(timedelta(days=1))
    assert await tick_due(path.ports) == 1
    assert path.file.case.state is CaseState.ACCEPTED
    assert path.file.sessions == ()


async def test_one_case_that_cannot_be_looked_at_holds_up_no_other(path: Path) -> None:
    """The clocks of the others go on."""
    await path.dispatch()
    other = Path(path.world)
    await other.create(token=2)
    await moves.move(other.ports, path.world.actors["doctor"], other.case, Submit())
    nowhere = path.world.add_organisation("无时区卫生室", Tier.VILLAGE)
    await path.world.save_organisation(replace(nowhere, timezone="Nowhere/Land"))
    broken = replace(path.file, case=replace(path.file.case, site=nowhere.id))
    await path.world.put_file(broken)
    path.world.advance(timedelta(days=2))
    assert await tick_due(path.ports) == 1
    assert other.file.case.clock.escalated == 1


async def test_an_expert_declines_when_the_slot_is_taken_by_now(path: Path) -> None:
    """Nobody has to accept because somebody else's time is taken."""
    await half_accepted(path)
    other = path.world.actors["second"]
    own = next(one.id for one in path.file.invitations if one.expert == other.person)
    command = DeclineInvitation(reason_code=DeclineReason.NOT_FREE)
    await invitations.move(path.ports, other, path.case, own, command)
    assert path.file.case.state is CaseState.ACCEPTED
    assert path.file.sessions == ()


async def test_an_expert_accepts_when_the_slot_is_taken_by_now(path: Path) -> None:
    """The last to accept learns it, and may name another time."""
    await half_accepted(path)
    with pytest.raises(Refused, match="slot_taken"):
        await path.accepted_by("second")
    assert path.file.case.state is CaseState.DISPATCHED


async def test_the_others_have_signed_before_the_last_one_declines(path: Path) -> None:
    """A case whose remaining experts have all signed is answered; nobody waits for nothing."""
    await path.dispatch(full_form(mode=Mode.WRITTEN), "expert", "second")
    await path.accepted_by("expert")
    await path.sign(conclusion=WRITTEN)
    assert path.file.case.state is CaseState.DISPATCHED
    other = path.world.actors["second"]
    own = next(one.id for one in path.file.invitations if one.expert == other.person)
    command = DeclineInvitation(reason_code=DeclineReason.NOT_FREE)
    await invitations.move(path.ports, other, path.case, own, command)
    assert path.file.case.state is CaseState.ANSWERED
    assert path.file.case.clock.name == "acknowledge"
