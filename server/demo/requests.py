"""The demo's requests, one in each state that a newcomer wants to see."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from consult.contract.commands import (
    Acknowledge,
    Approve,
    DeclineInvitation,
    ReportOutcome,
    ReturnCase,
)
from consult.contract.views import CaseView
from consult.domain.codes import Adoption, DeclineReason, OutcomeKind, Sex, Specialty, Urgency
from consult.domain.conclusion import Acknowledgement, Outcome, RecommendationAnswer
from consult.domain.form import RequestForm, Slot
from imaging import synthetic
from server.demo.forms import CHEST, CHILD, HALF_HOUR, HEAD, HEART, KNEE, Story, conclusion, patient
from server.demo.institutions import ZONE
from server.demo.teller import Teller

Telling = Callable[[Teller], Awaitable[None]]


def soon(now: datetime) -> tuple[Slot, ...]:
    """Return a time in ten minutes, and another tomorrow."""
    first = now.replace(second=0, microsecond=0) + timedelta(minutes=10)
    return tuple(
        Slot(start=start, end=start + HALF_HOUR) for start in (first, first + timedelta(days=1))
    )


def subject(form: RequestForm, seed: int, now: datetime) -> synthetic.Subject:
    """Return whom the images name: the patient of the form."""
    born = form.patient.birth_date
    return synthetic.Subject(
        name=f"{form.patient.record_number}={form.patient.name[0]}^{form.patient.name[1:]}",
        patient_id=form.patient.record_number,
        birth_date=f"{born:%Y%m%d}" if born else "",
        sex="F" if form.patient.sex is Sex.FEMALE else "M",
        study_date=f"{now.astimezone(ZONE):%Y%m%d}",
        accession=f"A{seed:06d}",
        seed=seed,
    )


async def live_head(teller: Teller) -> None:
    """A stroke with CT, accepted: the meeting begins in ten minutes, check-in is open."""
    now = teller.now
    form = HEAD.form(now, soon(now))
    view = await teller.draft("lin", form)
    await teller.send_images("lin", view, synthetic.ct_head(subject(form, 11, now)))
    view = await teller.submit("lin", view, form)
    view = await teller.dispatch("zhao", view, "li", soon(now)[0])
    view = await teller.answer_invitation("li", view)
    await teller.say("li", view, "片子已看到，请准备好血压计，稍后视频里一起查体。")


async def unread_opinion(teller: Teller) -> None:
    """A lung nodule, answered in writing: the village doctor has not read it yet."""
    now = teller.now
    form = CHEST.form(now)
    view = await teller.draft("lin", form)
    await teller.send_images("lin", view, synthetic.ct_chest(subject(form, 12, now), slices=24))
    view = await teller.submit("lin", view, form)
    view = await teller.dispatch("zhao", view, "zheng")
    view = await teller.answer_invitation("zheng", view)
    await teller.sign("zheng", view, conclusion(CHEST, today(now)))


async def draft_child(teller: Teller) -> None:
    """A feverish child: a draft that still lacks a few things."""
    form = CHILD.form(teller.now)
    clinical = replace(form.clinical, treatment="", past_history="")
    await teller.draft("lin", replace(form, clinical=clinical))


async def waiting_urgent(teller: Teller) -> None:
    """An urgent request with MR that waits for the dispatcher."""
    who = patient("钱阿根", date(1952, 7, 30), Sex.MALE, "SQ20260117")
    story = replace(KNEE, patient=who, urgency=Urgency.URGENT)
    form = story.form(teller.now)
    view = await teller.draft("wang", form)
    await teller.send_images(
        "wang", view, synthetic.mr_brain(subject(form, 13, teller.now), slices=12)
    )
    await teller.submit("wang", view, form)


async def returned(teller: Teller) -> None:
    """Returned by the dispatcher, with two things asked for."""
    view = await _submitted(teller, "wang", _other(HEART, "吴阿妹", date(1960, 2, 2), "SQ20260120"))
    items = ("请上传近一周的十二导联心电图", "请补充目前降压药的名称与剂量")
    await teller.move("zhao", view, ReturnCase(items=items, note="补齐后即可派单"))


async def invited(teller: Teller) -> None:
    """From a township with review: approved by its lead, and an expert invited."""
    view = await _submitted(teller, "chen", KNEE)
    view = await teller.move("liu", view, Approve())
    await teller.dispatch("zhao", view, "zhou", KNEE.form(teller.now).wanted.proposed[0])


async def declined(teller: Teller) -> None:
    """Declined by the only expert asked: the dispatcher has to find another."""
    story = _other(CHILD, "陈乐乐", date(2020, 9, 1), "LL20260046")
    view = await _submitted(teller, "lin", story)
    view = await teller.dispatch("zhao", view, "feng", story.form(teller.now).wanted.proposed[0])
    no = DeclineInvitation(reason_code=DeclineReason.NOT_FREE, reason="今日门诊已满")
    await teller.answer_invitation("feng", view, no)


async def acknowledged(teller: Teller) -> None:
    """Answered and acknowledged: partly adopted, the outcome is still to come."""
    await _acknowledged(teller, "wang", HEART)


async def closed(teller: Teller) -> None:
    """Closed, with an outcome that the expert sees."""
    story = _other(HEART, "马金宝", date(1957, 12, 12), "LL20260019")
    view = await _acknowledged(teller, "lin", replace(story, specialty=Specialty.CARDIOLOGY))
    outcome = Outcome(
        kind=OutcomeKind.IMPROVED,
        text="调整用药两周后胸痛未再发作，血压 128/76 mmHg。",
        final_diagnosis="稳定型心绞痛",
        observed_on=today(teller.now),
        opinion_was_right=True,
        rating=5,
    )
    await teller.move("lin", view, ReportOutcome(outcome=outcome))


async def _submitted(teller: Teller, author: str, story: Story) -> CaseView:
    form = story.form(teller.now)
    return await teller.submit(author, await teller.draft(author, form), form)


async def _acknowledged(teller: Teller, author: str, story: Story) -> CaseView:
    view = await _submitted(teller, author, story)
    view = await teller.dispatch("zhao", view, story.expert)
    view = await teller.answer_invitation(story.expert, view)
    whole = conclusion(story, today(teller.now))
    view = await teller.sign(story.expert, view, whole)
    answers = tuple(
        RecommendationAnswer(
            recommendation=one.id,
            adoption=Adoption.NOT_ADOPTED if one.id == "r1" else Adoption.ADOPTED,
            reason="本院暂无条件，已约县医院检查" if one.id == "r1" else "",
        )
        for one in whole.recommendations
    )
    signed = next(one for one in view.opinions if one.signature is not None)
    partly = Acknowledgement(
        adoption=Adoption.PARTLY, answers=answers, reason="部分检查须到县医院完成"
    )
    return await teller.move(author, view, Acknowledge(opinion=signed.id, acknowledgement=partly))


def _other(story: Story, name: str, born: date, record: str) -> Story:
    """Return the same illness of somebody else."""
    before = story.patient
    who = patient(name, born, before.sex, record, order=34, child_of=before.guardian)
    return replace(story, patient=who)


def today(now: datetime) -> date:
    """Return the day at the hospitals."""
    return now.astimezone(ZONE).date()


REQUESTS: Final[tuple[tuple[str, Telling], ...]] = (
    ("a stroke with CT, meeting soon", live_head),
    ("an opinion to be read", unread_opinion),
    ("an urgent request to be routed", waiting_urgent),
    ("a returned request", returned),
    ("an invitation to be answered", invited),
    ("a declined request", declined),
    ("an acknowledged opinion", acknowledged),
    ("a closed case", closed),
    ("a draft", draft_child),
)
