"""Who may do what: role ∧ organisation ∧ relationship ∧ state ∧ purpose; everything else is denied.

The actions (`CaseView.may` lists those open to the asker now; the web client keys on the names):

read · see_identity · see_images · edit_form · upload · submit · approve · refuse · return ·
resubmit · reject · dispatch · withdraw · acknowledge · report_outcome · waive_outcome ·
withdraw_consent · accept_invitation · decline_invitation · remove_invitation · book ·
reschedule · check_in · start · finish · cancel_session · abandon_session · write_opinion ·
sign · amend · say
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import Final

from consult.domain.case import ENDS, TRANSITIONS, Case, CaseAction, CaseState
from consult.domain.casefile import CaseFile
from consult.domain.codes import Role
from consult.domain.errors import Forbidden, IllegalMove, NotFound
from consult.domain.ids import PersonId
from consult.domain.invitation import InvitationState
from consult.domain.people import Actor, Clocks


class Action(StrEnum):
    """Everything that a person may want to do with a case."""

    READ = "read"
    SEE_IDENTITY = "see_identity"
    SEE_IMAGES = "see_images"
    EDIT_FORM = "edit_form"
    UPLOAD = "upload"
    SUBMIT = "submit"
    APPROVE = "approve"
    REFUSE = "refuse"
    RETURN = "return"
    RESUBMIT = "resubmit"
    REJECT = "reject"
    DISPATCH = "dispatch"
    WITHDRAW = "withdraw"
    ACKNOWLEDGE = "acknowledge"
    REPORT_OUTCOME = "report_outcome"
    WAIVE_OUTCOME = "waive_outcome"
    WITHDRAW_CONSENT = "withdraw_consent"
    ACCEPT_INVITATION = "accept_invitation"
    DECLINE_INVITATION = "decline_invitation"
    REMOVE_INVITATION = "remove_invitation"
    BOOK = "book"
    RESCHEDULE = "reschedule"
    CHECK_IN = "check_in"
    START = "start"
    FINISH = "finish"
    CANCEL_SESSION = "cancel_session"
    ABANDON_SESSION = "abandon_session"
    WRITE_OPINION = "write_opinion"
    SIGN = "sign"
    AMEND = "amend"
    SAY = "say"


class Relationship(StrEnum):
    """How somebody stands to a case."""

    OWN = "own"  # its author
    SITE = "site"  # lead of the requesting site
    CENTRE = "centre"  # dispatcher of the centre that routes it
    INVITED = "invited"  # triage summary only
    ASSIGNED = "assigned"  # accepted; ends 30 days after closing
    OVERSIGHT = "oversight"  # auditor, supervisor: masked, no images, no change


class Purpose(StrEnum):
    """What for; written beside each reading in the audit."""

    TREATMENT = "treatment"
    ROUTING = "routing"
    OVERSIGHT = "oversight"


_R, _A, _W = Role, Action, Relationship

OWN: Final = (_R.VILLAGE_DOCTOR, _W.OWN)
LEAD: Final = (_R.LEAD, _W.SITE)
CENTRE: Final = (_R.DISPATCHER, _W.CENTRE)
INVITED: Final = (_R.EXPERT, _W.INVITED)
ASSIGNED: Final = (_R.EXPERT, _W.ASSIGNED)
AUDITOR: Final = (_R.AUDITOR, _W.OVERSIGHT)
SUPERVISOR: Final = (_R.SUPERVISOR, _W.OVERSIGHT)

Standing = tuple[Role, Relationship]

TABLE: Final[Mapping[Action, frozenset[Standing]]] = MappingProxyType(
    {
        _A.READ: frozenset({OWN, LEAD, CENTRE, INVITED, ASSIGNED, AUDITOR, SUPERVISOR}),
        _A.SEE_IDENTITY: frozenset({OWN, LEAD, CENTRE, ASSIGNED}),
        _A.SEE_IMAGES: frozenset({OWN, LEAD, CENTRE, ASSIGNED}),
        _A.EDIT_FORM: frozenset({OWN}),
        _A.UPLOAD: frozenset({OWN}),
        _A.SUBMIT: frozenset({OWN}),
        _A.APPROVE: frozenset({LEAD}),
        _A.REFUSE: frozenset({LEAD}),
        _A.RETURN: frozenset({CENTRE, INVITED, ASSIGNED}),
        _A.RESUBMIT: frozenset({OWN}),
        _A.REJECT: frozenset({CENTRE}),
        _A.DISPATCH: frozenset({CENTRE}),
        _A.WITHDRAW: frozenset({OWN}),
        _A.ACKNOWLEDGE: frozenset({OWN}),
        _A.REPORT_OUTCOME: frozenset({OWN}),
        _A.WAIVE_OUTCOME: frozenset({OWN}),
        _A.WITHDRAW_CONSENT: frozenset({OWN, LEAD}),
        _A.ACCEPT_INVITATION: frozenset({INVITED}),
        _A.DECLINE_INVITATION: frozenset({INVITED}),
        _A.REMOVE_INVITATION: frozenset({CENTRE}),
        _A.BOOK: frozenset({CENTRE}),
        _A.RESCHEDULE: frozenset({CENTRE}),
        _A.CHECK_IN: frozenset({OWN, LEAD, ASSIGNED}),
        _A.START: frozenset({ASSIGNED}),
        _A.FINISH: frozenset({ASSIGNED}),
        _A.CANCEL_SESSION: frozenset({OWN, CENTRE, ASSIGNED}),
        _A.ABANDON_SESSION: frozenset({CENTRE, ASSIGNED}),
        _A.WRITE_OPINION: frozenset({ASSIGNED}),
        _A.SIGN: frozenset({ASSIGNED}),
        _A.AMEND: frozenset({ASSIGNED}),
        _A.SAY: frozenset({OWN, LEAD, CENTRE, ASSIGNED}),
    }
)
"""Who may do what at all. What is not here is denied."""

PURPOSES: Final[Mapping[Relationship, Purpose]] = MappingProxyType(
    {
        _W.OWN: Purpose.TREATMENT,
        _W.SITE: Purpose.TREATMENT,
        _W.CENTRE: Purpose.ROUTING,
        _W.INVITED: Purpose.TREATMENT,
        _W.ASSIGNED: Purpose.TREATMENT,
        _W.OVERSIGHT: Purpose.OVERSIGHT,
    }
)


def _moves(*actions: CaseAction) -> frozenset[CaseState]:
    return frozenset(state for state, action in TRANSITIONS if action in actions)


_C = CaseState
_ALL: Final = frozenset(CaseState)
_TALKING: Final = _ALL - ENDS - {_C.DRAFT, _C.IN_REVIEW}
_WRITING: Final = frozenset({_C.DISPATCHED, _C.ACCEPTED, _C.ANSWERED, _C.ACKNOWLEDGED})

STATES: Final[Mapping[Action, frozenset[CaseState]]] = MappingProxyType(
    {
        _A.READ: _ALL,
        _A.SEE_IDENTITY: _ALL,
        _A.SEE_IMAGES: _ALL,
        _A.EDIT_FORM: frozenset({_C.DRAFT, _C.RETURNED}),
        _A.UPLOAD: _ALL - ENDS - {_C.CLOSED},
        _A.SUBMIT: _moves(CaseAction.SUBMIT),
        _A.APPROVE: _moves(CaseAction.APPROVE),
        _A.REFUSE: _moves(CaseAction.REFUSE),
        _A.RETURN: _moves(CaseAction.RETURN),
        _A.RESUBMIT: _moves(CaseAction.RESUBMIT),
        _A.REJECT: _moves(CaseAction.REJECT),
        _A.DISPATCH: _moves(CaseAction.DISPATCH),
        _A.WITHDRAW: _moves(CaseAction.WITHDRAW),
        _A.ACKNOWLEDGE: _moves(CaseAction.ACKNOWLEDGE),
        _A.REPORT_OUTCOME: _moves(CaseAction.CLOSE) | {_C.CLOSED},
        _A.WAIVE_OUTCOME: _moves(CaseAction.CLOSE),
        _A.WITHDRAW_CONSENT: _ALL - ENDS,
        _A.ACCEPT_INVITATION: _ALL,  # the invitation's own machine decides
        _A.DECLINE_INVITATION: _ALL,
        _A.REMOVE_INVITATION: frozenset({_C.DISPATCHED, _C.ACCEPTED}),
        _A.BOOK: frozenset({_C.ACCEPTED}),
        _A.RESCHEDULE: frozenset({_C.ACCEPTED}),
        _A.CHECK_IN: _ALL,  # the session's own machine decides, here and below
        _A.START: _ALL,
        _A.FINISH: _ALL,
        _A.CANCEL_SESSION: _ALL,
        _A.ABANDON_SESSION: _ALL,
        _A.WRITE_OPINION: _WRITING,
        _A.SIGN: _WRITING,
        _A.AMEND: _WRITING,
        _A.SAY: _TALKING,
    }
)
"""In which states of the case; for the moves of the case it is the machine's own table."""


class Verdict(Enum):
    """How a decision comes out."""

    ALLOWED = "allowed"
    INVISIBLE = "invisible"  # answered as not there
    FORBIDDEN = "forbidden"
    WRONG_STATE = "wrong_state"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, and on the strength of what."""

    verdict: Verdict
    by: Relationship | None = None

    @property
    def allowed(self) -> bool:
        """Whether it may be done."""
        return self.verdict is Verdict.ALLOWED

    @property
    def purpose(self) -> Purpose | None:
        """What for, once it is known on what relationship."""
        return None if self.by is None else PURPOSES[self.by]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a decision needs beside the actor and the file."""

    now: datetime
    clocks: Clocks = Clocks()


def relationships(actor: Actor, file: CaseFile, context: Context) -> frozenset[Relationship]:
    """Return how the actor stands to the case now; empty means that it is not there."""
    found = set()
    case = file.case
    if case.author == actor.person and case.site == actor.organisation:
        found.add(_W.OWN)
    if case.site == actor.organisation and Role.LEAD in actor.roles:
        found.add(_W.SITE)
    if file.centre == actor.organisation and Role.DISPATCHER in actor.roles:
        found.add(_W.CENTRE)
    if case.state is not _C.DRAFT and actor.roles & {Role.AUDITOR, Role.SUPERVISOR}:
        found.add(_W.OVERSIGHT)
    return frozenset(found | expert_relationships(actor.person, file, context))


def expert_relationships(person: PersonId, file: CaseFile, context: Context) -> set[Relationship]:
    """Return how somebody stands to the case as an expert now."""
    states = {one.state for one in file.invitations if one.expert == person}
    if file.consent_withdrawn_at is not None:
        return set()
    found = set()
    if InvitationState.INVITED in states:
        found.add(_W.INVITED)
    if InvitationState.ACCEPTED in states and not _access_over(file.case, context):
        found.add(_W.ASSIGNED)
    return found


def _access_over(case: Case, context: Context) -> bool:
    return (
        case.ended_at is not None
        and case.ended_at + context.clocks.access_after_close <= context.now
    )


def decide(actor: Actor, action: Action, file: CaseFile, context: Context) -> Decision:
    """Decide whether the actor may do this to the case now. Pure; denies by default."""
    held = relationships(actor, file, context)
    standings = [
        (role, how)
        for role, how in sorted(TABLE[Action.READ])
        if role in actor.roles and how in held
    ]
    if not standings:
        return Decision(Verdict.INVISIBLE)
    able = [how for role, how in standings if (role, how) in TABLE[action]]
    if not able:
        return Decision(Verdict.FORBIDDEN)
    if file.case.state not in STATES[action]:
        return Decision(Verdict.WRONG_STATE, able[0])
    return Decision(Verdict.ALLOWED, able[0])


def entitled(actor: Actor, action: Action, file: CaseFile, context: Context) -> Decision:
    """Return the decision, whatever the state says; raises NotFound or Forbidden."""
    decision = decide(actor, action, file, context)
    if decision.verdict is Verdict.INVISIBLE:
        raise NotFound
    if decision.verdict is Verdict.FORBIDDEN:
        raise Forbidden
    return decision


def require(actor: Actor, action: Action, file: CaseFile, context: Context) -> Decision:
    """Return the decision when it allows; raises NotFound, Forbidden or IllegalMove."""
    decision = entitled(actor, action, file, context)
    if not decision.allowed:
        raise IllegalMove("case", file.case.state.value, action.value)
    return decision


def sees(actor: Actor, action: Action, file: CaseFile, context: Context) -> bool:
    """Whether the actor may do this now."""
    return decide(actor, action, file, context).allowed
