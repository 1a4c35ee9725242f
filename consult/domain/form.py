"""The request form (申请单) as data: everything may still be missing while it is a draft.

What must be there before it may be submitted is decided in `request.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from consult.domain.codes import (
    Allergy,
    ConsentBy,
    ConsentHow,
    IdentityKind,
    Mode,
    PatientKind,
    Sex,
    Specialty,
    Urgency,
)
from consult.domain.ids import FileId, OrganisationId, PersonId, StudyUid

STRICT: Mapping[str, str] = {"extra": "forbid"}
"""Tells whoever parses these classes from outside to refuse unknown fields."""


def aware(*instants: datetime | None) -> None:
    """Raise ValueError for an instant without its offset from UTC: nobody knows when that is."""
    if any(one is not None and one.utcoffset() is None for one in instants):
        raise ValueError("an instant needs its offset from UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientPart:
    """Who the patient is, as the treating site knows it."""

    __pydantic_config__: ClassVar = STRICT

    name: str = ""
    sex: Sex = Sex.UNKNOWN
    birth_date: date | None = None
    estimated_age: int | None = None  # years, where no birth date is known
    identity_kind: IdentityKind = IdentityKind.RESIDENT_ID
    identity_number: str = ""
    identity_explanation: str = ""  # why birth date or sex differ from the number
    phone: str = ""
    guardian: str = ""
    address: str = ""
    language: str = ""  # ethnicity or language, where an interpreter may be needed
    insurance: str = ""
    record_number: str = ""  # at this site; hospitals reuse numbers
    kind: PatientKind = PatientKind.OUTPATIENT
    bed: str = ""
    present: bool = True  # will be beside the doctor during the session


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """Measured now; None is "not measured". Units: °C, /min, mmHg, %, mmol/L, kg, points."""

    __pydantic_config__: ClassVar = STRICT

    measured_at: datetime | None = None
    temperature: float | None = None  # °C
    pulse: int | None = None  # beats per minute
    respiration: int | None = None  # breaths per minute
    systolic: int | None = None  # mmHg
    diastolic: int | None = None  # mmHg
    oxygen_saturation: int | None = None  # %
    glucose: float | None = None  # mmol/L
    weight: float | None = None  # kg
    coma_scale: int | None = None  # Glasgow, 3 to 15

    def __post_init__(self) -> None:
        """Refuse an instant without an offset."""
        aware(self.measured_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drug:
    """One drug in use."""

    __pydantic_config__: ClassVar = STRICT

    name: str = ""
    dose: str = ""  # with unit and interval, as written


@dataclass(frozen=True, slots=True, kw_only=True)
class TestRow:
    """One laboratory result."""

    __pydantic_config__: ClassVar = STRICT
    __test__: ClassVar = False

    item: str = ""
    value: str = ""
    unit: str = ""
    reference: str = ""
    flag: str = ""  # "", "high", "low", "critical"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicalPart:
    """What is known of the illness. An empty drug list needs `no_drugs`; unknown is a value."""

    __pydantic_config__: ClassVar = STRICT

    complaint: str = ""
    duration: str = ""
    present_illness: str = ""
    past_history: str = ""
    family_history: str = ""
    obstetric_history: str = ""
    allergy: Allergy = Allergy.NOT_ASKED
    allergy_detail: str = ""
    drugs: tuple[Drug, ...] = ()
    no_drugs: bool = False
    vitals: Vitals = Vitals()
    findings: str = ""
    onset_at: datetime | None = None
    diagnosis_code: str = ""  # ICD-10
    diagnosis: str = ""
    treatment: str = ""  # so far, and the response
    tests: tuple[TestRow, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an instant without an offset."""
        aware(self.onset_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A span of time, in UTC."""

    __pydantic_config__: ClassVar = STRICT

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Refuse instants without an offset."""
        aware(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPart:
    """Whom and how to ask."""

    __pydantic_config__: ClassVar = STRICT

    organisation: OrganisationId | None = None
    specialty: Specialty | None = None
    expert: PersonId | None = None
    alternatives: str = ""
    mode: Mode = Mode.LIVE
    urgency: Urgency = Urgency.ROUTINE
    urgency_reason: str = ""
    proposed: tuple[Slot, ...] = ()
    contact_phone: str = ""
    questions: tuple[str, ...] = ()  # one question an entry


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentPart:
    """Separate answers to separate questions; `file`: the drawn signature or the paper's photo."""

    __pydantic_config__: ClassVar = STRICT

    by: ConsentBy = ConsentBy.PATIENT
    name: str = ""  # of whom signed, where not the patient
    relation: str = ""
    how: ConsentHow = ConsentHow.NOT_YET
    file: FileId | None = None
    text_version: str = ""
    fee_quoted: str = ""
    recording: bool | None = None
    teaching: bool | None = None
    given_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse an instant without an offset."""
        aware(self.given_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyImage:
    """An image somebody points out."""

    __pydantic_config__: ClassVar = STRICT

    study: StudyUid
    series: str
    sop: str
    frame: int = 1  # from 1, as DICOM counts
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse what no frame number is."""
        if not 1 <= self.frame < 2**31:
            raise ValueError("frames are counted from 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestForm:
    """The whole request form. Immutable; a change makes a new one and a new version."""

    __pydantic_config__: ClassVar = STRICT

    patient: PatientPart = PatientPart()
    clinical: ClinicalPart = ClinicalPart()
    wanted: WantedPart = WantedPart()
    consent: ConsentPart = ConsentPart()
    key_images: tuple[KeyImage, ...] = ()
