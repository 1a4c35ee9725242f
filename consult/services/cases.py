"""Cases: make one, keep its form, read it, list them, catch up with what was missed."""

from typing import Final

from consult.contract.commands import CreateCase, SaveForm
from consult.contract.signals import WatchAnswer
from consult.contract.views import CaseList, CaseView
from consult.domain.agreement import terms
from consult.domain.change import Change
from consult.domain.codes import Role
from consult.domain.errors import Forbidden, NotFound
from consult.domain.ids import CaseId
from consult.domain.people import Actor, Clocks
from consult.domain.policy import Action, Context, require, sees
from consult.domain.refusals import Refusal, refuse_if
from consult.domain.requesting import create as make
from consult.domain.requesting import save_form as keep_form
from consult.ports import Ports, Transaction
from consult.services.access import heard_by, staff_of
from consult.services.cards import card
from consult.services.cast import cast_of, day_at
from consult.services.telling import events
from consult.services.work import Work, opened, show, transact

MOST_MISSED: Final = 200
"""Events that are sent after a gap; with more, the client fetches the view again."""

VIEWS: Final = frozenset({"mine", "review", "desk", "queue", "all"})


async def create(ports: Ports, actor: Actor, command: CreateCase) -> CaseView:
    """Make a draft; the same token of the same site is the same case.

    Raises Forbidden for whoever is no village doctor, Refused(no_agreement) where the site has no
    agreement in force, NotFound for a token that a colleague has used.
    """
    if Role.VILLAGE_DOCTOR not in actor.roles:
        raise Forbidden
    async with ports.transaction() as tx:
        held = await tx.cases.by_token(actor.organisation, command.token)
        if held is not None:
            work = await opened(ports, tx, held)
            if not sees(actor, Action.READ, held, work.context):
                raise NotFound
            return await show(work, actor, held, await cast_of(tx, held))
        return await _made(ports, tx, actor, command)


async def _made(ports: Ports, tx: Transaction, actor: Actor, command: CreateCase) -> CaseView:
    now = ports.clock.now()
    site = await tx.people.organisation(actor.organisation)
    agreements = await tx.people.agreements(requester=site.id)
    refuse_if(terms(agreements, day_at(site, now)) is None, Refusal.NO_AGREEMENT, site=site.name)
    change = make(
        CaseId(ports.ids.new()),
        command.token,
        site=site.id,
        author=actor.person,
        form=command.form,
        now=now,
    )
    await tx.cases.add(change.file)
    work = await opened(ports, tx, change.file)
    cast = await cast_of(tx, change.file)
    for event in events(change, cast, work.context.clocks):
        tx.outbox.add(event)
    tx.audit.record(actor.person, "create", "case", str(change.case.id))
    return await show(work, actor, change.file, cast)


async def save_form(
    ports: Ports,
    actor: Actor,
    case: CaseId,
    command: SaveForm,
    *,
    expected_seq: int | None = None,
) -> CaseView:
    """Keep the form of a draft or of a returned request.

    Conflict only where the form itself or the state has changed since `expected_seq`: files that
    arrive while somebody types disturb nobody.
    """

    async def act(work: Work) -> Change:
        return keep_form(work.file, command.form, by=actor.person, now=work.now)

    return await transact(ports, actor, case, Action.EDIT_FORM, act, expected_seq=expected_seq)


async def read(ports: Ports, actor: Actor, case: CaseId) -> CaseView:
    """Return a case as the actor may see it; the reading is an audit entry."""
    async with ports.transaction() as tx:
        work = await opened(ports, tx, await tx.cases.get(case))
        decision = require(actor, Action.READ, work.file, work.context)
        purpose = "" if decision.purpose is None else decision.purpose.value
        tx.audit.record(actor.person, "read", "case", str(case), purpose)
        return await show(work, actor, work.file, await cast_of(tx, work.file))


async def list_cases(ports: Ports, actor: Actor, which: str) -> CaseList:
    """Return the actor's cards of one list: mine, desk, queue, review or all; audited.

    Raises NotFound for a list that does not exist.
    """
    if which not in VIEWS:
        raise NotFound
    async with ports.transaction() as tx:
        now = ports.clock.now()
        context = Context(now=now, clocks=Clocks())
        files = [
            one
            for one in await tx.cases.visible(actor, which)
            if sees(actor, Action.READ, one, context)
        ]
        cast = await cast_of(tx, *files)
        tx.audit.record(actor.person, "list", "cases", which, str(len(files)))
        return CaseList(
            cases=tuple(card(actor, one, context, cast) for one in files), server_time=now
        )


async def events_after(ports: Ports, actor: Actor, case: CaseId, seq: int) -> WatchAnswer:
    """Return what the actor has missed after `seq`, oldest first, each in full or bare.

    `resync` says that it was too much, or that `seq` is not of this case's past.
    """
    async with ports.transaction() as tx:
        work = await opened(ports, tx, await tx.cases.get(case))
        require(actor, Action.READ, work.file, work.context)
        missed = work.file.case.seq - seq
        if not 0 <= missed <= MOST_MISSED:
            return WatchAnswer(resync=True)
        found = await tx.outbox.after(case, seq, limit=MOST_MISSED)
        staff = await staff_of(tx, work.file)
        tx.audit.record(actor.person, "watch", "case", str(case))
        return WatchAnswer(events=heard_by(actor.person, work.file, found, staff, work.now))
