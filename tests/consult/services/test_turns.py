"""Turns off the main path: reviews, declines, lapses, no-shows, gaps, amendments, withdrawals."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from consult.contract.commands import (
    AbandonSession,
    AcceptInvitation,
    AmendOpinion,
    Approve,
    AskedAnswer,
    Book,
    CancelSession,
    CheckIn,
    CreateCase,
    DeclineInvitation,
    Dispatch,
    RefuseReview,
    RejectCase,
    RemoveInvitation,
    ReportOutcome,
    Reschedule,
    Resubmit,
    ReturnCase,
    SaveForm,
    Submit,
    WaiveOutcome,
    Withdraw,
    WithdrawConsent,
    WriteOpinion,
)
from consult.domain.case import CaseState
from consult.domain.codes import (
    ConsentHow,
    DeclineReason,
    Medium,
    Mode,
    OutcomeKind,
    RejectReason,
    Side,
    Specialty,
    Urgency,
)
from consult.domain.conclusion import Answer, Outcome
from consult.domain.errors import Conflict, NotFound
from consult.domain.form import Slot
from consult.domain.ids import SessionId
from consult.domain.invitation import InvitationState
from consult.domain.opinion import OpinionState
from consult.domain.people import Duty
from consult.domain.session import SessionState
from consult.services import cases, invitations, moves, opinions, rooms, sessions
from consult.services.ticking import tick_due
from tests.consult.services.path import (
    CONCLUSION,
    LATER,
    SLOT,
    WRITTEN,
    Path,
    full_form,
)
from tests.consult.services.test_must_fail import answer, demand_review, do, meet, signing, to
from tests.fakes.world import NOON

MINUTE = timedelta(minutes=1)


def emergency_form() -> object:
    """An emergency without consent."""
    form = full_form(urgency=Urgency.EMERGENCY)
    return replace(form, consent=replace(form.consent, how=ConsentHow.EMERGENCY_NONE))


async def on_duty(path: Path, *keys: str) -> None:
    """Put people on the roster now, in this order."""
    duties = [
        Duty(
            person=path.world.actors[key].person,
            specialty=Specialty.NEUROLOGY,
            slot=Slot(start=NOON - timedelta(hours=1), end=NOON + timedelta(days=1)),
            order=order,
        )
        for order, key in enumerate(keys)
    ]
    await path.world.add_duties(duties)


async def test_the_same_token_is_the_same_case(path: Path) -> None:
    """A double click makes one case."""
    first = await path.create()
    again = await path.create()
    assert first.id == again.id
    assert len(path.world.kept.files) == 1


async def test_a_site_that_demands_a_review(path: Path) -> None:
    """The lead refuses, the author mends, the lead agrees; only then does the centre see it."""
    await demand_review(path, path.world.actors["doctor"].organisation)
    await path.submit()
    desk = path.world.actors["dispatcher"]
    with pytest.raises(NotFound):
        await cases.read(path.ports, desk, path.case)
    await do(path, "lead", RefuseReview(reason="主诉不清"))
    assert path.file.case.state is CaseState.DRAFT
    await do(path, "doctor", Submit())
    await do(path, "lead", Approve())
    assert (await cases.read(path.ports, desk, path.case)).state is CaseState.SUBMITTED
    assert path.file.case.number == "HZ20260302-0001"


async def test_a_return_pauses_the_clock(path: Path) -> None:
    """What was left of the response time at the return is left after the resubmission."""
    await path.submit()
    path.world.advance(timedelta(hours=1))
    await do(path, "dispatcher", ReturnCase(items=("血糖",)))
    assert path.file.case.clock.left == timedelta(hours=23)
    path.world.advance(timedelta(minutes=30))
    doctor = path.world.actors["doctor"]
    form = replace(full_form(), key_images=())
    changed = replace(form, clinical=replace(form.clinical, findings="右侧肌力 4 级"))
    await cases.save_form(path.ports, doctor, path.case, SaveForm(form=changed))
    view = await cases.read(path.ports, doctor, path.case)
    assert [one.path for one in view.differences] == ["clinical.findings"]
    desk = await cases.read(path.ports, path.world.actors["dispatcher"], path.case)
    assert desk.form.clinical.findings == "", "what is being mended is not shown yet"
    answers = (AskedAnswer(id="1", answer="已测"),)
    await do(path, "doctor", Resubmit(answers=answers))
    assert path.file.case.clock.due_at == path.world.clock.at + timedelta(hours=23)
    desk = await cases.read(path.ports, path.world.actors["dispatcher"], path.case)
    assert desk.differences[0].after == "右侧肌力 4 级"
    assert desk.version == 2


async def test_saving_the_same_form_tells_nobody(path: Path) -> None:
    """A pause without a change is no event."""
    await path.create()
    doctor = path.world.actors["doctor"]
    await cases.save_form(path.ports, doctor, path.case, SaveForm(form=full_form()))
    assert path.file.case.seq == 1


async def test_an_emergency_opens_at_once(path: Path) -> None:
    """Without consent and without a time: upon acceptance the door is open."""
    await path.dispatch(emergency_form())  # type: ignore[arg-type]
    assert path.file.invitations[0].due_at == NOON + timedelta(minutes=3)
    await path.accepted_by("expert")
    assert path.file.sessions[0].state is SessionState.OPEN
    await meet(path, "doctor", CheckIn())
    await meet(path, "expert", CheckIn())
    started = await rooms.start(path.ports, path.world.actors["expert"], path.session)
    assert started.state is SessionState.LIVE
    again = await rooms.start(path.ports, path.world.actors["expert"], path.session)
    assert again.started_at == started.started_at


async def test_an_emergency_beside_a_booking(path: Path) -> None:
    """An emergency goes ahead although its expert is booked; the booking stays."""
    await path.accept()
    path.world.clock.at = SLOT.start - MINUTE
    await path.create(emergency_form(), token=2)  # type: ignore[arg-type]
    await do(path, "doctor", Submit())
    await do(path, "dispatcher", to(path))
    await path.accepted_by("expert")
    assert path.file.sessions[0].state is SessionState.OPEN
    assert [slot for _, slot in path.world.kept.claims.values()] == [SLOT]


async def test_a_written_case_has_no_meeting(path: Path) -> None:
    """Accepted in writing: nothing is booked, the answer's clock runs seven days."""
    await path.accept(full_form(mode=Mode.WRITTEN))
    assert path.file.sessions == ()
    assert path.file.case.clock.due_at == NOON + timedelta(days=7)


async def test_an_expert_prefers_another_time(path: Path) -> None:
    """The accepted time is the one that is booked."""
    await path.dispatch()
    await answer(path, "expert", AcceptInvitation(slot=LATER))
    assert path.file.sessions[0].slot == LATER


async def test_all_decline_and_another_is_asked(path: Path) -> None:
    """Declined is an end only until the dispatcher asks somebody else."""
    await path.dispatch(None, "expert", "second")
    for key in ("expert", "second"):
        own = next(
            one.id for one in path.file.invitations if one.expert == path.world.actors[key].person
        )
        command = DeclineInvitation(reason_code=DeclineReason.NOT_FREE)
        actor = path.world.actors[key]
        view = await invitations.move(path.ports, actor, path.case, own, command)
        assert view.triage
        assert view.log == ()
    assert path.file.case.state is CaseState.DECLINED
    await do(path, "dispatcher", to(path, "third"))
    assert path.file.case.state is CaseState.DISPATCHED


async def test_the_last_required_acceptance_counts(path: Path) -> None:
    """With two experts the case is accepted, and answered, when both have."""
    await path.dispatch(full_form(mode=Mode.WRITTEN), "expert", "second")
    await path.accepted_by("expert")
    assert path.file.case.state is CaseState.DISPATCHED
    await path.accepted_by("second")
    assert path.file.case.state is CaseState.ACCEPTED
    await path.sign("second", WRITTEN)
    assert path.file.case.state is CaseState.ACCEPTED
    await path.sign("expert", WRITTEN)
    assert path.file.case.state is CaseState.ANSWERED
    await path.acknowledge()
    assert path.file.case.state is CaseState.ANSWERED
    first = path.file.opinions[0].id
    from tests.consult.services.path import ADOPTED, Acknowledge  # noqa: PLC0415 - one use

    await do(path, "doctor", Acknowledge(opinion=first, acknowledgement=ADOPTED))
    assert path.file.case.state is CaseState.ACKNOWLEDGED


async def test_the_chair_declines(path: Path) -> None:
    """Two experts without a chair do not make an accepted case; another chair is invited."""
    await path.dispatch(full_form(mode=Mode.WRITTEN), "expert", "second", "third")
    chair = path.file.invitations[0].id
    command = DeclineInvitation(reason_code=DeclineReason.OTHER)
    await invitations.move(path.ports, path.world.actors["expert"], path.case, chair, command)
    await path.accepted_by("second")
    await path.accepted_by("third")
    assert path.file.case.state is CaseState.DISPATCHED
    expert = path.world.actors["expert"].person
    await do(path, "dispatcher", Dispatch(experts=(expert,), chair=expert))
    own = path.file.invitations[-1].id
    actor = path.world.actors["expert"]
    await invitations.move(path.ports, actor, path.case, own, AcceptInvitation())
    assert path.file.case.state is CaseState.ACCEPTED


async def test_removing_the_open_one_completes_the_acceptance(path: Path) -> None:
    """Nobody waits for whoever is not asked any more."""
    await path.dispatch(None, "expert", "second")
    await path.accepted_by("expert")
    await answer(path, "dispatcher", RemoveInvitation(reason="不再需要"))
    assert path.file.case.state is CaseState.ACCEPTED
    assert path.file.sessions[0].state is SessionState.BOOKED


async def test_removing_the_only_expert_of_an_accepted_case(path: Path) -> None:
    """The expert loses access at once, the slot is freed, and the centre dispatches again."""
    await path.accept()
    await answer(path, "dispatcher", RemoveInvitation(reason="换专家"))
    assert path.file.case.state is CaseState.DECLINED
    assert path.world.kept.claims == {}
    with pytest.raises(NotFound):
        await cases.read(path.ports, path.world.actors["expert"], path.case)


async def test_removing_one_of_two_of_an_accepted_case(path: Path) -> None:
    """The other goes on."""
    await path.dispatch(None, "expert", "second")
    await path.accepted_by("expert")
    await path.accepted_by("second")
    await answer(path, "dispatcher", RemoveInvitation())
    assert path.file.case.state is CaseState.ACCEPTED


async def test_a_lapsed_invitation_goes_to_the_next_on_the_roster(path: Path) -> None:
    """Who did not answer is passed over for the next who is on duty and may be asked."""
    await path.dispatch()
    await on_duty(path, "expert", "second", "third")
    second = path.world.actors["second"].person
    known = path.world.kept.people[second]
    await path.world.save_person(replace(known, licence_until=date(2026, 1, 1)))
    path.world.advance(timedelta(hours=4))
    await tick_due(path.ports)
    states = [one.state for one in path.file.invitations]
    assert states == [InvitationState.EXPIRED, InvitationState.INVITED]
    assert path.file.invitations[1].expert == path.world.actors["third"].person
    assert path.file.case.state is CaseState.DISPATCHED
    path.world.advance(timedelta(hours=4))
    await tick_due(path.ports)
    assert path.file.case.state is CaseState.DECLINED


async def test_a_deadline_rings_once_and_expires_after_the_grace(path: Path) -> None:
    """One alarm at the deadline; after a week of silence the case expires, and says so."""
    await path.submit()
    assert await tick_due(path.ports) == 0
    path.world.advance(timedelta(hours=24))
    assert await tick_due(path.ports) == 1
    assert await tick_due(path.ports) == 0
    assert path.file.case.clock.escalated == 1
    path.world.advance(timedelta(days=7))
    await tick_due(path.ports)
    assert path.file.case.state is CaseState.EXPIRED
    assert path.file.case.reason_code == "response"


async def test_expiry_frees_everything(path: Path) -> None:
    """An accepted case that nobody answers lets its experts go."""
    await path.accept(full_form(mode=Mode.WRITTEN))
    path.world.advance(timedelta(days=15))
    await tick_due(path.ports)
    assert path.file.case.state is CaseState.EXPIRED
    assert path.file.invitations[0].state is InvitationState.REMOVED


@pytest.mark.parametrize(
    ("came", "absent"), [("doctor", Side.EXPERT), ("expert", Side.REQUESTING), (None, None)]
)
async def test_a_side_that_does_not_come(path: Path, came: str | None, absent: Side | None) -> None:
    """20 minutes after the time the absent side is on record, and the slot is free."""
    await path.accept()
    path.world.clock.at = SLOT.start
    if came is not None:
        await meet(path, came, CheckIn())
    path.world.advance(20 * MINUTE)
    await tick_due(path.ports)
    session = path.file.sessions[0]
    assert (session.state, session.absent) == (SessionState.NO_SHOW, absent)
    assert path.world.kept.claims == {}
    desk = path.world.actors["dispatcher"]
    view = await sessions.book(path.ports, desk, path.case, Book(slot=LATER))
    assert [one.state for one in view.sessions] == [SessionState.NO_SHOW, SessionState.BOOKED]


async def test_a_meeting_that_breaks(path: Path) -> None:
    """Gone, interrupted, asked about after ten minutes, back; the gap is on record."""
    await path.live()
    doctor = path.world.actors["doctor"]
    path.world.advance(MINUTE)
    await rooms.left(path.ports, doctor.person, path.session)
    await rooms.left(path.ports, doctor.person, path.session)
    await tick_due(path.ports)
    assert path.file.sessions[0].state is SessionState.LIVE
    path.world.advance(timedelta(seconds=20))
    await tick_due(path.ports)
    assert path.file.sessions[0].state is SessionState.INTERRUPTED
    unchanged = await rooms.interrupt(path.ports, path.session, Side.EXPERT)
    assert len(unchanged.gaps) == 1
    assert await tick_due(path.ports) == 0
    path.world.advance(10 * MINUTE)
    await tick_due(path.ports)
    await tick_due(path.ports)
    assert path.file.sessions[0].attention
    await rooms.joined(path.ports, doctor, path.session, Medium.AUDIO)
    await rooms.resume(path.ports, path.session)
    back = await rooms.resume(path.ports, path.session)
    assert (back.state, back.attention) == (SessionState.LIVE, False)
    assert back.gaps[0].end == path.world.clock.at
    await rooms.medium_changed(path.ports, doctor.person, path.session, Medium.TEXT)
    await rooms.medium_changed(path.ports, doctor.person, path.session, Medium.TEXT)
    stranger = path.world.actors["lead"].person
    await rooms.medium_changed(path.ports, stranger, path.session, Medium.TEXT)
    path.world.advance(MINUTE)
    view = await path.finish()
    assert view.sessions[0].seconds == 2 * 60
    media = [one.medium for one in view.sessions[0].attendance if one.person == doctor.person]
    assert media == [Medium.VIDEO, Medium.AUDIO, Medium.TEXT]


async def test_a_meeting_given_up(path: Path) -> None:
    """An interrupted meeting is abandoned, and the opinion follows in writing."""
    await path.live()
    await rooms.interrupt(path.ports, path.session, Side.REQUESTING)
    await meet(path, "expert", AbandonSession(reason="网络中断，改为书面"))
    assert path.file.sessions[0].state is SessionState.ABANDONED
    assert path.file.sessions[0].gaps[0].end is not None
    await path.sign(conclusion=CONCLUSION)
    assert path.file.case.state is CaseState.ANSWERED


async def test_moving_and_cancelling_a_booking(path: Path) -> None:
    """The old slot is free with the same change."""
    await path.accept()
    await meet(path, "dispatcher", Reschedule(slot=LATER))
    assert [slot for _, slot in path.world.kept.claims.values()] == [LATER]
    await meet(path, "doctor", CancelSession(reason="患者改期"))
    assert path.world.kept.claims == {}


async def test_answering_without_meeting_cancels_the_meeting(path: Path) -> None:
    """An answered case holds no slot."""
    await path.accept()
    await path.sign(conclusion=WRITTEN)
    assert path.file.sessions[0].state is SessionState.CANCELLED
    assert path.world.kept.claims == {}


async def test_finishing_a_further_meeting_of_an_answered_case(path: Path) -> None:
    """A finished meeting starts the opinion's clock only while an opinion is owed."""
    await path.live()
    held = path.file
    answered = replace(held, case=replace(held.case, state=CaseState.ANSWERED))
    await path.world.put_file(answered)
    view = await path.finish()
    assert view.clock.name == held.case.clock.name


async def test_an_amendment_has_to_be_acknowledged_again(path: Path) -> None:
    """The old version stays readable, superseded; the case is answered again."""
    await path.answered_in_writing()
    await path.acknowledge()
    expert = path.world.actors["expert"]
    await opinions.amend(path.ports, expert, path.case, AmendOpinion(reason="剂量"))
    changed = replace(WRITTEN, red_flags="抽搐")
    command = WriteOpinion(conclusion=changed, case_version=1)
    await opinions.write(path.ports, expert, path.case, command)
    await opinions.write(path.ports, expert, path.case, command)
    doctor = path.world.actors["doctor"]
    view = await cases.read(path.ports, doctor, path.case)
    assert [one.version for one in view.opinions] == [1], "a draft is its author's alone"
    await path.sign(conclusion=changed)
    assert [one.state for one in path.file.opinions] == [
        OpinionState.SUPERSEDED,
        OpinionState.SIGNED,
    ]
    assert path.file.case.state is CaseState.ANSWERED


async def test_amending_while_another_opinion_is_owed(path: Path) -> None:
    """In a case of two, the first amends before the second has signed."""
    await path.dispatch(full_form(mode=Mode.WRITTEN), "expert", "second")
    await path.accepted_by("expert")
    await path.sign(conclusion=WRITTEN)
    assert path.file.case.state is CaseState.DISPATCHED
    await path.accepted_by("second")
    expert = path.world.actors["expert"]
    await opinions.amend(path.ports, expert, path.case, AmendOpinion(reason="剂量"))
    await path.sign(conclusion=WRITTEN)
    assert path.file.case.state is CaseState.ACCEPTED


async def test_what_cannot_be_answered_needs_no_diagnosis(path: Path) -> None:
    """ "Cannot answer: needs …" is an answer."""
    await path.accept(full_form(mode=Mode.WRITTEN))
    helpless = (Answer(question=WRITTEN.answers[0].question, text="需要头颅 CT", cannot=True),)
    conclusion = replace(WRITTEN, diagnoses=(), answers=helpless)
    await signing(path, conclusion)
    assert path.file.case.state is CaseState.ANSWERED


async def test_withdrawing_lets_everybody_go(path: Path) -> None:
    """Slots are freed, the experts are told, and the case is not theirs any more."""
    await path.live()
    await do(path, "doctor", Withdraw(reason="患者已转院"))
    assert path.file.sessions[0].state is SessionState.ABANDONED
    assert path.file.invitations[0].state is InvitationState.REMOVED
    assert path.world.kept.claims == {}


async def test_the_consent_is_withdrawn_after_the_answer(path: Path) -> None:
    """The case stays as it is with the requesting side; the expert's access ends at once."""
    await path.answered_in_writing()
    await do(path, "lead", WithdrawConsent(reason="反悔"))
    assert path.file.case.state is CaseState.ANSWERED
    with pytest.raises(NotFound):
        await cases.read(path.ports, path.world.actors["expert"], path.case)


async def test_outcomes(path: Path) -> None:
    """Waived with a reason, it closes; a late report is still added."""
    await path.answered_in_writing()
    await path.acknowledge()
    with pytest.raises(Exception, match="reason_missing"):
        await do(path, "doctor", WaiveOutcome(reason=" "))
    await do(path, "doctor", WaiveOutcome(reason="失访"))
    assert path.file.case.state is CaseState.CLOSED
    await do(path, "doctor", ReportOutcome(outcome=Outcome(kind=OutcomeKind.LOST)))
    assert len(path.file.outcomes) == 2


async def test_a_rejection_suggests_another_specialty(path: Path) -> None:
    """The author reads why, and whom to ask instead."""
    await path.submit()
    command = RejectCase(
        reason_code=RejectReason.OUT_OF_SCOPE, reason="非本科", suggested="cardiology"
    )
    await do(path, "dispatcher", command)
    assert path.file.case.reason == "非本科 → cardiology"


async def test_a_stale_tab(path: Path) -> None:
    """A move on what has changed meanwhile is a conflict that names the present seq and state."""
    await path.submit()
    desk = path.world.actors["dispatcher"]
    stale = path.file.case.seq
    await do(path, "dispatcher", ReturnCase(items=("x",)))
    with pytest.raises(Conflict) as caught:
        await moves.move(path.ports, desk, path.case, to(path), expected_seq=stale)
    assert caught.value.params == {"seq": path.file.case.seq, "state": "returned"}
    with pytest.raises(Conflict):
        await moves.move(path.ports, desk, path.case, to(path), expected_seq=stale + 99)


async def test_a_seq_that_is_current(path: Path) -> None:
    """The present version passes."""
    await path.submit()
    desk = path.world.actors["dispatcher"]
    seq = path.file.case.seq
    view = await moves.move(path.ports, desk, path.case, to(path), expected_seq=seq)
    assert view.state is CaseState.DISPATCHED


async def test_catching_up(path: Path) -> None:
    """Who was away gets what they may see, in order; the rest as bare numbers."""
    await path.dispatch()
    expert = path.world.actors["expert"]
    await cases.read(path.ports, expert, path.case)
    missed = await cases.events_after(path.ports, expert, path.case, 0)
    assert [one.seq for one in missed.events] == list(range(1, path.file.case.seq + 1))
    resync = await cases.events_after(path.ports, expert, path.case, 10_000)
    assert resync.resync


async def test_an_unknown_list(path: Path) -> None:
    """A list that does not exist is not there."""
    with pytest.raises(NotFound):
        await cases.list_cases(path.ports, path.world.actors["doctor"], "everything")


async def test_a_triage_hides_who_it_is(path: Path) -> None:
    """Before the acceptance: 张*, an age, the question; no identity, no images, no messages."""
    await path.dispatch()
    view = await cases.read(path.ports, path.world.actors["expert"], path.case)
    assert view.triage
    assert view.form.patient.name == "张*"
    assert view.form.patient.estimated_age == 70
    hidden = (view.form.patient.phone, view.form.patient.address, view.form.wanted.contact_phone)
    assert hidden == ("", "", "")
    assert view.form.patient.birth_date is None
    assert "accept_invitation" in view.may
    assert "see_images" not in view.may
    listed = await cases.list_cases(path.ports, path.world.actors["expert"], "queue")
    assert listed.cases[0].patient_name == "张*"
    after = await path.accepted_by("expert")
    assert after.form.patient.name == "张三"


@pytest.mark.parametrize("key", ["auditor", "supervisor"])
async def test_oversight_is_masked(path: Path, key: str) -> None:
    """Auditor and supervisor read how a case went, and not whose it is."""
    await path.answered()
    view = await cases.read(path.ports, path.world.actors[key], path.case)
    assert view.form.patient.name == "张*"
    assert view.opinions == ()
    assert view.may == ("read",)
    assert path.world.kept.audit[-1].detail == "oversight"


async def test_the_same_message_twice(path: Path) -> None:
    """A retry says it once."""
    from consult.contract.commands import Say  # noqa: PLC0415 - one use
    from consult.services import messages  # noqa: PLC0415 - one use

    await path.submit()
    said = Say(id=UUID(int=77), text="你好")
    for _ in range(2):
        view = await messages.say(path.ports, path.world.actors["doctor"], path.case, said)
    assert [one.text for one in view.messages] == ["你好"]


async def test_a_case_made_for_a_known_patient(path: Path) -> None:
    """The same record number and name at the same site is the same patient."""
    await path.submit()
    first = path.file.case.patient
    await path.create(token=2)
    await do(path, "doctor", Submit())
    assert path.file.case.patient == first
    command = CreateCase(token=UUID(int=3), form=full_form())
    other = replace(command.form, patient=replace(command.form.patient, name="李四"))
    await path.create(other, token=3)
    await do(path, "doctor", Submit())
    assert path.file.case.patient != first, "hospitals reuse record numbers"


async def test_withdrawing_after_one_has_declined(path: Path) -> None:
    """Who has declined is not let go a second time."""
    await path.dispatch(None, "expert", "second")
    declined = DeclineInvitation(reason_code=DeclineReason.OTHER)
    await answer(path, "second", declined)
    await do(path, "doctor", Withdraw(reason="转院"))
    states = [one.state for one in path.file.invitations]
    assert states == [InvitationState.REMOVED, InvitationState.DECLINED]


async def test_nobody_on_duty_may_be_asked(path: Path) -> None:
    """When the only one on duty was asked before, the case is declined and the centre told."""
    await path.dispatch()
    await on_duty(path, "second")
    booked = (f"person:{path.world.actors['second'].person}",)
    await path.world.claim(SessionId(UUID(int=3)), booked, SLOT)
    path.world.advance(timedelta(hours=4))
    await tick_due(path.ports)
    assert path.file.case.state is CaseState.DECLINED
