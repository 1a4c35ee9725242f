"""The path of a consultation as steps: what the tests of the services and the stories walk."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from consult.contract.commands import (
    AcceptInvitation,
    Acknowledge,
    CreateCase,
    Dispatch,
    FinishSession,
    SignOpinion,
    StartSession,
    Submit,
)
from consult.contract.views import CaseView
from consult.domain.casefile import Attachment, CaseFile, FileKind
from consult.domain.codes import (
    Adoption,
    Allergy,
    ConsentHow,
    IdentityKind,
    Medium,
    Mode,
    Sex,
    Specialty,
    Urgency,
)
from consult.domain.conclusion import (
    Acknowledgement,
    Answer,
    Conclusion,
    Diagnosis,
    Recommendation,
    RecommendationAnswer,
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
from consult.domain.ids import CaseId, FileId, InvitationId, OpinionId, PersonId, SessionId
from consult.services import cases, invitations, moves, opinions, rooms, sessions
from tests.fakes.world import NOON, World, populated

QUESTION = "头晕伴右侧肢体无力两小时，是否需要立即溶栓或转院？"
SLOT = Slot(start=NOON + timedelta(hours=2), end=NOON + timedelta(hours=2, minutes=30))
LATER = Slot(start=NOON + timedelta(hours=5), end=NOON + timedelta(hours=5, minutes=30))


def full_form(*, mode: Mode = Mode.LIVE, urgency: Urgency = Urgency.ROUTINE) -> RequestForm:
    """A form that lacks nothing that would stop it."""
    return RequestForm(
        patient=PatientPart(
            name="张三",
            sex=Sex.MALE,
            birth_date=date(1956, 3, 2),
            identity_kind=IdentityKind.NONE,
            phone="13800000000",
            address="柳树沟村 3 组",
            record_number="A-17",
        ),
        clinical=ClinicalPart(
            complaint="头晕、右侧肢体无力",
            duration="2 小时",
            present_illness="晨起突发头晕，右侧肢体无力。",
            past_history="高血压 10 年",
            allergy=Allergy.NONE,
            drugs=(Drug(name="氨氯地平", dose="5 mg 每日一次"),),
            vitals=Vitals(measured_at=NOON, systolic=168, diastolic=96, pulse=84, glucose=6.1),
            onset_at=NOON - timedelta(hours=2),
            diagnosis="脑梗死？",
            treatment="卧床，监测血压",
        ),
        wanted=WantedPart(
            specialty=Specialty.NEUROLOGY,
            mode=mode,
            urgency=urgency,
            urgency_reason="",
            proposed=(SLOT, LATER),
            contact_phone="13900000000",
            questions=(QUESTION,),
        ),
        consent=ConsentPart(
            how=ConsentHow.SIGNATURE,
            file=FileId(UUID(int=7)),
            recording=False,
            teaching=False,
            given_at=NOON,
        ),
    )


CONCLUSION = Conclusion(
    summary="急性起病的右侧肢体无力，头颅 CT 未见出血。",
    answers=(Answer(question=QUESTION, text="在时间窗内，建议立即转至上级医院评估溶栓。"),),
    diagnoses=(Diagnosis(text="急性脑梗死", code="I63.9"),),
    basis="症状、体征与影像",
    recommendations=(Recommendation(id="r1", text="立即转院"),),
    red_flags="意识障碍、血压骤升",
    plain_words="请尽快到县医院。",
    medium=Medium.VIDEO,
)
WRITTEN = Conclusion(
    summary=CONCLUSION.summary,
    answers=CONCLUSION.answers,
    diagnoses=CONCLUSION.diagnoses,
    recommendations=CONCLUSION.recommendations,
)
ADOPTED = Acknowledgement(
    adoption=Adoption.ADOPTED,
    answers=(RecommendationAnswer(recommendation="r1", adoption=Adoption.ADOPTED),),
)


CONSENT = Attachment(
    id=FileId(UUID(int=7)),
    name="签名.png",
    kind=FileKind.SIGNATURE,
    media_type="image/png",
    size=300,
    sha256="ab" * 32,
    added_by=PersonId(UUID(int=8)),
    added_at=NOON,
)


class Path:
    """One case on its way, in a populated world."""

    def __init__(self, world: World | None = None) -> None:
        self.world = world or populated()
        self.ports = self.world.ports()
        self.case = CaseId(UUID(int=0))

    @property
    def file(self) -> CaseFile:
        """The case as it is stored now."""
        return self.world.kept.files[self.case]

    @property
    def session(self) -> SessionId:
        """The newest session."""
        return self.file.sessions[-1].id

    @property
    def invitation(self) -> InvitationId:
        """The newest invitation."""
        return self.file.invitations[-1].id

    async def create(self, form: RequestForm | None = None, token: int = 1) -> CaseView:
        """The doctor makes the draft."""
        command = CreateCase(token=UUID(int=token), form=form or full_form())
        view = await cases.create(self.ports, self.world.actors["doctor"], command)
        self.case = CaseId(view.id)
        if form is not None or token != 1:
            await self._agreed()
        return view

    async def _agreed(self) -> None:
        """The patient's signature lies with the case, as if it had always been there."""
        async with self.ports.transaction() as tx:
            file = await tx.cases.get(self.case)
            await tx.cases.save(replace(file, attachments=(CONSENT,)), read_seq=file.case.seq)

    async def submit(self, form: RequestForm | None = None) -> CaseView:
        """… and hands it in."""
        await self.create(form or full_form())
        return await moves.move(self.ports, self.world.actors["doctor"], self.case, Submit())

    async def dispatch(self, form: RequestForm | None = None, *keys: str) -> CaseView:
        """… and the dispatcher invites an expert (or several, the first in the chair)."""
        await self.submit(form)
        experts = tuple(self.world.actors[key].person for key in keys or ("expert",))
        command = Dispatch(experts=experts, chair=experts[0] if len(experts) > 1 else None)
        return await moves.move(self.ports, self.world.actors["dispatcher"], self.case, command)

    async def accept(self, form: RequestForm | None = None) -> CaseView:
        """… who accepts."""
        await self.dispatch(form)
        return await self.accepted_by("expert")

    async def accepted_by(self, key: str) -> CaseView:
        """An invited expert accepts."""
        actor = self.world.actors[key]
        own = next(one.id for one in self.file.invitations if one.expert == actor.person)
        return await invitations.move(self.ports, actor, self.case, own, AcceptInvitation())

    async def live(self, form: RequestForm | None = None) -> None:
        """… and both meet at the booked time."""
        await self.accept(form)
        self.world.clock.at = self.file.sessions[-1].slot.start
        for key in ("doctor", "expert"):
            actor = self.world.actors[key]
            await rooms.joined(self.ports, actor, self.session, Medium.VIDEO)
        expert = self.world.actors["expert"]
        await sessions.move(self.ports, expert, self.case, self.session, StartSession())

    async def finish(self) -> CaseView:
        """The expert ends the meeting."""
        expert = self.world.actors["expert"]
        return await sessions.move(self.ports, expert, self.case, self.session, FinishSession())

    async def sign(self, key: str = "expert", conclusion: Conclusion = CONCLUSION) -> CaseView:
        """The expert signs, having seen everything."""
        command = SignOpinion(
            case_version=self.file.case.version,
            seen_seq=self.file.case.seq,
            conclusion=conclusion,
        )
        return await opinions.sign(self.ports, self.world.stepped_up(key), self.case, command)

    async def answered(self) -> CaseView:
        """A live case up to its signed opinion."""
        await self.live()
        self.world.advance(timedelta(minutes=20))
        await self.finish()
        return await self.sign()

    async def answered_in_writing(self) -> CaseView:
        """A written case up to its signed opinion."""
        await self.accept(full_form(mode=Mode.WRITTEN))
        return await self.sign(conclusion=WRITTEN)

    async def acknowledge(self, answer: Acknowledgement = ADOPTED) -> CaseView:
        """The doctor answers the newest opinion."""
        opinion: OpinionId = self.file.opinions[-1].id
        command = Acknowledge(opinion=opinion, acknowledgement=answer)
        return await moves.move(self.ports, self.world.actors["doctor"], self.case, command)
