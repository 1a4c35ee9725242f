"""A case in a list: what it is, whose move it is, and until when."""

from consult.contract.views import CaseCard
from consult.domain.casefile import CaseFile
from consult.domain.clocks import overdue
from consult.domain.invitation import Invitation
from consult.domain.masking import masked_name
from consult.domain.opinion import OpinionState
from consult.domain.people import Actor
from consult.domain.policy import Action, Context, sees
from consult.domain.request import age_of
from consult.domain.session import Session
from consult.services.cast import Cast, zone_of
from consult.services.view import missing_of, shown_form


def card(actor: Actor, file: CaseFile, context: Context, cast: Cast) -> CaseCard:
    """Show one case to somebody who takes part in it; names are masked as in its view."""
    case, now = file.case, context.now
    form = shown_form(actor, file)
    full = sees(actor, Action.SEE_IDENTITY, file, context)
    site = cast.organisations[case.site]
    session = _session(file)
    mine = _mine(actor, file)
    return CaseCard(
        id=case.id,
        seq=case.seq,
        number=case.number,
        state=case.state,
        urgency=form.wanted.urgency,
        mode=form.wanted.mode,
        patient_name=form.patient.name if full else masked_name(form.patient.name),
        sex=form.patient.sex,
        age=age_of(form.patient, case.submitted_at or now, zone_of(site)),
        complaint=form.clinical.complaint,
        specialty=form.wanted.specialty,
        site=case.site,
        site_name=site.name,
        author_name=cast.name(case.author),
        expert_names=tuple(cast.name(one.expert) for one in file.invitations),
        modalities=tuple(dict.fromkeys(one.modality for one in file.studies if one.modality)),
        created_at=case.created_at,
        submitted_at=case.submitted_at,
        changed_at=case.changed_at or case.created_at,
        due_at=case.clock.due_at,
        clock=case.clock.name,
        overdue=overdue(case.clock, now),
        session_id=None if session is None else session.id,
        session_state=None if session is None else session.state,
        session_at=None if session is None else session.slot.start,
        my_invitation=None if mine is None else mine.state,
        invitation_id=None if mine is None else mine.id,
        unread_opinion=_unread(file),
        outcome=next(
            (one.outcome.kind for one in reversed(file.outcomes) if one.outcome is not None), None
        ),
        missing=len(missing_of(file, site, now)),
    )


def _session(file: CaseFile) -> Session | None:
    return file.sessions[-1] if file.sessions else None


def _mine(actor: Actor, file: CaseFile) -> Invitation | None:
    own = [one for one in file.invitations if one.expert == actor.person]
    return own[-1] if own else None


def _unread(file: CaseFile) -> bool:
    return any(
        one.state is OpinionState.SIGNED and one.acknowledgement is None for one in file.opinions
    )
