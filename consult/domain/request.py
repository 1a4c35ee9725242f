"""What a request still lacks: the same list for the doctor while writing and for the dispatcher.

A blocking item stops the submission. The others are what the expert will miss (专家还缺什么).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import Final

from consult.domain.booking import LONGEST
from consult.domain.codes import (
    Allergy,
    ConsentBy,
    ConsentHow,
    IdentityKind,
    Mode,
    Sex,
    Specialty,
    Urgency,
)
from consult.domain.form import PatientPart, RequestForm, Vitals
from consult.domain.ids import FileId
from consult.domain.patient import WrongResidentId, age_on, resident_id

QUESTION_LENGTH: Final = 15  # characters; shorter ones say nothing that can be answered
EMPTY_WORDS: Final = frozenset(
    {
        "疼痛",
        "会诊",
        "请会诊",
        "求会诊",
        "请指导",
        "指导",
        "诊断",
        "治疗",
        "help",
        "consult",
        "consultation",
        "pain",
        "please advise",
    }
)
OLDEST: Final = 130  # years
CLOCK_SKEW: Final = timedelta(minutes=5)  # an old PC's clock may run ahead this much

RANGES: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "temperature": (25, 45),  # °C
        "pulse": (10, 300),  # /min
        "respiration": (2, 100),  # /min
        "systolic": (30, 300),  # mmHg
        "diastolic": (10, 200),  # mmHg
        "oxygen_saturation": (20, 100),  # %
        "glucose": (0.5, 60),  # mmol/L
        "weight": (0.3, 400),  # kg
        "coma_scale": (3, 15),  # points
    }
)
"""Plausible ranges: outside is a slip of the pen, whatever the illness."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that the form lacks or gets wrong; `code` is translated with `params`."""

    code: str
    path: str
    blocking: bool = True
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What the case holds beside the form."""

    studies: int = 0
    photos: int = 0
    documents: int = 0
    quarantined: int = 0
    consents: frozenset[FileId] = frozenset()  # signatures and papers that are there


def age_of(patient: PatientPart, now: datetime, zone: tzinfo) -> int | None:
    """Return the patient's age in full years in the site's zone, or None where unknown."""
    if patient.birth_date is not None:
        return age_on(patient.birth_date, now.astimezone(zone).date())
    return patient.estimated_age


def completeness(
    form: RequestForm, holdings: Holdings, *, now: datetime, zone: tzinfo
) -> tuple[Missing, ...]:
    """Return all that is missing or wrong; blocking items first, then in the form's order.

    now    the server's instant; times after it (plus 5 min of skew) are refused as future.
    zone   the site's time zone, in which "today" and an age are meant.
    """
    checks = _EMERGENCY if form.wanted.urgency is Urgency.EMERGENCY else _FULL
    given = _Given(form, holdings, now, zone)
    found = [missing for check in checks for missing in check(given)]
    return tuple(sorted(found, key=lambda missing: not missing.blocking))


def may_be_submitted(found: tuple[Missing, ...]) -> bool:
    """Whether nothing in the list stops the submission."""
    return not any(missing.blocking for missing in found)


@dataclass(frozen=True, slots=True)
class _Given:
    form: RequestForm
    holdings: Holdings
    now: datetime
    zone: tzinfo

    @property
    def age(self) -> int | None:
        return age_of(self.form.patient, self.now, self.zone)


def _who(given: _Given) -> Iterator[Missing]:
    patient = given.form.patient
    if not patient.name.strip():
        yield Missing("name_missing", "patient.name")
    if patient.sex is Sex.UNKNOWN:
        yield Missing(
            "sex_missing", "patient.sex", given.form.wanted.urgency is not Urgency.EMERGENCY
        )
    if patient.birth_date is None and patient.estimated_age is None:
        yield Missing("age_missing", "patient.birth_date")
    yield from _age_holds(given)


def _age_holds(given: _Given) -> Iterator[Missing]:
    age = given.age
    if age is not None and age < 0:
        yield Missing("birth_date_future", "patient.birth_date")
    elif age is not None and age > OLDEST:
        yield Missing("age_implausible", "patient.birth_date", params={"most": OLDEST})


def _identity(given: _Given) -> Iterator[Missing]:
    patient = given.form.patient
    if patient.identity_kind is IdentityKind.NONE:
        return
    if not patient.identity_number.strip():
        yield Missing("identity_missing", "patient.identity_number")
        return
    if patient.identity_kind is IdentityKind.RESIDENT_ID:
        yield from _resident_id_holds(patient)


def _resident_id_holds(patient: PatientPart) -> Iterator[Missing]:
    try:
        said = resident_id(patient.identity_number)
    except WrongResidentId as wrong:
        yield Missing(f"resident_id_{wrong.code}", "patient.identity_number")
        return
    if patient.identity_explanation.strip():
        return
    if patient.birth_date is not None and patient.birth_date != said.birth_date:
        yield Missing("birth_date_contradicts", "patient.birth_date")
    if patient.sex is not Sex.UNKNOWN and patient.sex is not said.sex:
        yield Missing("sex_contradicts", "patient.sex")


def _guardian(given: _Given) -> Iterator[Missing]:
    if given.age is not None and 0 <= given.age < 18 and not given.form.patient.guardian.strip():
        yield Missing("guardian_missing", "patient.guardian")


def _phone(given: _Given) -> Iterator[Missing]:
    if not given.form.patient.phone.strip():
        yield Missing("phone_missing", "patient.phone", blocking=False)


def _complaint(given: _Given) -> Iterator[Missing]:
    if not given.form.clinical.complaint.strip():
        yield Missing("complaint_missing", "clinical.complaint")


def _illness(given: _Given) -> Iterator[Missing]:
    clinical = given.form.clinical
    if not clinical.duration.strip():
        yield Missing("duration_missing", "clinical.duration")
    if not clinical.present_illness.strip():
        yield Missing("present_illness_missing", "clinical.present_illness")
    if not clinical.past_history.strip():
        yield Missing("past_history_missing", "clinical.past_history", blocking=False)
    if not clinical.diagnosis.strip():
        yield Missing("diagnosis_missing", "clinical.diagnosis", blocking=False)
    if not clinical.treatment.strip():
        yield Missing("treatment_missing", "clinical.treatment", blocking=False)


def _allergy(given: _Given) -> Iterator[Missing]:
    clinical = given.form.clinical
    if clinical.allergy is Allergy.NOT_ASKED:
        yield Missing("allergy_missing", "clinical.allergy")
    if clinical.allergy is Allergy.KNOWN and not clinical.allergy_detail.strip():
        yield Missing("allergy_detail_missing", "clinical.allergy_detail")


def _drugs(given: _Given) -> Iterator[Missing]:
    clinical = given.form.clinical
    if not clinical.no_drugs and not any(drug.name.strip() for drug in clinical.drugs):
        yield Missing("drugs_missing", "clinical.drugs")
    for place, drug in enumerate(clinical.drugs):
        if drug.name.strip() and not drug.dose.strip():
            yield Missing("dose_missing", f"clinical.drugs.{place}.dose", blocking=False)


def _vitals(given: _Given) -> Iterator[Missing]:
    vitals = given.form.clinical.vitals
    if all(getattr(vitals, name) is None for name in RANGES):
        yield Missing("vitals_missing", "clinical.vitals")
        return
    if vitals.measured_at is None:
        yield Missing("vitals_time_missing", "clinical.vitals.measured_at")
    yield from _vitals_hold(vitals)


def _vitals_hold(vitals: Vitals) -> Iterator[Missing]:
    for name, (low, high) in RANGES.items():
        value = getattr(vitals, name)
        if value is not None and not low <= value <= high:
            yield Missing(
                "vital_implausible",
                f"clinical.vitals.{name}",
                params={"low": str(low), "high": str(high)},
            )
    if (
        vitals.systolic is not None
        and vitals.diastolic is not None
        and vitals.systolic <= vitals.diastolic
    ):
        yield Missing("pressure_reversed", "clinical.vitals.systolic")


def _times(given: _Given) -> Iterator[Missing]:
    latest = given.now + CLOCK_SKEW
    clinical = given.form.clinical
    consent = given.form.consent
    for path, instant in (
        ("clinical.vitals.measured_at", clinical.vitals.measured_at),
        ("clinical.onset_at", clinical.onset_at),
        ("consent.given_at", consent.given_at),
    ):
        if instant is not None and instant > latest:
            yield Missing("time_future", path)


def _question(given: _Given) -> Iterator[Missing]:
    questions = [text.strip() for text in given.form.wanted.questions if text.strip()]
    if not questions:
        yield Missing("question_missing", "wanted.questions")
        return
    if any(text.strip(" 。.?？!！").lower() in EMPTY_WORDS for text in questions):
        yield Missing("question_empty_word", "wanted.questions")
    elif sum(map(len, questions)) < QUESTION_LENGTH:
        yield Missing("question_short", "wanted.questions", params={"least": QUESTION_LENGTH})


def _whom(given: _Given) -> Iterator[Missing]:
    if given.form.wanted.specialty is None and given.form.wanted.expert is None:
        yield Missing("department_missing", "wanted.specialty")
    if (
        given.form.wanted.urgency is not Urgency.ROUTINE
        and not given.form.wanted.urgency_reason.strip()
    ):
        yield Missing("urgency_reason_missing", "wanted.urgency_reason", blocking=False)


def _proposed(given: _Given) -> Iterator[Missing]:
    wanted = given.form.wanted
    for place, slot in enumerate(wanted.proposed):
        if slot.start <= given.now:
            yield Missing("slot_past", f"wanted.proposed.{place}")
        elif slot.end <= slot.start:
            yield Missing("slot_reversed", f"wanted.proposed.{place}")
        elif slot.end - slot.start > LONGEST:
            yield Missing("slot_long", f"wanted.proposed.{place}")
    if wanted.mode is Mode.LIVE and len({slot.start for slot in wanted.proposed}) < 2:
        yield Missing("slots_missing", "wanted.proposed", params={"least": 2})


def _consent(given: _Given) -> Iterator[Missing]:
    consent = given.form.consent
    if consent.how in {ConsentHow.NOT_YET, ConsentHow.EMERGENCY_NONE}:
        yield Missing("consent_missing", "consent.how")
        return
    if consent.file not in given.holdings.consents:
        yield Missing("consent_file_missing", "consent.file")
    if consent.recording is None:
        yield Missing("consent_recording_missing", "consent.recording")
    if consent.by is not ConsentBy.PATIENT and not consent.name.strip():
        yield Missing("consent_name_missing", "consent.name")


def _quarantine(given: _Given) -> Iterator[Missing]:
    if given.holdings.quarantined:
        yield Missing(
            "attachment_quarantined", "attachments", params={"count": given.holdings.quarantined}
        )


def _specialty(given: _Given) -> Iterator[Missing]:
    specialty = given.form.wanted.specialty
    if specialty is not None:
        for must in MUST_HAVES.get(specialty, ()):
            if not must.there(given):
                yield Missing(must.code, must.path, blocking=must.blocking)
    complaint = given.form.clinical.complaint
    chest_pain = "胸痛" in complaint or "chest pain" in complaint.lower()
    no_tracing = not (given.holdings.documents or given.holdings.photos)
    if chest_pain and specialty is not Specialty.CARDIOLOGY and no_tracing:
        yield Missing("ecg_missing", "attachments", blocking=False)


@dataclass(frozen=True, slots=True)
class MustHave:
    """One thing that a specialty always asks for first."""

    code: str
    path: str
    there: Callable[[_Given], bool]
    blocking: bool = False


def _has_images(given: _Given) -> bool:
    return given.holdings.studies > 0


def _has_paper(given: _Given) -> bool:
    return given.holdings.documents + given.holdings.photos > 0


def _has_vital(name: str) -> Callable[[_Given], bool]:
    return lambda given: getattr(given.form.clinical.vitals, name) is not None


def _has_onset(given: _Given) -> bool:
    return given.form.clinical.onset_at is not None


def _not_male(given: _Given) -> bool:
    return given.form.patient.sex is not Sex.MALE


def _is_child(given: _Given) -> bool:
    return given.age is None or given.age < 18


_IMAGES = MustHave("images_missing", "studies", _has_images)
_OXYGEN = MustHave(
    "oxygen_missing", "clinical.vitals.oxygen_saturation", _has_vital("oxygen_saturation")
)
_PRESSURE = MustHave("pressure_missing", "clinical.vitals.systolic", _has_vital("systolic"))
_ONSET = MustHave("onset_missing", "clinical.onset_at", _has_onset)
_COMA = MustHave("coma_scale_missing", "clinical.vitals.coma_scale", _has_vital("coma_scale"))

MUST_HAVES: Final[Mapping[Specialty, tuple[MustHave, ...]]] = MappingProxyType(
    {
        Specialty.CARDIOLOGY: (MustHave("ecg_missing", "attachments", _has_paper), _PRESSURE),
        Specialty.NEUROLOGY: (
            _ONSET,
            _PRESSURE,
            MustHave("glucose_missing", "clinical.vitals.glucose", _has_vital("glucose")),
            _IMAGES,
        ),
        Specialty.NEUROSURGERY: (_ONSET, _COMA, _IMAGES),
        Specialty.RESPIRATORY: (_OXYGEN, _IMAGES),
        Specialty.ORTHOPAEDICS: (_IMAGES,),
        Specialty.PAEDIATRICS: (
            MustHave("weight_missing", "clinical.vitals.weight", _has_vital("weight")),
            MustHave("age_does_not_fit", "patient.birth_date", _is_child),
        ),
        Specialty.OBSTETRICS: (
            MustHave("sex_does_not_fit", "patient.sex", _not_male, blocking=True),
            MustHave(
                "obstetric_history_missing",
                "clinical.obstetric_history",
                lambda given: given.form.clinical.obstetric_history.strip() != "",
            ),
        ),
        Specialty.DERMATOLOGY: (
            MustHave("photo_missing", "attachments", lambda given: given.holdings.photos > 0),
        ),
        Specialty.RADIOLOGY: (_IMAGES,),
        Specialty.ONCOLOGY: (_IMAGES, MustHave("pathology_missing", "attachments", _has_paper)),
    }
)
"""Per specialty what the expert will miss first."""

_EMERGENCY: Final = (_who, _complaint, _vitals, _times, _question, _whom, _quarantine, _specialty)
_FULL: Final = (
    _who,
    _identity,
    _guardian,
    _phone,
    _complaint,
    _illness,
    _allergy,
    _drugs,
    _vitals,
    _times,
    _question,
    _whom,
    _proposed,
    _consent,
    _quarantine,
    _specialty,
)
