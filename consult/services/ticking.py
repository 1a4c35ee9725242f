"""Does what is due by itself, case by case."""

import logging
from datetime import timedelta

from consult.domain.codes import Specialty
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.form import Slot
from consult.domain.ids import CaseId, InvitationId, PersonId, SessionId
from consult.domain.invitation import InvitationState
from consult.domain.refusals import Refusal
from consult.domain.routing import Candidate
from consult.domain.ticking import tick
from consult.ports import Ports
from consult.services.candidates import candidate
from consult.services.work import Work, keep, opened

log = logging.getLogger(__name__)


async def tick_due(ports: Ports) -> int:
    """Do everything due now, each case in a transaction of its own; return how many changed.

    Where somebody else was first, the next round looks again. A case that cannot be looked at
    holds up no other one.
    """
    async with ports.transaction() as tx:
        due = await tx.cases.due(ports.clock.now())
    changed = 0
    for case in due:
        try:
            changed += await _tick(ports, case)
        except (Conflict, NotFound):
            continue
        except Exception:
            log.exception("clocks of case %s not looked at", case)
    return changed


async def _tick(ports: Ports, case: CaseId) -> bool:
    """Look at one case; where its time to meet was taken meanwhile, the centre books another."""
    try:
        return await _look(ports, case, SessionId(ports.ids.new()))
    except Refused as refused:
        if refused.code != Refusal.SLOT_TAKEN:
            raise
        return await _look(ports, case, None)


async def _look(ports: Ports, case: CaseId, session: SessionId | None) -> bool:
    async with ports.transaction() as tx:
        work = await opened(ports, tx, await tx.cases.get(case))
        change = tick(
            work.file,
            now=work.now,
            day=work.day,
            clocks=work.context.clocks,
            session=session,
            next_up=await _next_up(work),
            ids=[InvitationId(ports.ids.new()) for _ in work.file.invitations],
        )
        await keep(work, change)
        return bool(change.notes)


async def _next_up(work: Work) -> list[Candidate]:
    """Read who is on duty now for what is asked, in the order of the roster."""
    specialty = work.file.case.form.wanted.specialty
    late = [
        one
        for one in work.file.invitations
        if one.state is InvitationState.INVITED and one.due_at <= work.now
    ]
    if specialty is None or not late:
        return []
    slot = late[0].slot
    found = []
    for person in await _on_duty(work, specialty):
        found.append(await candidate(work.tx, work.file, person, slot))
    return found


async def _on_duty(work: Work, specialty: Specialty) -> list[PersonId]:
    agreements = await work.tx.people.agreements(requester=work.file.case.site)
    experts = await work.tx.people.experts(sorted({one.provider for one in agreements}))
    persons = [one.id for one in experts]
    moment = Slot(start=work.now, end=work.now + timedelta(minutes=1))
    duties = await work.tx.people.duties(persons, moment)
    fitting = [
        one
        for one in duties
        if one.specialty is specialty and one.slot.start <= work.now < one.slot.end
    ]
    return [one.person for one in sorted(fitting, key=lambda duty: duty.order)]
