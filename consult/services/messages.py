"""Messages of a case, whoever is connected."""

from consult.contract.commands import Say
from consult.contract.views import CaseView
from consult.domain.change import Change
from consult.domain.evidence import say as say_line
from consult.domain.ids import CaseId
from consult.domain.people import Actor
from consult.domain.policy import Action
from consult.ports import Ports
from consult.services.work import Work, transact


async def say(ports: Ports, actor: Actor, case: CaseId, command: Say) -> CaseView:
    """Say something; the same id is said once, however often it is sent."""

    async def act(work: Work) -> Change:
        return say_line(work.file, str(command.id), command.text, by=actor.person, now=work.now)

    return await transact(ports, actor, case, Action.SAY, act)
