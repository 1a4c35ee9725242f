"""Completeness: what stops a submission, and what the expert will miss."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

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
from consult.domain.form import (
    ClinicalPart,
    ConsentPart,
    Drug,
    PatientPart,
    RequestForm,
    Slot,
    Vitals,
    WantedPart,
)
from consult.domain.ids import FileId
from consult.domain.request import Holdings, age_of, completeness, may_be_submitted

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")


def complete() -> RequestForm:
    """Return a form that lacks nothing at all."""
    return RequestForm(
        patient=PatientPart(
            name="王秀兰",
            sex=Sex.FEMALE,
            birth_date=date(1949, 12, 31),
            identity_number="11010519491231002X",
            phone="13800000000",
        ),
        clinical=ClinicalPart(
            complaint="头痛伴呕吐",
            duration="6 小时",
            present_illness="晨起突发头痛, 呕吐两次",
            past_history="高血压 10 年",
            allergy=Allergy.NONE,
            drugs=(Drug(name="氨氯地平", dose="5 mg 每日一次"),),
            vitals=Vitals(
                measured_at=NOW, systolic=178, diastolic=96, glucose=7.1, coma_scale=14, pulse=88
            ),
            onset_at=NOW - timedelta(hours=6),
            diagnosis="脑出血?",
            treatment="甘露醇 125 ml, 头痛稍减",
        ),
        wanted=WantedPart(
            specialty=Specialty.NEUROLOGY,
            questions=("是否需要手术或立即转院?", "血压应控制在什么范围?"),
            proposed=(slot(2), slot(26)),
        ),
        consent=ConsentPart(
            how=ConsentHow.SIGNATURE, file=FileId(UUID(int=9)), recording=False, given_at=NOW
        ),
    )


def held(**more: int) -> Holdings:
    """Return what the case holds: the patient's signature, and more."""
    return Holdings(consents=frozenset({FileId(UUID(int=9))}), **more)


def slot(hours: int) -> Slot:
    """Return half an hour, so many hours from now."""
    start = NOW + timedelta(hours=hours)
    return Slot(start=start, end=start + timedelta(minutes=30))


def codes(form: RequestForm, holdings: Holdings | None = None) -> set[str]:
    """Return the codes of what is missing; one study is there unless said otherwise."""
    found = completeness(form, holdings or held(studies=1), now=NOW, zone=ZONE)
    return {missing.code for missing in found}


def part(form: RequestForm, where: str, /, **changes: Any) -> RequestForm:
    """Return the form with fields of one part changed."""
    return replace(form, **{where: replace(getattr(form, where), **changes)})


def vitals(**changes: Any) -> RequestForm:
    """Return the complete form with other vitals."""
    return part(complete(), "clinical", vitals=replace(complete().clinical.vitals, **changes))


def test_a_complete_form() -> None:
    """Nothing is missing, and it may be submitted."""
    found = completeness(complete(), held(studies=1), now=NOW, zone=ZONE)
    assert found == ()
    assert may_be_submitted(found)


def test_an_empty_form() -> None:
    """Blocking items come first, and it may not be submitted."""
    found = completeness(RequestForm(), held(), now=NOW, zone=ZONE)
    blocking = [missing.blocking for missing in found]
    assert blocking == sorted(blocking, reverse=True)
    assert not may_be_submitted(found)
    assert {"name_missing", "allergy_missing", "question_missing", "consent_missing"} <= {
        missing.code for missing in found
    }


@pytest.mark.parametrize(
    ("name", "changes", "code"),
    [
        ("patient", {"name": " "}, "name_missing"),
        ("patient", {"sex": Sex.UNKNOWN}, "sex_missing"),
        ("patient", {"sex": Sex.MALE}, "sex_contradicts"),
        ("patient", {"birth_date": date(1950, 1, 1)}, "birth_date_contradicts"),
        ("patient", {"birth_date": None}, "age_missing"),
        (
            "patient",
            {"birth_date": date(2026, 11, 23), "identity_explanation": "号码抄错"},
            "birth_date_future",
        ),
        (
            "patient",
            {"birth_date": date(1890, 1, 1), "identity_explanation": "号码抄错"},
            "age_implausible",
        ),
        ("patient", {"birth_date": None, "estimated_age": 131}, "age_implausible"),
        ("patient", {"identity_number": ""}, "identity_missing"),
        ("patient", {"identity_number": "110105194912310021"}, "resident_id_check_digit"),
        ("patient", {"identity_number": "123"}, "resident_id_length"),
        ("patient", {"phone": ""}, "phone_missing"),
        ("clinical", {"complaint": ""}, "complaint_missing"),
        ("clinical", {"duration": ""}, "duration_missing"),
        ("clinical", {"present_illness": ""}, "present_illness_missing"),
        ("clinical", {"past_history": ""}, "past_history_missing"),
        ("clinical", {"diagnosis": ""}, "diagnosis_missing"),
        ("clinical", {"treatment": ""}, "treatment_missing"),
        ("clinical", {"allergy": Allergy.NOT_ASKED}, "allergy_missing"),
        ("clinical", {"allergy": Allergy.KNOWN}, "allergy_detail_missing"),
        ("clinical", {"drugs": ()}, "drugs_missing"),
        ("clinical", {"drugs": (Drug(name="阿司匹林"),)}, "dose_missing"),
        ("clinical", {"onset_at": NOW + timedelta(hours=1)}, "time_future"),
        ("clinical", {"onset_at": None}, "onset_missing"),
        ("wanted", {"questions": ()}, "question_missing"),
        ("wanted", {"questions": ("会诊。",)}, "question_empty_word"),
        ("wanted", {"questions": ("要手术吗?",)}, "question_short"),
        ("wanted", {"specialty": None}, "department_missing"),
        ("wanted", {"urgency": Urgency.URGENT}, "urgency_reason_missing"),
        ("wanted", {"proposed": (slot(2),)}, "slots_missing"),
        ("wanted", {"proposed": (slot(-1), slot(2), slot(3))}, "slot_past"),
        (
            "wanted",
            {
                "proposed": (
                    slot(2),
                    slot(3),
                    Slot(start=NOW + timedelta(hours=4), end=NOW + timedelta(days=9)),
                )
            },
            "slot_long",
        ),
        (
            "wanted",
            {"proposed": (slot(1), Slot(start=NOW + timedelta(hours=2), end=NOW))},
            "slot_reversed",
        ),
        ("consent", {"how": ConsentHow.NOT_YET}, "consent_missing"),
        ("consent", {"how": ConsentHow.EMERGENCY_NONE}, "consent_missing"),
        ("consent", {"file": None}, "consent_file_missing"),
        ("consent", {"file": FileId(UUID(int=1))}, "consent_file_missing"),  # not of this case
        ("consent", {"recording": None}, "consent_recording_missing"),
        ("consent", {"by": ConsentBy.GUARDIAN}, "consent_name_missing"),
        ("consent", {"given_at": NOW + timedelta(minutes=6)}, "time_future"),
    ],
)
def test_one_thing_missing(name: str, changes: dict[str, Any], code: str) -> None:
    """One slip, one item."""
    assert codes(part(complete(), name, **changes)) == {code}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"measured_at": None}, "vitals_time_missing"),
        ({"measured_at": NOW + timedelta(hours=1)}, "time_future"),
        ({"pulse": 400}, "vital_implausible"),
        ({"temperature": 12.0}, "vital_implausible"),
        ({"systolic": 80, "diastolic": 96}, "pressure_reversed"),
        ({"systolic": None}, "pressure_missing"),
        ({"glucose": None}, "glucose_missing"),
    ],
)
def test_vitals(changes: dict[str, Any], code: str) -> None:
    """Units are fixed, ranges plausible, times past."""
    assert codes(vitals(**changes)) == {code}


def test_no_vitals_at_all() -> None:
    """The one item says it, beside what the specialty asks for."""
    assert codes(part(complete(), "clinical", vitals=Vitals())) == {
        "vitals_missing",
        "glucose_missing",
        "pressure_missing",
    }


def test_a_clock_that_runs_a_little_ahead() -> None:
    """Five minutes of skew on an old PC are forgiven."""
    assert codes(vitals(measured_at=NOW + timedelta(minutes=5))) == set()


def test_a_contradiction_explained() -> None:
    """With an explanation the doctor's word stands."""
    form = part(complete(), "patient", sex=Sex.MALE, identity_explanation="登记有误, 已核对户口本")
    assert codes(form) == set()


def test_no_identity_document() -> None:
    """No document is a value; a passport has no check digit that we know."""
    none = part(complete(), "patient", identity_kind=IdentityKind.NONE, identity_number="")
    passport = part(
        complete(), "patient", identity_kind=IdentityKind.PASSPORT, identity_number="E1234"
    )
    assert codes(none) == codes(passport) == set()


def test_a_minor() -> None:
    """Somebody has to answer for a child."""
    child = part(
        complete(), "patient", identity_kind=IdentityKind.NONE, birth_date=None, estimated_age=6
    )
    assert codes(child) == {"guardian_missing"}
    assert codes(part(child, "patient", guardian="母亲 李梅")) == set()


def test_a_written_request_needs_no_times() -> None:
    """Two proposed times are asked of live ones only."""
    assert codes(part(complete(), "wanted", mode=Mode.WRITTEN, proposed=())) == set()


def test_no_drugs_is_an_answer() -> None:
    """An empty list needs saying so."""
    assert codes(part(complete(), "clinical", drugs=(), no_drugs=True)) == set()


def test_a_quarantined_file() -> None:
    """It stops the submission until it was checked."""
    found = completeness(complete(), held(studies=1, quarantined=2), now=NOW, zone=ZONE)
    assert [(one.code, one.blocking, one.params) for one in found] == [
        ("attachment_quarantined", True, {"count": 2})
    ]


@pytest.mark.parametrize(
    ("specialty", "missed"),
    [
        (Specialty.CARDIOLOGY, {"ecg_missing"}),
        (Specialty.NEUROLOGY, {"images_missing"}),
        (Specialty.NEUROSURGERY, {"images_missing"}),
        (Specialty.RESPIRATORY, {"oxygen_missing", "images_missing"}),
        (Specialty.ORTHOPAEDICS, {"images_missing"}),
        (Specialty.PAEDIATRICS, {"weight_missing", "age_does_not_fit"}),
        (Specialty.OBSTETRICS, {"obstetric_history_missing"}),
        (Specialty.DERMATOLOGY, {"photo_missing"}),
        (Specialty.ONCOLOGY, {"images_missing", "pathology_missing"}),
        (Specialty.GENERAL, set()),
    ],
)
def test_what_a_specialty_misses(specialty: Specialty, missed: set[str]) -> None:
    """A short list per specialty, none of it blocking."""
    form = part(complete(), "wanted", specialty=specialty)
    found = completeness(form, held(), now=NOW, zone=ZONE)
    assert {missing.code for missing in found} == missed
    assert may_be_submitted(found)


def test_a_man_at_the_obstetrician() -> None:
    """Sex that does not fit stops the submission."""
    man = part(complete(), "patient", sex=Sex.MALE, identity_explanation="已核对")
    found = completeness(
        part(man, "wanted", specialty=Specialty.OBSTETRICS), held(), now=NOW, zone=ZONE
    )
    assert not may_be_submitted(found)


def test_chest_pain_wants_a_tracing() -> None:
    """Whatever the department; a photo or document is taken for it."""
    form = part(complete(), "clinical", complaint="胸痛 2 小时")
    assert codes(form) == {"ecg_missing"}
    assert codes(form, held(studies=1, photos=1)) == set()


def test_an_emergency() -> None:
    """Who, what, vitals, question: documents, consent and the rest may follow."""
    form = RequestForm(
        patient=PatientPart(name="无名氏", estimated_age=60),
        clinical=ClinicalPart(
            complaint="突发昏迷", vitals=Vitals(measured_at=NOW, systolic=210, diastolic=120)
        ),
        wanted=WantedPart(
            specialty=Specialty.GENERAL,
            urgency=Urgency.EMERGENCY,
            urgency_reason="昏迷",
            questions=("突发昏迷, 是否先降压再转院?",),
        ),
    )
    found = completeness(form, held(), now=NOW, zone=ZONE)
    assert may_be_submitted(found)
    assert {missing.code for missing in found} == {"sex_missing"}


def test_age_in_the_sites_zone() -> None:
    """At 02:00 UTC it is already the birthday in Shanghai, and still the day before in Lima."""
    born = PatientPart(birth_date=date(2000, 11, 22))
    assert age_of(born, NOW, ZONE) == 26
    assert age_of(born, NOW, ZoneInfo("America/Lima")) == 25
    assert age_of(PatientPart(estimated_age=40), NOW, ZONE) == 40
    assert age_of(PatientPart(), NOW, ZONE) is None
