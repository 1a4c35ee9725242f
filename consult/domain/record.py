"""The record that is signed: an opinion with its case, meetings and evidence, as JSON values."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from types import NoneType
from typing import Any, Final
from uuid import UUID

from consult.domain.casefile import CaseFile
from consult.domain.codes import Side
from consult.domain.conclusion import Evidence
from consult.domain.form import RequestForm
from consult.domain.ids import PersonId
from consult.domain.meeting import met_seconds
from consult.domain.opinion import Opinion
from consult.domain.people import Organisation, Person
from consult.domain.session import Session

FORMAT: Final = "huizhen-opinion-1"
STATEMENT: Final = "本意见供申请机构参考，诊疗决定由申请机构作出并负责。"


def plain(value: object) -> Any:
    """Return a domain value as JSON values. Instants are ISO 8601 in UTC, durations seconds.

    Raises TypeError for what has no such form.
    """
    if not isinstance(value, Enum) and isinstance(value, _ATOMS):
        return value
    for kind, turn in _FORMS:
        if isinstance(value, kind):
            return turn(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    raise TypeError(f"no JSON form for {type(value).__name__}")


_ATOMS: Final = (NoneType, bool, int, float, str)
_FORMS: Final[tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...]] = (
    (Enum, lambda value: value.value),
    ((datetime, date), lambda value: value.isoformat()),
    (timedelta, lambda value: value.total_seconds()),
    (UUID, str),
    ((tuple, list), lambda value: [plain(one) for one in value]),
)


def form_sha256(form: RequestForm) -> str:
    """Return the SHA-256 (hex) over a form's JSON with sorted keys and no spaces, in UTF-8."""
    text = json.dumps(plain(form), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def opinion_record(
    file: CaseFile,
    opinion: Opinion,
    evidence: tuple[Evidence, ...],
    *,
    author: Person,
    author_organisation: Organisation,
    requester: Person,
    site: Organisation,
    met: Mapping[PersonId, tuple[Person, Organisation]],
    at: datetime,
) -> dict[str, Any]:
    """Return what an expert signs: JSON values only, self-contained, names included.

    met   everybody of `attended`, with the institution that they belong to; KeyError without one.
    """
    case = file.case
    form = case.submitted_form or case.form
    return {
        "format": FORMAT,
        "statement": STATEMENT,
        "case": {
            "id": str(case.id),
            "number": case.number,
            "version": case.version,
            "questions": list(form.wanted.questions),
            "patient": {
                "name": form.patient.name,
                "sex": form.patient.sex.value,
                "birth_date": plain(form.patient.birth_date),
                "record_number": form.patient.record_number,
            },
        },
        "site": _institution(site),
        "requester": _somebody(requester),
        "author": {**_somebody(author), "organisation": _institution(author_organisation)},
        "opinion": opinion_part(opinion),
        "sessions": [_meeting(one, met, at) for one in _started(file)],
        "evidence": plain(evidence),
        "signed_at": at.isoformat(),
    }


def opinion_part(opinion: Opinion) -> dict[str, Any]:
    """Return what the record says of the opinion itself."""
    return {
        "id": str(opinion.id),
        "version": opinion.version,
        "amends": plain(opinion.amends),
        "amend_reason": opinion.amend_reason,
        "conclusion": plain(opinion.conclusion),
    }


def attended(file: CaseFile) -> tuple[PersonId, ...]:
    """Return who was in any meeting of the case that was started, each once, in that order."""
    spans = (span for session in _started(file) for span in session.attendance)
    return tuple(dict.fromkeys(span.person for span in spans))


def _started(file: CaseFile) -> list[Session]:
    return [one for one in file.sessions if one.started_at is not None]


def _institution(organisation: Organisation) -> dict[str, Any]:
    return {"id": str(organisation.id), "name": organisation.name, "grade": organisation.grade}


def _somebody(person: Person) -> dict[str, Any]:
    return {
        "id": str(person.id),
        "name": person.name,
        "title": person.title,
        "licence": person.licence,
    }


def _meeting(
    session: Session, met: Mapping[PersonId, tuple[Person, Organisation]], at: datetime
) -> dict[str, Any]:
    sat = dict.fromkeys((span.person, span.side) for span in session.attendance)
    return {
        "id": str(session.id),
        "started_at": plain(session.started_at),
        "ended_at": plain(session.ended_at),
        "seconds": met_seconds(session, at),
        "gaps": plain(session.gaps),
        "attendees": [_attendee(*met[person], side) for person, side in sat],
        "attendance": plain(session.attendance),
    }


def _attendee(person: Person, organisation: Organisation, side: Side) -> dict[str, Any]:
    return {
        "id": str(person.id),
        "name": person.name,
        "title": person.title,
        "side": side.value,
        "organisation": _institution(organisation),
    }
