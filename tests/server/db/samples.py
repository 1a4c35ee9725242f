"""A small world of institutions and people, and case files to store. All invented."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

from consult.contract.events import CaseMoved
from consult.contract.views import ClockView
from consult.domain.case import Case, CaseAction, CaseClock, CaseState
from consult.domain.casefile import (
    Attachment,
    CaseFile,
    ChatLine,
    FileKind,
    ReportedOutcome,
    StudyLink,
)
from consult.domain.codes import (
    Adoption,
    Allergy,
    Medium,
    OutcomeKind,
    RecommendationKind,
    Role,
    Sex,
    Side,
    Specialty,
    Tier,
)
from consult.domain.conclusion import (
    Acknowledgement,
    Answer,
    Conclusion,
    Diagnosis,
    Evidence,
    Gap,
    Outcome,
    Recommendation,
    RecommendationAnswer,
)
from consult.domain.form import (
    ClinicalPart,
    ConsentPart,
    KeyImage,
    PatientPart,
    RequestForm,
    Slot,
    Vitals,
    WantedPart,
)
from consult.domain.ids import (
    CaseId,
    FileId,
    InvitationId,
    OpinionId,
    OrganisationId,
    PatientId,
    PersonId,
    SessionId,
    StudyUid,
)
from consult.domain.invitation import Invitation, InvitationState
from consult.domain.opinion import Opinion, OpinionState, Signature
from consult.domain.people import Actor, Organisation, Patient, Person
from consult.domain.session import Attendance, Session, SessionState
from server.db.database import SqlDatabase
from tests.parts.clock import NOON


def organisation(name: str, tier: Tier, *, centre: bool = False) -> Organisation:
    """Return a new institution."""
    return Organisation(id=OrganisationId(uuid4()), name=name, tier=tier, centre=centre)


def person(username: str, at: Organisation, *roles: Role) -> Person:
    """Return a new person of an institution."""
    return Person(
        id=PersonId(uuid4()),
        username=username,
        name=f"{username} 医生",
        organisation=at.id,
        roles=frozenset(roles),
        specialty=Specialty.NEUROLOGY if Role.EXPERT in roles else None,
        licence_until=date(2030, 1, 31),
    )


def actor(somebody: Person) -> Actor:
    """Return the person as one who acts."""
    return Actor(
        person=somebody.id, organisation=somebody.organisation, roles=somebody.roles, name=""
    )


@dataclass(frozen=True)
class People:
    """Two institutions, their people and one patient."""

    clinic: Organisation
    hospital: Organisation
    village_doctor: Person
    lead: Person
    dispatcher: Person
    expert: Person
    other_expert: Person
    patient: Patient


def new_people() -> People:
    """Return a world that no other test shares."""
    clinic = organisation("柳河村卫生室", Tier.VILLAGE)
    hospital = organisation("省人民医院", Tier.PROVINCE, centre=True)
    return People(
        clinic=clinic,
        hospital=hospital,
        village_doctor=person("zhao.min", clinic, Role.VILLAGE_DOCTOR),
        lead=person("qian.li", clinic, Role.LEAD),
        dispatcher=person("sun.wei", hospital, Role.DISPATCHER),
        expert=person("li.hua", hospital, Role.EXPERT),
        other_expert=person("zhou.jie", hospital, Role.EXPERT),
        patient=Patient(
            id=PatientId(uuid4()),
            site=clinic.id,
            name="测试患者",
            sex=Sex.FEMALE,
            birth_date=date(1956, 2, 29),
            identity_number="",
            phone="",
            record_number="0042",
        ),
    )


async def settle(database: SqlDatabase) -> People:
    """Store a world and return it."""
    people = new_people()
    async with database.transaction() as tx:
        for place in (people.clinic, people.hospital):
            await tx.accounts.save_organisation(place)
        everybody = (
            people.village_doctor,
            people.lead,
            people.dispatcher,
            people.expert,
            people.other_expert,
        )
        for one in everybody:
            await tx.accounts.add_person(one, "$argon2id$not-a-hash")
        await tx.patients.save(people.patient)
    return people


def draft(people: People) -> CaseFile:
    """Return a new draft of the village doctor."""
    case = Case(
        id=CaseId(uuid4()),
        token=uuid4(),
        site=people.clinic.id,
        author=people.village_doctor.id,
        created_at=NOON,
    )
    return CaseFile(case=case)


def stepped(file: CaseFile, **changes: object) -> CaseFile:
    """Return the file one event later, with changes to its case."""
    return replace(file, case=replace(file.case, seq=file.case.seq + 1, **changes))  # type: ignore[arg-type]


def moved(file: CaseFile, action: CaseAction = CaseAction.SUBMIT) -> CaseMoved:
    """Return an event that tells of the file's present seq."""
    return CaseMoved(
        case=file.case.id,
        seq=file.case.seq,
        by=file.case.author,
        at=NOON,
        action=action,
        state=file.case.state,
        clock=ClockView(name="", due_at=None, paused=False, overdue=False),
        reason="还缺一项检查",
    )


def slot(hours: float = 1, minutes: float = 30) -> Slot:
    """Return a slot that starts so many hours after noon."""
    start = NOON + timedelta(hours=hours)
    return Slot(start=start, end=start + timedelta(minutes=minutes))


def invitation(file: CaseFile, expert: Person, **changes: object) -> Invitation:
    """Return an invitation of the expert."""
    return replace(
        Invitation(
            id=InvitationId(uuid4()),
            case=file.case.id,
            expert=expert.id,
            organisation=expert.organisation,
            invited_at=NOON,
            due_at=NOON + timedelta(hours=4),
            chair=True,
        ),
        **changes,  # type: ignore[arg-type]
    )


def full(people: People) -> CaseFile:
    """Return a case file in which every part is filled."""
    start = draft(people)
    clinical = ClinicalPart(
        complaint="突发右侧肢体无力 2 小时 \U0001f691",
        allergy=Allergy.NONE,
        no_drugs=True,
        vitals=Vitals(measured_at=NOON, temperature=36.7, pulse=88),
        onset_at=NOON - timedelta(hours=2, microseconds=1),
    )
    form = RequestForm(
        patient=PatientPart(name="测试患者", sex=Sex.FEMALE, birth_date=date(1956, 2, 29)),
        clinical=clinical,
        wanted=WantedPart(
            organisation=people.hospital.id,
            specialty=Specialty.NEUROLOGY,
            expert=people.expert.id,
            proposed=(slot(), slot(3)),
            questions=("是否溶栓？", "是否转院？"),
        ),
        consent=ConsentPart(file=FileId(uuid4()), recording=False, given_at=NOON),
        key_images=(KeyImage(study=StudyUid("1.2.3"), series="1.2.3.4", sop="1.2.3.4.5"),),
    )
    case = replace(
        start.case,
        form=form,
        submitted_form=form,
        version=2,
        state=CaseState.ACKNOWLEDGED,
        seq=17,
        number=f"HZ20261122-{uuid4().int % 10**9}",
        patient=people.patient.id,
        submitted_at=NOON,
        clock=CaseClock(
            name="outcome",
            due_at=NOON + timedelta(days=7),
            left=timedelta(days=1, microseconds=5),
            escalated=1,
        ),
    )
    return CaseFile(
        case=case,
        invitations=(invitation(start, people.expert, state=InvitationState.ACCEPTED),),
        sessions=(_session(people, case.id),),
        opinions=(_opinion(people, case.id),),
        attachments=(
            Attachment(
                id=FileId(uuid4()),
                name="心电图.jpg",
                kind=FileKind.PHOTO,
                media_type="image/jpeg",
                size=12345,
                sha256="ab" * 32,
                added_by=people.village_doctor.id,
                added_at=NOON,
            ),
        ),
        studies=(
            StudyLink(study=StudyUid("1.2.3"), added_by=people.village_doctor.id, added_at=NOON),
            StudyLink(study=StudyUid("1.2.9"), added_by=people.village_doctor.id, added_at=NOON),
        ),
        messages=(ChatLine(id="m1", author=people.expert.id, text="请看第 30 层", at=NOON),),
        outcomes=(
            ReportedOutcome(
                reported_by=people.village_doctor.id,
                reported_at=NOON,
                outcome=Outcome(kind=OutcomeKind.IMPROVED),
            ),
        ),
        centre=people.hospital.id,
    )


def _session(people: People, case: CaseId) -> Session:
    return Session(
        id=SessionId(uuid4()),
        case=case,
        slot=slot(),
        state=SessionState.FINISHED,
        checked_in=(people.village_doctor.id, people.expert.id),
        started_at=NOON,
        ended_at=NOON + timedelta(minutes=20),
        gaps=(Gap(start=NOON, end=NOON + timedelta(seconds=40), side="requesting"),),
        attendance=(
            Attendance(
                person=people.expert.id, side=Side.EXPERT, joined_at=NOON, medium=Medium.AUDIO
            ),
        ),
    )


def _opinion(people: People, case: CaseId) -> Opinion:
    return Opinion(
        id=OpinionId(uuid4()),
        case=case,
        author=people.expert.id,
        case_version=2,
        conclusion=Conclusion(
            summary="左侧大脑中动脉供血区急性梗死",
            answers=(Answer(question="是否溶栓？", text="可以"),),
            diagnoses=(Diagnosis(text="急性脑梗死", code="I63.9"),),
            recommendations=(
                Recommendation(id="r1", kind=RecommendationKind.REFERRAL, due=date(2026, 11, 23)),
            ),
        ),
        written_at=NOON,
        state=OpinionState.SIGNED,
        evidence=(Evidence(kind="study", id="1.2.3", sha256="cd" * 32),),
        signature=Signature(
            signer=people.expert.id,
            signed_at=NOON,
            method="ed25519",
            sha256="ef" * 32,
            signature="01" * 64,
            public_key="02" * 32,
            verification_code=str(UUID(int=uuid4().int)),
        ),
        acknowledgement=Acknowledgement(
            adoption=Adoption.ADOPTED,
            answers=(RecommendationAnswer(recommendation="r1", adoption=Adoption.ADOPTED),),
        ),
        acknowledged_at=NOON,
        acknowledged_by=people.village_doctor.id,
    )
