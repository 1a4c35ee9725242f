"""A change of a case file under way: the new file, and a numbered note of each thing done."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self, TypeVar

from consult.domain.case import Case, CaseAction, CaseClock
from consult.domain.casefile import Attachment, CaseFile, ChatLine, ReportedOutcome, StudyLink
from consult.domain.form import RequestForm
from consult.domain.ids import PersonId
from consult.domain.invitation import Invitation
from consult.domain.opinion import Opinion
from consult.domain.session import Session


@dataclass(frozen=True, slots=True)
class FormVersion:
    """The form has changed; `version` is the submitted one it belongs to."""

    version: int


@dataclass(frozen=True, slots=True)
class ConsentEnd:
    """The patient has taken the consent back."""


Part = Invitation | Session | Opinion | Attachment | StudyLink | ChatLine
Subject = Case | Part | ReportedOutcome | FormVersion | ConsentEnd


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that happened, numbered by the case's `seq`; an event is made of each."""

    seq: int
    subject: Subject
    action: str = ""  # of a case: what moved it


_T = TypeVar("_T", Invitation, Session, Opinion, Attachment, StudyLink, ChatLine)


def _key(part: Part) -> object:
    return part.study if isinstance(part, StudyLink) else part.id


def _among(held: tuple[_T, ...], part: _T) -> tuple[_T, ...]:
    found = [part if _key(one) == _key(part) else one for one in held]
    if all(one is not part for one in found):
        found.append(part)
    return tuple(found)


def _with(file: CaseFile, part: Part) -> CaseFile:
    match part:
        case Invitation():
            return replace(file, invitations=_among(file.invitations, part))
        case Session():
            return replace(file, sessions=_among(file.sessions, part))
        case Opinion():
            return replace(file, opinions=_among(file.opinions, part))
        case Attachment():
            return replace(file, attachments=_among(file.attachments, part))
        case StudyLink():
            return replace(file, studies=_among(file.studies, part))
        case ChatLine():  # pragma: no branch - the last kind
            return replace(file, messages=_among(file.messages, part))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A case file on its way to its next value. Immutable: each step returns a further one."""

    file: CaseFile
    at: datetime
    by: PersonId | None
    notes: tuple[Note, ...] = ()

    @property
    def case(self) -> Case:
        """The case as it stands in this change."""
        return self.file.case

    def move(
        self,
        action: CaseAction,
        *,
        clock: CaseClock | None = None,
        reason: str = "",
        reason_code: str = "",
    ) -> Self:
        """Move the case; no clock runs afterwards unless one is given. Raises IllegalMove."""
        case = replace(
            self.case.act(action),
            clock=clock or CaseClock(),
            reason=reason,
            reason_code=reason_code,
        )
        return self._noted(replace(self.file, case=case), case, action.value)

    def clock(self, clock: CaseClock, action: str = "clock") -> Self:
        """Let another clock run; the state stays."""
        case = replace(self.case, clock=clock)
        return self._noted(replace(self.file, case=case), case, action)

    def then(self, further: Self) -> Self:
        """Join a change that began where this one ended."""
        return replace(further, notes=(*self.notes, *further.notes))

    def created(self) -> Self:
        """Note that the case came to be."""
        return self._noted(self.file, self.case, "create")

    def with_case(self, case: Case) -> Self:
        """Change fields of the case that the next note will tell of."""
        return replace(self, file=replace(self.file, case=case))

    def saved(self, form: RequestForm) -> Self:
        """Replace the form."""
        file = replace(self.file, case=replace(self.case, form=form))
        return self._noted(file, FormVersion(self.case.version))

    def put(self, part: Part) -> Self:
        """Add a part, or replace the one of the same identity."""
        return self._noted(_with(self.file, part), part)

    def report(self, outcome: ReportedOutcome) -> Self:
        """Add what became of the patient."""
        file = replace(self.file, outcomes=(*self.file.outcomes, outcome))
        return self._noted(file, outcome)

    def consent_ends(self) -> Self:
        """Note that the consent was withdrawn now."""
        return self._noted(replace(self.file, consent_withdrawn_at=self.at), ConsentEnd())

    def _noted(self, file: CaseFile, subject: Subject, action: str = "") -> Self:
        seq = file.case.seq + 1
        file = replace(file, case=replace(file.case, seq=seq, changed_at=self.at))
        return replace(self, file=file, notes=(*self.notes, Note(seq, subject, action)))


def begin(file: CaseFile, at: datetime, by: PersonId | None) -> Change:
    """Start a change of this file."""
    return Change(file=file, at=at, by=by)
