"""Invitations: experts accept or decline, the centre takes one back."""

from consult.contract.commands import (
    AcceptInvitation,
    DeclineInvitation,
    InvitationMove,
    RemoveInvitation,
)
from consult.contract.views import CaseView
from consult.domain import inviting, routing
from consult.domain.agreement import check_expert
from consult.domain.change import Change
from consult.domain.errors import Refused
from consult.domain.ids import CaseId, InvitationId, SessionId
from consult.domain.inviting import invitation_of
from consult.domain.people import Actor
from consult.domain.policy import Action
from consult.domain.refusals import Refusal
from consult.ports import Ports
from consult.services.work import Act, Work, transact


async def move(
    ports: Ports,
    actor: Actor,
    case: CaseId,
    invitation: InvitationId,
    command: InvitationMove,
    *,
    expected_seq: int | None = None,
) -> CaseView:
    """Answer an invitation, or take it back.

    Whoever declines is shown the triage summary once more, and sees the case no longer.
    """
    session = SessionId(ports.ids.new())
    action, act = _verb(actor, invitation, command, session)
    try:
        return await transact(ports, actor, case, action, act, expected_seq=expected_seq)
    except Refused as refused:
        if refused.code != Refusal.SLOT_TAKEN or isinstance(command, AcceptInvitation):
            raise
    # whoever goes settles the case for those who stay; their time was taken: the centre books
    action, act = _verb(actor, invitation, command, None)
    return await transact(ports, actor, case, action, act, expected_seq=expected_seq)


def _verb(
    actor: Actor, invitation: InvitationId, command: InvitationMove, session: SessionId | None
) -> tuple[Action, Act]:
    match command:
        case AcceptInvitation():
            return Action.ACCEPT_INVITATION, _accept(actor, invitation, command, session)
        case DeclineInvitation():
            return Action.DECLINE_INVITATION, _decline(actor, invitation, command, session)
        case RemoveInvitation():
            return Action.REMOVE_INVITATION, _remove(actor, invitation, command, session)


def _accept(
    actor: Actor, invitation: InvitationId, command: AcceptInvitation, session: SessionId | None
) -> Act:
    async def act(work: Work) -> Change:
        check_expert(await work.tx.people.get(actor.person), work.day)
        return inviting.accept(
            work.file,
            invitation_of(work.file, invitation),
            command.slot,
            session=session,
            by=actor.person,
            now=work.now,
            clocks=work.context.clocks,
        )

    return act


def _decline(
    actor: Actor, invitation: InvitationId, command: DeclineInvitation, session: SessionId | None
) -> Act:
    async def act(work: Work) -> Change:
        return inviting.decline(
            work.file,
            invitation_of(work.file, invitation),
            command.reason_code,
            command.reason,
            session=session,
            by=actor.person,
            now=work.now,
            clocks=work.context.clocks,
        )

    return act


def _remove(
    actor: Actor, invitation: InvitationId, command: RemoveInvitation, session: SessionId | None
) -> Act:
    async def act(work: Work) -> Change:
        return routing.remove(
            work.file,
            invitation_of(work.file, invitation),
            command.reason,
            session=session,
            by=actor.person,
            now=work.now,
            clocks=work.context.clocks,
        )

    return act
