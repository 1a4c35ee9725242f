"""Which actions are open to somebody now: what policy allows, narrowed to what has an object."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from consult.domain.answering import draft_of, signed_of
from consult.domain.case import CaseState
from consult.domain.casefile import CaseFile
from consult.domain.invitation import TRANSITIONS as INVITATION_MOVES
from consult.domain.invitation import InvitationAction, InvitationState
from consult.domain.meeting import opens_at, standing
from consult.domain.opinion import OpinionState
from consult.domain.people import Actor
from consult.domain.policy import Action, Context, decide
from consult.domain.session import TRANSITIONS as SESSION_MOVES
from consult.domain.session import SessionAction, SessionState

Given = tuple[Actor, CaseFile, Context]


def may(actor: Actor, file: CaseFile, context: Context) -> tuple[str, ...]:
    """Return the actions open to the actor now, in the order of their declaration."""
    given = (actor, file, context)
    return tuple(
        action.value
        for action in Action
        if decide(actor, action, file, context).allowed and _HAS_OBJECT.get(action, _always)(given)
    )


def _always(_: Given) -> bool:
    return True


def _invited(given: Given) -> bool:
    actor, file, context = given
    return any(
        one.expert == actor.person
        and one.state is InvitationState.INVITED
        and one.due_at > context.now
        for one in file.invitations
    )


def _removable(given: Given) -> bool:
    moves = INVITATION_MOVES
    return any((one.state, InvitationAction.REMOVE) in moves for one in given[1].invitations)


def _not_author(given: Given) -> bool:
    return given[0].person != given[1].case.author


def _no_session(given: Given) -> bool:
    return standing(given[1]) is None


def _session(action: SessionAction) -> Callable[[Given], bool]:
    def able(given: Given) -> bool:
        session = standing(given[1])
        return session is not None and (session.state, action) in SESSION_MOVES

    return able


def _check_in(given: Given) -> bool:
    session = standing(given[1])
    if session is None:
        return False
    if session.state is not SessionState.BOOKED:
        return True
    _, _, context = given
    late = session.slot.start + context.clocks.check_in_late
    return opens_at(session, context.clocks) <= context.now <= late


def _writable(given: Given) -> bool:
    actor, file, _ = given
    drafting = draft_of(file, actor.person) is not None
    return _not_author(given) and (drafting or signed_of(file, actor.person) is None)


def _amendable(given: Given) -> bool:
    actor, file, _ = given
    drafting = draft_of(file, actor.person) is not None
    return not drafting and signed_of(file, actor.person) is not None


def _to_acknowledge(given: Given) -> bool:
    return any(
        one.state is OpinionState.SIGNED and one.acknowledgement is None
        for one in given[1].opinions
    )


def _consented(given: Given) -> bool:
    file = given[1]
    return file.consent_withdrawn_at is None and file.case.state is not CaseState.DRAFT


_HAS_OBJECT: Final[Mapping[Action, Callable[[Given], bool]]] = MappingProxyType(
    {
        Action.APPROVE: _not_author,
        Action.REFUSE: _not_author,
        Action.ACKNOWLEDGE: _to_acknowledge,
        Action.WITHDRAW_CONSENT: _consented,
        Action.ACCEPT_INVITATION: _invited,
        Action.DECLINE_INVITATION: _invited,
        Action.REMOVE_INVITATION: _removable,
        Action.BOOK: _no_session,
        Action.RESCHEDULE: _session(SessionAction.RESCHEDULE),
        Action.CHECK_IN: _check_in,
        Action.START: _session(SessionAction.START),
        Action.FINISH: _session(SessionAction.FINISH),
        Action.CANCEL_SESSION: _session(SessionAction.CANCEL),
        Action.ABANDON_SESSION: _session(SessionAction.ABANDON),
        Action.WRITE_OPINION: _writable,
        Action.SIGN: _writable,
        Action.AMEND: _amendable,
    }
)
