"""Which cases somebody may list, and which want attention: the policy's relationships in SQL."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select

from consult.domain.case import ENDS, CaseState
from consult.domain.codes import Role
from consult.domain.invitation import InvitationState
from consult.domain.people import Actor, Clocks
from server.db.case_tables import CaseFileRow, InvitationRow, SessionRow

_NOT_AT_THE_DESK = (CaseState.DRAFT, CaseState.IN_REVIEW)


def visible_to(actor: Actor, which: str, now: datetime) -> ColumnElement[bool]:
    """Return the condition for one list; raises ValueError for an unknown one."""
    match which:
        case "mine":
            return _mine(actor)
        case "review":
            return and_(_as_lead(actor), CaseFileRow.state == CaseState.IN_REVIEW)
        case "desk":
            return _desk(actor)
        case "queue":
            return _queue(actor, now)
        case "all":
            return or_(_mine(actor), _desk(actor), _queue(actor, now))
        case _:
            raise ValueError(f"no such list: {which}")


def _mine(actor: Actor) -> ColumnElement[bool]:
    own = and_(CaseFileRow.author_id == actor.person, CaseFileRow.site_id == actor.organisation)
    return or_(own, _as_lead(actor))


def _as_lead(actor: Actor) -> ColumnElement[bool]:
    if Role.LEAD not in actor.roles:
        return false()
    return CaseFileRow.site_id == actor.organisation


def _desk(actor: Actor) -> ColumnElement[bool]:
    if Role.DISPATCHER not in actor.roles:
        return false()
    return and_(
        CaseFileRow.centre_id == actor.organisation,
        CaseFileRow.state.not_in(_NOT_AT_THE_DESK),
    )


def _queue(actor: Actor, now: datetime) -> ColumnElement[bool]:
    if Role.EXPERT not in actor.roles:
        return false()
    since = now - Clocks().access_after_close
    return and_(
        CaseFileRow.consent_withdrawn_at.is_(None),
        or_(
            _has_invitation(actor, InvitationState.INVITED),
            and_(
                or_(CaseFileRow.ended_at.is_(None), CaseFileRow.ended_at > since),
                _has_invitation(actor, InvitationState.ACCEPTED),
            ),
        ),
    )


def _has_invitation(actor: Actor, state: InvitationState) -> ColumnElement[bool]:
    return exists().where(
        InvitationRow.case_id == CaseFileRow.id,
        InvitationRow.expert_id == actor.person,
        InvitationRow.state == state,
    )


def due_cases(now: datetime, limit: int) -> Select[UUID]:
    """Return the query for cases that want attention, locked so that each has one looker."""
    invitation_due = exists().where(
        InvitationRow.case_id == CaseFileRow.id,
        InvitationRow.state == InvitationState.INVITED,
        InvitationRow.due_at <= now,
    )
    session_due = exists().where(
        SessionRow.case_id == CaseFileRow.id, SessionRow.attention_at <= now
    )
    return (
        select(CaseFileRow.id)
        .where(CaseFileRow.state.not_in(tuple(ENDS)))
        .where(or_(CaseFileRow.due_at <= now, invitation_due, session_due))
        .order_by(CaseFileRow.attended_at.asc().nulls_first(), CaseFileRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=CaseFileRow)
    )
