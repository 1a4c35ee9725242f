"""One case as the asker may see it: what is not theirs to see is masked or left out."""

from datetime import datetime

from consult.contract.views import (
    CaseView,
    DifferenceView,
    LogLine,
    MissingItem,
    OrganisationView,
    PersonCard,
)
from consult.domain.case import Case, CaseState
from consult.domain.casefile import CaseFile
from consult.domain.codes import Adoption
from consult.domain.form import RequestForm
from consult.domain.masking import differences, masked
from consult.domain.openings import may
from consult.domain.opinion import Opinion, OpinionState
from consult.domain.people import Actor, Organisation
from consult.domain.policy import Action, Context, relationships, sees
from consult.domain.request import Missing, age_of, completeness
from consult.domain.requesting import holdings
from consult.services.cast import Cast, zone_of
from consult.services.parts import (
    asked_views,
    attachment_view,
    clock_view,
    invitation_view,
    message_view,
    opinion_view,
    outcome_view,
    session_view,
    study_view,
)

_BEING_COMPLETED = frozenset(
    {
        CaseState.DRAFT,
        CaseState.IN_REVIEW,
        CaseState.SUBMITTED,
        CaseState.RETURNED,
        CaseState.DISPATCHED,
        CaseState.DECLINED,
    }
)
_IN_HAND = frozenset({CaseState.DRAFT, CaseState.RETURNED})


def organisation_view(one: Organisation) -> OrganisationView:
    """Show an institution."""
    return OrganisationView(
        id=one.id,
        name=one.name,
        tier=one.tier,
        grade=one.grade,
        timezone=one.timezone,
        review_required=one.review_required,
        centre=one.centre,
        phone=one.phone,
    )


def person_card(file: CaseFile, cast: Cast) -> PersonCard:
    """Show the author of a case."""
    author = cast.people.get(file.case.author)
    return PersonCard(
        id=file.case.author,
        name=cast.name(file.case.author),
        title=cast.title(file.case.author),
        organisation=file.case.site,
        organisation_name=cast.organisation_name(file.case.site),
        phone="" if author is None else author.phone,
    )


def shown_form(actor: Actor, file: CaseFile) -> RequestForm:
    """Return the form as submitted; the author's side also what is being mended."""
    case = file.case
    own_side = actor.organisation == case.site
    return case.form if own_side or case.submitted_form is None else case.submitted_form


def missing_of(case: CaseFile, site: Organisation, now: datetime) -> tuple[Missing, ...]:
    """Return what the form lacks; a submitted one is judged as of its submission."""
    state, form = case.case.state, case.case.form
    if state not in _BEING_COMPLETED:
        return ()
    judged_at = now if state in _IN_HAND else (case.case.submitted_at or now)
    return completeness(form, holdings(case), now=judged_at, zone=zone_of(site))


def _missing_items(found: tuple[Missing, ...]) -> tuple[MissingItem, ...]:
    return tuple(
        MissingItem(code=one.code, path=one.path, blocking=one.blocking, params=dict(one.params))
        for one in found
    )


def _versions(case: Case) -> tuple[RequestForm | None, RequestForm | None]:
    """Return the two forms whose difference is of interest now."""
    if case.state is CaseState.RETURNED:
        return case.submitted_form, case.form
    return case.previous_form, case.submitted_form


def _difference_views(case: Case) -> tuple[DifferenceView, ...]:
    before, after = _versions(case)
    if before is None or after is None:
        return ()
    return tuple(
        DifferenceView(path=path, before=old, after=new)
        for path, old, new in differences(before, after)
    )


def _adoption(opinions: tuple[Opinion, ...]) -> Adoption | None:
    given = [one.acknowledgement for one in opinions if one.state is OpinionState.SIGNED]
    return next((one.adoption for one in reversed(given) if one is not None), None)


def _opinions(actor: Actor, file: CaseFile, *, full: bool) -> tuple[Opinion, ...]:
    """Signed ones for all with access; a draft for its author alone."""
    return tuple(
        one
        for one in file.opinions
        if full and (one.state is not OpinionState.DRAFT or one.author == actor.person)
    )


def case_view(
    actor: Actor, file: CaseFile, context: Context, cast: Cast, log: tuple[LogLine, ...]
) -> CaseView:
    """Show a case to somebody who has been let in. Whoever has lost access sees the triage."""
    case, now = file.case, context.now
    site = cast.organisations[case.site]
    full = sees(actor, Action.SEE_IDENTITY, file, context)
    images = sees(actor, Action.SEE_IMAGES, file, context)
    related = bool(relationships(actor, file, context))
    form = shown_form(actor, file)
    age = age_of(form.patient, case.submitted_at or now, zone_of(site))
    return CaseView(
        id=case.id,
        seq=case.seq,
        number=case.number,
        state=case.state,
        version=case.version,
        triage=not full,
        form=form if full else masked(form, age),
        patient=case.patient if full else None,
        age=age,
        site=organisation_view(site),
        author=person_card(file, cast),
        created_at=case.created_at,
        submitted_at=case.submitted_at,
        clock=clock_view(case.clock, now),
        missing=_missing_items(missing_of(file, site, now)),
        asked=asked_views(case.asked),
        differences=_difference_views(case) if full else (),
        reason=case.reason,
        reason_code=case.reason_code,
        invitations=tuple(invitation_view(one, cast) for one in file.invitations),
        sessions=tuple(
            session_view(one, cast, now, context.clocks) for one in file.sessions if full
        ),
        opinions=tuple(opinion_view(one, file, cast) for one in _opinions(actor, file, full=full)),
        attachments=tuple(attachment_view(one) for one in file.attachments if images),
        studies=tuple(study_view(one) for one in file.studies if images),
        messages=tuple(message_view(one, cast) for one in file.messages if full),
        outcomes=tuple(outcome_view(one) for one in file.outcomes if full),
        log=log if related else (),
        may=may(actor, file, context),
        consent_withdrawn_at=file.consent_withdrawn_at,
        adoption=_adoption(file.opinions) if full else None,
    )
