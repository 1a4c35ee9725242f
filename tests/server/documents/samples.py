"""A signed opinion as it leaves the workflow, for tests of paper and signature."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from consult.domain.case import Case, CaseState
from consult.domain.casefile import CaseFile, StudyLink
from consult.domain.codes import Certainty, Medium, RecommendationKind, Role, Sex, Tier
from consult.domain.conclusion import Answer, Conclusion, Diagnosis, Gap, Recommendation
from consult.domain.form import ClinicalPart, PatientPart, RequestForm, Slot
from consult.domain.ids import CaseId, OpinionId, OrganisationId, PersonId, SessionId, StudyUid
from consult.domain.opinion import Opinion, OpinionState, Signature
from consult.domain.people import Organisation, Person
from consult.domain.session import Session, SessionState
from consult.ports import SignedRecord

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
CASE = CaseId(UUID(int=1))
EXPERT = Person(
    id=PersonId(UUID(int=11)),
    username="expert",
    name="李文博",
    title="主任医师",
    organisation=OrganisationId(UUID(int=21)),
    roles=frozenset({Role.EXPERT}),
)
DOCTOR = replace(
    EXPERT,
    id=PersonId(UUID(int=12)),
    username="village",
    name="张山",
    title="乡村医生",
    organisation=OrganisationId(UUID(int=22)),
    roles=frozenset({Role.VILLAGE_DOCTOR}),
)
CONCLUSION = Conclusion(
    summary="老年女性, 突发头痛伴呕吐 6 小时, 血压 178/96 mmHg, CT 示右侧基底节区高密度影。",
    answers=(
        Answer(
            question="是否需要手术或立即转院?", text="血肿约 18 ml, 暂无手术指征, 建议转院监护。"
        ),
        Answer(question="能否使用抗凝药?", cannot=True, text="近期凝血功能结果"),
    ),
    diagnoses=(
        Diagnosis(text="右侧基底节区脑出血", code="I61.0", certainty=Certainty.DEFINITE),
        Diagnosis(text="高血压病 3 级", code="I10", certainty=Certainty.PROBABLE),
    ),
    basis="CT 值 62 HU, 形态与部位典型。",
    differential="动脉瘤破裂; 肿瘤卒中。",
    recommendations=(
        Recommendation(
            id="1",
            kind=RecommendationKind.DRUG,
            text="乌拉地尔",
            dose="12.5 mg",
            route="缓慢静注",
            days=1,
        ),
        Recommendation(id="2", kind=RecommendationKind.SEND_AT_ONCE, text="意识变差或一侧瞳孔散大"),
        Recommendation(
            id="3",
            kind=RecommendationKind.FOLLOW_UP,
            text="复查头颅 CT",
            due=date(2026, 11, 23),
            place="县人民医院",
        ),
    ),
    red_flags="再次呕吐、嗜睡、抽搐。",
    plain_words="脑子里出了一点血, 现在要静卧, 控制血压, 尽快去县医院观察。",
    limits="未能亲自查体。",
    medium=Medium.VIDEO,
)


def signed_record(name: str = "王秀兰", signature: Signature | None = None) -> SignedRecord:
    """Return a signed opinion on the patient of that name."""
    given = signature or Signature(
        signer=EXPERT.id,
        signed_at=NOW,
        method="ed25519",
        sha256="ab" * 32,
        signature="cd" * 64,
        public_key="ef" * 32,
        verification_code="7K2M-9QXA-0TZ4",
    )
    opinion = Opinion(
        id=OpinionId(UUID(int=31)),
        case=CASE,
        author=EXPERT.id,
        case_version=1,
        conclusion=CONCLUSION,
        written_at=NOW,
        state=OpinionState.SIGNED,
        signature=given,
    )
    file = CaseFile(
        case=_case(name), sessions=(_session(),), opinions=(opinion,), studies=(_study(),)
    )
    return SignedRecord(
        file=file,
        opinion=opinion,
        author=EXPERT,
        author_organisation=Organisation(
            id=EXPERT.organisation, name="云岭省人民医院", tier=Tier.PROVINCE, grade="三级甲等"
        ),
        requester=DOCTOR,
        site=Organisation(id=DOCTOR.organisation, name="石板村卫生室", tier=Tier.VILLAGE),
        evidence=opinion.evidence,
    )


def _case(name: str) -> Case:
    return Case(
        id=CASE,
        token=UUID(int=2),
        site=DOCTOR.organisation,
        author=DOCTOR.id,
        created_at=NOW - timedelta(hours=3),
        submitted_at=NOW - timedelta(hours=2),
        number="HZ20261122-0007",
        state=CaseState.ANSWERED,
        version=1,
        form=RequestForm(
            patient=PatientPart(name=name, sex=Sex.FEMALE, birth_date=date(1949, 12, 31)),
            clinical=ClinicalPart(complaint="头痛伴呕吐", duration="6 小时", diagnosis="脑出血?"),
        ),
    )


def _session() -> Session:
    started = NOW - timedelta(minutes=25)
    return Session(
        id=SessionId(UUID(int=41)),
        case=CASE,
        slot=Slot(start=started, end=NOW),
        state=SessionState.FINISHED,
        started_at=started,
        ended_at=NOW - timedelta(minutes=4),
        gaps=(Gap(start=started, end=started + timedelta(seconds=40), side="requesting"),),
    )


def _study() -> StudyLink:
    return StudyLink(
        study=StudyUid("1.2.3"),
        added_by=DOCTOR.id,
        added_at=NOW,
        instances=60,
        modality="CT",
        description="头颅平扫",
    )
