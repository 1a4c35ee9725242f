"""From the draft of an opinion to its signature, its acknowledgement and the outcome."""

from dataclasses import replace
from datetime import datetime

from consult.domain.case import CaseAction, CaseState
from consult.domain.casefile import CaseFile, ReportedOutcome
from consult.domain.change import Change, begin
from consult.domain.clocks import acknowledge_time, running
from consult.domain.codes import Adoption, Medium, RecommendationKind
from consult.domain.conclusion import Acknowledgement, Conclusion, Evidence, Outcome
from consult.domain.errors import FieldProblem, IllegalMove, Invalid, NotFound, Refused
from consult.domain.ids import OpinionId, PersonId
from consult.domain.invitation import InvitationState
from consult.domain.meeting import end_meetings
from consult.domain.opinion import Opinion, OpinionAction, OpinionState, Signature
from consult.domain.people import Clocks
from consult.domain.refusals import Refusal, refuse_if
from consult.domain.session import SessionState

WRITABLE = frozenset(
    {CaseState.DISPATCHED, CaseState.ACCEPTED, CaseState.ANSWERED, CaseState.ACKNOWLEDGED}
)
"""States in which an opinion may be in the making."""


def opinion_of(file: CaseFile, opinion: OpinionId) -> Opinion:
    """Return the opinion of this case; raises NotFound."""
    for one in file.opinions:
        if one.id == opinion:
            return one
    raise NotFound


def draft_of(file: CaseFile, author: PersonId) -> Opinion | None:
    """Return what this author is writing."""
    own = (one for one in file.opinions if one.author == author)
    return next((one for one in own if one.state is OpinionState.DRAFT), None)


def signed_of(file: CaseFile, author: PersonId) -> Opinion | None:
    """Return this author's signed opinion, the newest version of it."""
    own = (one for one in file.opinions if one.author == author)
    return next((one for one in own if one.state is OpinionState.SIGNED), None)


def check_author(file: CaseFile, by: PersonId) -> None:
    """Raise Refused unless this person has accepted the case, and did not ask it."""
    refuse_if(by == file.case.author, Refusal.OWN_REQUEST)
    accepted = {one.expert for one in file.invitations if one.state is InvitationState.ACCEPTED}
    refuse_if(by not in accepted, Refusal.NOT_ACCEPTED)


def write(
    file: CaseFile,
    conclusion: Conclusion,
    case_version: int,
    *,
    opinion: OpinionId,
    by: PersonId,
    now: datetime,
) -> Change:
    """Keep the draft; a first one gets the id `opinion`. The same words change nothing."""
    if file.case.state not in WRITABLE:
        raise IllegalMove("case", file.case.state, "write_opinion")
    check_author(file, by)
    refuse_if(case_version != file.case.version, Refusal.OPINION_OUTDATED)
    held = draft_of(file, by)
    change = begin(file, now, by)
    if held is None:
        refuse_if(signed_of(file, by) is not None, Refusal.OPINION_SIGNED)
        held = Opinion(
            id=opinion,
            case=file.case.id,
            author=by,
            case_version=case_version,
            conclusion=Conclusion(),
            written_at=now,
        )
    elif (held.conclusion, held.case_version) == (conclusion, case_version):
        return change
    written = held.act(OpinionAction.WRITE)
    return change.put(
        replace(written, conclusion=conclusion, case_version=case_version, written_at=now)
    )


def empty(conclusion: Conclusion) -> bool:
    """Whether nothing at all was concluded."""
    words = (
        conclusion.summary,
        conclusion.basis,
        *(one.text for one in conclusion.answers),
        *(one.text for one in conclusion.diagnoses),
        *(one.text for one in conclusion.recommendations),
    )
    return not any(one.strip() for one in words)


def check_conclusion(file: CaseFile, conclusion: Conclusion) -> None:
    """Raise Refused for an empty opinion, Invalid with every mandatory part that is missing."""
    refuse_if(empty(conclusion), Refusal.OPINION_EMPTY)
    problems = (
        *_parts(conclusion),
        *_answers(file, conclusion),
        *_recommendations(conclusion),
        *_medium(file, conclusion),
    )
    if problems:
        raise Invalid(problems)


def _parts(conclusion: Conclusion) -> tuple[FieldProblem, ...]:
    found = []
    if not conclusion.summary.strip():
        found.append(FieldProblem("conclusion.summary", "summary_missing"))
    helpless = bool(conclusion.answers) and all(one.cannot for one in conclusion.answers)
    if not helpless and not any(one.text.strip() for one in conclusion.diagnoses):
        found.append(FieldProblem("conclusion.diagnoses", "diagnosis_missing"))
    return tuple(found)


def questions(file: CaseFile) -> tuple[str, ...]:
    """Return the questions as they were last submitted."""
    form = file.case.submitted_form or file.case.form
    return tuple(text.strip() for text in form.wanted.questions if text.strip())


def _answers(file: CaseFile, conclusion: Conclusion) -> tuple[FieldProblem, ...]:
    answered = {one.question.strip() for one in conclusion.answers if one.text.strip()}
    return tuple(
        FieldProblem(f"conclusion.answers.{place}", "answer_missing")
        for place, question in enumerate(questions(file))
        if question not in answered
    )


def _recommendations(conclusion: Conclusion) -> tuple[FieldProblem, ...]:
    found: list[FieldProblem] = []
    seen: set[str] = set()
    for place, one in enumerate(conclusion.recommendations):
        path = f"conclusion.recommendations.{place}"
        if not one.text.strip():
            found.append(FieldProblem(f"{path}.text", "recommendation_text_missing"))
        if one.kind is RecommendationKind.DRUG and not one.dose.strip():
            found.append(FieldProblem(f"{path}.dose", "dose_missing"))
        if one.id in seen:
            found.append(FieldProblem(f"{path}.id", "recommendation_repeated"))
        seen.add(one.id)
    return tuple(found)


def _medium(file: CaseFile, conclusion: Conclusion) -> tuple[FieldProblem, ...]:
    met = any(one.started_at is not None for one in file.sessions)
    claims = conclusion.medium in {Medium.VIDEO, Medium.AUDIO}
    return (FieldProblem("conclusion.medium", "medium_not_held"),) if claims and not met else ()


def ready(
    file: CaseFile,
    conclusion: Conclusion,
    case_version: int,
    *,
    opinion: OpinionId,
    by: PersonId,
    now: datetime,
    changed_since_seen: bool,
) -> Opinion:
    """Return the draft as it will be signed; raises for whatever forbids signing it.

    changed_since_seen   whether form, studies or files changed after what the author has seen.
    """
    refuse_if(changed_since_seen, Refusal.OPINION_OUTDATED)
    written = write(file, conclusion, case_version, opinion=opinion, by=by, now=now).file
    check_conclusion(file, conclusion)
    meeting = {SessionState.LIVE, SessionState.INTERRUPTED}
    refuse_if(any(one.state in meeting for one in file.sessions), Refusal.FINISH_FIRST)
    draft = draft_of(written, by)
    if draft is None:  # pragma: no cover - write has just made it
        raise NotFound
    return replace(draft, written_at=now)


def sign(
    file: CaseFile,
    opinion: Opinion,
    signature: Signature,
    evidence: tuple[Evidence, ...],
    *,
    now: datetime,
    clocks: Clocks,
) -> Change:
    """Put the signature on what `ready` has returned; the older version is superseded.

    With the last opinion that is due, the case is answered; a corrected one must be acknowledged
    again.
    """
    old = signed_of(file, opinion.author)
    signed = replace(opinion.act(OpinionAction.SIGN), signature=signature, evidence=evidence)
    change = begin(file, now, opinion.author)
    if old is not None:
        change = change.put(old.act(OpinionAction.SUPERSEDE))
    return answered(change.put(signed), clocks)


def answered(change: Change, clocks: Clocks) -> Change:
    """Move the case on when every opinion that is due has been signed."""
    due = change.at + acknowledge_time(clocks, change.case.form.wanted.urgency)
    clock = running("acknowledge", due)
    if change.case.state is not CaseState.ACCEPTED:
        moves = {CaseState.ANSWERED, CaseState.ACKNOWLEDGED}
        amends = change.case.state in moves
        return change.move(CaseAction.AMEND, clock=clock) if amends else change
    owed = [
        one.expert
        for one in change.file.invitations
        if one.required and one.state is InvitationState.ACCEPTED
    ]
    if any(signed_of(change.file, one) is None for one in owed):
        return change
    return end_meetings(change.move(CaseAction.ANSWER, clock=clock), "answered")


def amend(
    file: CaseFile, reason: str, *, opinion: OpinionId, by: PersonId, now: datetime
) -> Change:
    """Open a new version of the signed opinion; the old one stays as it is until this is signed."""
    if file.case.state not in WRITABLE:
        raise IllegalMove("case", file.case.state, CaseAction.AMEND)
    check_author(file, by)
    refuse_if(not reason.strip(), Refusal.REASON_MISSING)
    refuse_if(draft_of(file, by) is not None, Refusal.OPINION_OPEN)
    old = signed_of(file, by)
    if old is None:
        raise Refused(Refusal.OPINION_MISSING.value)
    draft = Opinion(
        id=opinion,
        case=file.case.id,
        author=by,
        case_version=file.case.version,
        conclusion=old.conclusion,
        written_at=now,
        version=old.version + 1,
        amends=old.id,
        amend_reason=reason,
    )
    return begin(file, now, by).put(draft)


def acknowledge(
    file: CaseFile,
    opinion: Opinion,
    answer: Acknowledgement,
    *,
    by: PersonId,
    now: datetime,
    clocks: Clocks,
) -> Change:
    """Answer an opinion, recommendation by recommendation; with the last one the case moves."""
    file.case.act(CaseAction.ACKNOWLEDGE)
    refuse_if(opinion.state is not OpinionState.SIGNED, Refusal.OPINION_NOT_CURRENT)
    refuse_if(opinion.acknowledgement is not None, Refusal.ALREADY_ACKNOWLEDGED)
    check_acknowledgement(opinion.conclusion, answer)
    change = begin(file, now, by).put(
        replace(opinion, acknowledgement=answer, acknowledged_at=now, acknowledged_by=by)
    )
    signed = [one for one in change.file.opinions if one.state is OpinionState.SIGNED]
    if any(one.acknowledgement is None for one in signed):
        return change
    return change.move(CaseAction.ACKNOWLEDGE, clock=running("outcome", now + clocks.outcome))


def check_acknowledgement(conclusion: Conclusion, answer: Acknowledgement) -> None:
    """Raise Refused unless each recommendation is answered, with a reason where not adopted."""
    wanted = {one.id for one in conclusion.recommendations}
    given = {one.recommendation for one in answer.answers}
    refuse_if(wanted - given, Refusal.RECOMMENDATION_UNANSWERED)
    refuse_if(given - wanted, Refusal.RECOMMENDATION_UNKNOWN)
    adopted = answer.adoption is Adoption.ADOPTED
    refuse_if(not adopted and not _reasoned(answer), Refusal.REASON_MISSING)
    for one in answer.answers:
        not_done = one.adoption is not Adoption.ADOPTED and not one.reason.strip()
        refuse_if(not_done, Refusal.REASON_MISSING, recommendation=one.recommendation)


def _reasoned(answer: Acknowledgement) -> bool:
    return bool(answer.reason.strip()) or any(one.reason.strip() for one in answer.answers)


def report_outcome(
    file: CaseFile, outcome: Outcome, *, by: PersonId, now: datetime, clocks: Clocks
) -> Change:
    """Say what became of the patient. The first report closes the case; later ones are added."""
    if outcome.rating is not None and not 1 <= outcome.rating <= 5:
        raise Invalid((FieldProblem("outcome.rating", "rating_out_of_range"),))
    said = ReportedOutcome(reported_by=by, reported_at=now, outcome=outcome)
    if file.case.state is CaseState.CLOSED:
        return begin(file, now, by).report(said)
    return _closed(file, said, now, clocks)


def waive_outcome(
    file: CaseFile, reason: str, *, by: PersonId, now: datetime, clocks: Clocks
) -> Change:
    """Close the case without an outcome, and say why."""
    refuse_if(not reason.strip(), Refusal.REASON_MISSING)
    said = ReportedOutcome(reported_by=by, reported_at=now, waived=reason)
    return _closed(file, said, now, clocks)


def _closed(file: CaseFile, said: ReportedOutcome, now: datetime, clocks: Clocks) -> Change:
    file.case.act(CaseAction.CLOSE)
    change = begin(file, now, said.reported_by).report(said)
    change = change.with_case(replace(change.case, ended_at=now))
    return change.move(CaseAction.CLOSE, clock=running("archive", now + clocks.archive))
