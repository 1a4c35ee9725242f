"""What the demo's doctors have written: request forms and opinions, all made up."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from consult.domain.codes import (
    Allergy,
    Certainty,
    ConsentHow,
    Medium,
    Mode,
    PatientKind,
    RecommendationKind,
    Sex,
    Specialty,
    Urgency,
)
from consult.domain.conclusion import Answer, Conclusion, Diagnosis, Recommendation
from consult.domain.form import (
    ClinicalPart,
    ConsentPart,
    Drug,
    PatientPart,
    RequestForm,
    Slot,
    TestRow,
    Vitals,
    WantedPart,
)
from consult.domain.ids import FileId
from consult.domain.patient import check_digit
from server.demo.institutions import BY_NAME

HALF_HOUR: Final = timedelta(minutes=30)


def patient(
    name: str, born: date, sex: Sex, record: str, *, order: int = 12, child_of: str = ""
) -> PatientPart:
    """Return a made-up patient whose resident ID has a right check digit."""
    first = f"330802{born:%Y%m%d}{order:02d}{1 if sex is Sex.MALE else 2}"
    return PatientPart(
        name=name,
        sex=sex,
        birth_date=born,
        identity_number=first + check_digit(first),
        phone="13905700000",
        guardian=child_of,
        address="云州市清河县",
        insurance="城乡居民医保",
        record_number=record,
        kind=PatientKind.OUTPATIENT,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One made-up illness, as its doctor tells it."""

    patient: PatientPart
    complaint: str
    duration: str
    illness: str
    past: str
    findings: str
    diagnosis: str
    code: str
    treatment: str
    questions: tuple[str, ...]
    specialty: Specialty
    expert: str
    vitals: Vitals
    urgency: Urgency = Urgency.ROUTINE
    mode: Mode = Mode.LIVE
    drugs: tuple[Drug, ...] = ()
    tests: tuple[TestRow, ...] = ()
    onset: timedelta = timedelta(hours=6)

    def form(self, now: datetime, slots: tuple[Slot, ...] = ()) -> RequestForm:
        """Return the request form as it was filled in at `now`, consent aside."""
        expert = BY_NAME[self.expert]
        return RequestForm(
            patient=self.patient,
            clinical=ClinicalPart(
                complaint=self.complaint,
                duration=self.duration,
                present_illness=self.illness,
                past_history=self.past,
                family_history="无特殊",
                allergy=Allergy.NONE,
                drugs=self.drugs,
                no_drugs=not self.drugs,
                vitals=replace(self.vitals, measured_at=now - timedelta(minutes=20)),
                findings=self.findings,
                onset_at=now - self.onset,
                diagnosis=self.diagnosis,
                diagnosis_code=self.code,
                treatment=self.treatment,
                tests=self.tests,
            ),
            wanted=WantedPart(
                organisation=expert.organisation,
                specialty=self.specialty,
                expert=expert.id,
                mode=self.mode,
                urgency=self.urgency,
                urgency_reason="" if self.urgency is Urgency.ROUTINE else "病情可能加重",
                proposed=slots or later(now),
                contact_phone="13905701234",
                questions=self.questions,
            ),
        )


def later(now: datetime) -> tuple[Slot, ...]:
    """Return two times to meet, tomorrow and the day after."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    return tuple(
        Slot(start=hour + timedelta(hours=ahead), end=hour + timedelta(hours=ahead) + HALF_HOUR)
        for ahead in (25, 49)
    )


def agreed(form: RequestForm, signature: FileId, now: datetime) -> RequestForm:
    """Return the form with the consent that the patient has signed on the screen."""
    consent = ConsentPart(
        how=ConsentHow.SIGNATURE,
        file=signature,
        text_version="2026-1",
        fee_quoted="120 元",
        recording=False,
        teaching=False,
        given_at=now - timedelta(minutes=5),
    )
    return replace(form, consent=consent)


HEAD: Final = Story(
    patient=patient("张桂花", date(1956, 3, 2), Sex.FEMALE, "LL20260031"),
    complaint="突发左侧肢体无力伴头痛",
    duration="6 小时",
    illness="晨起突感左侧肢体无力，行走不稳，伴右侧头部胀痛，恶心未吐，无意识丧失，无抽搐。",
    past="高血压 10 年，最高 180/100 mmHg，服药不规律。否认糖尿病、心脏病史。",
    findings="神志清，言语稍含糊，左侧鼻唇沟浅，左上肢肌力 3 级，左下肢肌力 4 级，左巴氏征阳性。",
    diagnosis="脑出血（右侧基底节区？）",
    code="I61.0",
    treatment="卧床，吸氧，抬高床头，硝苯地平缓释片 20 mg 口服一次。",
    questions=(
        "CT 右侧基底节区高密度影是否为脑出血，出血量大约多少？",
        "目前能否在卫生院保守治疗，还是须立即转院手术？",
    ),
    specialty=Specialty.NEUROSURGERY,
    expert="li",
    vitals=Vitals(
        temperature=36.8,
        pulse=88,
        respiration=18,
        systolic=178,
        diastolic=98,
        oxygen_saturation=96,
        glucose=6.9,
        weight=58,
        coma_scale=15,
    ),
    urgency=Urgency.URGENT,
    drugs=(Drug(name="硝苯地平缓释片", dose="20 mg 每日两次"),),
)

CHEST: Final = Story(
    patient=patient("赵福生", date(1949, 8, 17), Sex.MALE, "LL20260028"),
    complaint="反复咳嗽、痰中带血",
    duration="3 个月",
    illness="3 个月来反复咳嗽，近两周痰中带血丝，活动后气促，体重下降约 4 kg，无发热盗汗。",
    past="吸烟 40 年，每日 20 支。慢性支气管炎 15 年。",
    findings="双肺呼吸音粗，右上肺可闻少许湿啰音，未触及锁骨上淋巴结。",
    diagnosis="右上肺占位待查",
    code="R91",
    treatment="头孢呋辛酯 0.25 g 每日两次，7 天，症状无明显好转。",
    questions=("右上肺结节性质如何考虑，下一步应做哪些检查？", "是否需要转往上级医院？"),
    specialty=Specialty.RESPIRATORY,
    expert="zheng",
    vitals=Vitals(
        temperature=36.6, pulse=82, respiration=20, systolic=132, diastolic=78, oxygen_saturation=94
    ),
    mode=Mode.WRITTEN,
    drugs=(Drug(name="茶碱缓释片", dose="0.2 g 每日两次"),),
    onset=timedelta(days=90),
)

HEART: Final = Story(
    patient=patient("孙大海", date(1963, 11, 5), Sex.MALE, "SQ20260102"),
    complaint="活动后胸痛",
    duration="2 周",
    illness="近两周快走或上楼时胸骨后闷痛，每次 3–5 分钟，休息后缓解，无放射痛，夜间无发作。",
    past="高血压 8 年，2 型糖尿病 5 年。",
    findings="心率 76 次/分，律齐，未闻及杂音，双下肢不肿。",
    diagnosis="冠心病 稳定型心绞痛？",
    code="I20.8",
    treatment="阿司匹林 100 mg 每日一次；硝酸甘油备用。",
    questions=("是否符合稳定型心绞痛，药物如何调整？", "是否需要冠脉造影或转诊？"),
    specialty=Specialty.CARDIOLOGY,
    expert="wu",
    vitals=Vitals(
        temperature=36.5, pulse=76, respiration=17, systolic=146, diastolic=88, oxygen_saturation=98
    ),
    mode=Mode.WRITTEN,
    drugs=(Drug(name="二甲双胍", dose="0.5 g 每日三次"),),
    tests=(TestRow(item="空腹血糖", value="7.8", unit="mmol/L", reference="3.9–6.1", flag="high"),),
    onset=timedelta(days=14),
)

CHILD: Final = Story(
    patient=patient("李小萌", date(2021, 5, 9), Sex.FEMALE, "LL20260044", child_of="李强（父）"),
    complaint="发热、咳嗽",
    duration="4 天",
    illness="4 天前受凉后发热，最高 39.2 ℃，伴阵发性咳嗽，有痰不易咳出，精神稍差，进食减少。",
    past="足月顺产，按时接种，无住院史。",
    findings="咽红，双肺可闻痰鸣音，右下肺少许细湿啰音，无三凹征。",
    diagnosis="支气管肺炎？",
    code="J18.0",
    treatment="布洛芬混悬液退热，阿莫西林颗粒 3 天。",
    questions=("是否考虑肺炎支原体感染，是否需要更换抗生素？",),
    specialty=Specialty.PAEDIATRICS,
    expert="feng",
    vitals=Vitals(
        temperature=38.6,
        pulse=122,
        respiration=30,
        systolic=92,
        diastolic=58,
        oxygen_saturation=97,
        weight=18.5,
    ),
    mode=Mode.EITHER,
    drugs=(Drug(name="阿莫西林颗粒", dose="0.25 g 每日三次"),),
    onset=timedelta(days=4),
)

KNEE: Final = Story(
    patient=patient("周玉兰", date(1958, 1, 23), Sex.FEMALE, "HD20260310"),
    complaint="头晕、走路不稳",
    duration="1 个月",
    illness="近一个月反复头晕，走路向右偏，偶有视物旋转，持续数分钟，无耳鸣，无肢体麻木。",
    past="高脂血症 6 年。",
    findings="指鼻试验右侧欠稳准，闭目难立征阳性，余未见异常。",
    diagnosis="后循环缺血？",
    code="G45.0",
    treatment="倍他司汀 12 mg 每日三次，症状略减轻。",
    questions=("是否需要头颅 MR 与血管检查，目前用药是否合适？",),
    specialty=Specialty.NEUROLOGY,
    expert="zhou",
    vitals=Vitals(
        temperature=36.4,
        pulse=70,
        respiration=16,
        systolic=138,
        diastolic=82,
        oxygen_saturation=98,
        glucose=5.6,
    ),
    drugs=(Drug(name="阿托伐他汀", dose="20 mg 每晚一次"),),
    onset=timedelta(days=30),
)


def conclusion(story: Story, day: date) -> Conclusion:
    """Return a whole opinion on the story: every question answered, four recommendations."""
    return Conclusion(
        summary=f"{story.patient.name}，{story.complaint} {story.duration}。{story.illness}",
        answers=tuple(Answer(question=one, text=_answer(story)) for one in story.questions),
        diagnoses=(
            Diagnosis(
                text=story.diagnosis.rstrip("？"), code=story.code, certainty=Certainty.PROBABLE
            ),
        ),
        basis="依据病史、查体与所附影像资料。",
        differential="须与相关疾病鉴别，见建议中的检查。",
        recommendations=(
            Recommendation(
                id="r1", kind=RecommendationKind.TEST, text="完善血常规、肝肾功能及相关专科检查"
            ),
            Recommendation(
                id="r2",
                kind=RecommendationKind.DRUG,
                text="按专科方案规范用药",
                dose="按说明书",
                route="口服",
                days=14,
            ),
            Recommendation(
                id="r3",
                kind=RecommendationKind.SEND_AT_ONCE,
                text="出现意识障碍、呼吸困难或症状明显加重时立即转诊",
            ),
            Recommendation(
                id="r4",
                kind=RecommendationKind.FOLLOW_UP,
                text="门诊复查",
                due=day + timedelta(days=14),
            ),
        ),
        red_flags="意识改变、剧烈头痛、呼吸困难、胸痛持续 20 分钟以上。",
        plain_words="目前病情平稳，请按时服药、按期复查，如有加重马上就医。",
        limits="未能当面查体。",
        medium=Medium.IMAGES_ONLY,
    )


def _answer(story: Story) -> str:
    return f"结合资料，考虑{story.diagnosis.rstrip('？')}，处理见下列建议。"
