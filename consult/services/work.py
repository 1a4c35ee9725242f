"""The frame of every change: one transaction, policy first, the version compared, all told."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from consult.contract.views import CaseView
from consult.domain.booking import claimed, freed
from consult.domain.casefile import CaseFile
from consult.domain.change import Change
from consult.domain.errors import Conflict
from consult.domain.ids import CaseId
from consult.domain.people import Actor, Organisation
from consult.domain.policy import Action, Context, entitled, require
from consult.ports import Ports, Transaction
from consult.services.cast import Cast, cast_of, clocks_of, day_at, zone_of
from consult.services.telling import events
from consult.services.view import case_view

HARMLESS: Final = frozenset({"message.said"})
"""Events that no decision hangs on: having missed them makes no tab stale."""

MINDS: Final[dict[Action, frozenset[str]]] = {
    Action.EDIT_FORM: frozenset({"form.saved", "case.moved"}),
    Action.WRITE_OPINION: frozenset({"case.moved", "opinion.changed", "invitation.changed"}),
    Action.SIGN: frozenset({"case.moved", "opinion.changed", "invitation.changed"}),
    Action.CHECK_IN: frozenset(),
}
"""What an action may not have missed, where that is less than everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A case file opened for somebody within a transaction."""

    ports: Ports
    tx: Transaction
    file: CaseFile
    site: Organisation
    context: Context

    @property
    def now(self) -> datetime:
        """The instant of this transaction."""
        return self.context.now

    @property
    def day(self) -> date:
        """The calendar day at the requesting site."""
        return day_at(self.site, self.now)

    @property
    def zone(self) -> ZoneInfo:
        """The requesting site's time zone."""
        return zone_of(self.site)


async def opened(ports: Ports, tx: Transaction, file: CaseFile) -> Work:
    """Open a case file with the terms that hold for it."""
    now = ports.clock.now()
    site = await tx.people.organisation(file.case.site)
    clocks = await clocks_of(tx, file, day_at(site, now))
    context = Context(now=now, clocks=clocks)
    return Work(ports=ports, tx=tx, file=file, site=site, context=context)


async def check_seq(work: Work, action: Action, expected: int | None) -> None:
    """Raise Conflict when something that matters for the action happened after `expected`.

    The refusal carries the present seq and state, so that a stale tab can catch up.
    """
    case = work.file.case
    if expected is None or expected == case.seq:
        return
    missed = await work.tx.outbox.after(case.id, expected)
    minds = MINDS.get(action)
    stale = expected > case.seq or len(missed) < case.seq - expected
    for event in missed:
        stale = stale or (event.type in minds if minds is not None else event.type not in HARMLESS)
    if stale:
        raise Conflict("stale", seq=case.seq, state=case.state.value)


async def keep(work: Work, change: Change) -> Cast:
    """Store the change, its events and its slots; nothing when nothing has changed."""
    cast = await cast_of(work.tx, change.file)
    if not change.notes:
        return cast
    await work.tx.cases.save(change.file, read_seq=work.file.case.seq)
    for event in events(change, cast, work.context.clocks):
        work.tx.outbox.add(event)
    await _book(work, change)
    return cast


async def _book(work: Work, change: Change) -> None:
    for session in freed(work.file, change.file):
        await work.tx.bookings.release(session)
    for claim in claimed(work.file, change.file):
        wanted = claim.resources
        if claim.yields:
            taken = await work.tx.bookings.taken(wanted, claim.slot)
            wanted = tuple(one for one in wanted if not taken.get(one))
        await work.tx.bookings.claim(claim.session, wanted, claim.slot)


async def show(work: Work, actor: Actor, file: CaseFile, cast: Cast) -> CaseView:
    """Return the view of a file within its transaction."""
    log = tuple(await work.tx.outbox.log(file.case.id))
    return case_view(actor, file, work.context, cast, log)


Act = Callable[[Work], Awaitable[Change]]


async def transact(
    ports: Ports,
    actor: Actor,
    case: CaseId,
    action: Action,
    act: Act,
    *,
    expected_seq: int | None = None,
) -> CaseView:
    """Do one thing to a case on behalf of `actor`, and return the case as they now see it.

    State, events, slots and audit entry are stored together or not at all. What was not tied to
    a version is tried again when somebody else was first.
    """
    for _ in range(_TRIES - 1):
        try:
            return await _once(ports, actor, case, action, act, expected_seq)
        except Conflict:
            if expected_seq is not None:
                raise
    return await _once(ports, actor, case, action, act, expected_seq)


_TRIES: Final = 5


async def _once(
    ports: Ports, actor: Actor, case: CaseId, action: Action, act: Act, expected_seq: int | None
) -> CaseView:
    async with ports.transaction() as tx:
        work = await opened(ports, tx, await tx.cases.get(case))
        entitled(actor, action, work.file, work.context)
        await check_seq(work, action, expected_seq)
        decision = require(actor, action, work.file, work.context)
        change = await act(work)
        cast = await keep(work, change)
        purpose = "" if decision.purpose is None else decision.purpose.value
        tx.audit.record(actor.person, action.value, "case", str(case), purpose)
        return await show(work, actor, change.file, cast)
