"""What must fail: with a plain code, and without any change."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from consult.contract.commands import (
    AbandonSession,
    AcceptInvitation,
    Acknowledge,
    AmendOpinion,
    Approve,
    Book,
    CancelSession,
    CheckIn,
    CreateCase,
    DeclineInvitation,
    Dispatch,
    FinishSession,
    RefuseReview,
    RejectCase,
    RemoveInvitation,
    ReportOutcome,
    Reschedule,
    Resubmit,
    ReturnCase,
    SaveForm,
    SignOpinion,
    StartSession,
    Submit,
    Withdraw,
    WithdrawConsent,
    WriteOpinion,
)
from consult.domain.codes import (
    Adoption,
    ConsentHow,
    DeclineReason,
    Medium,
    Mode,
    OutcomeKind,
    RecommendationKind,
    RejectReason,
    Role,
    Tier,
)
from consult.domain.conclusion import (
    Acknowledgement,
    Answer,
    Conclusion,
    Outcome,
    Recommendation,
    RecommendationAnswer,
)
from consult.domain.errors import (
    ConsultError,
    Forbidden,
    IllegalMove,
    Invalid,
    NotFound,
    Refused,
    StepUpNeeded,
)
from consult.domain.form import RequestForm, Slot
from consult.domain.ids import InvitationId, OpinionId, OrganisationId, SessionId
from consult.domain.people import Organisation
from consult.services import cases, invitations, moves, opinions, rooms, sessions
from tests.consult.services.path import (
    ADOPTED,
    CONCLUSION,
    LATER,
    SLOT,
    WRITTEN,
    Path,
    full_form,
)
from tests.fakes.world import NOON


async def refused(path: Path, doing: Awaitable[object]) -> ConsultError:
    """Return the refusal; nothing may have changed, been told or been written down."""
    before = await path.world.everything()
    with pytest.raises(ConsultError) as caught:
        await doing
    assert await path.world.everything() == before, "a refusal must leave no trace"
    return caught.value


async def code(path: Path, doing: Awaitable[object]) -> str:
    """Return the refusal's code."""
    return (await refused(path, doing)).code


def do(path: Path, key: str, command: object) -> Awaitable[object]:
    """A move of the case."""
    return moves.move(path.ports, path.world.actors[key], path.case, command)  # type: ignore[arg-type]


def meet(path: Path, key: str, command: object) -> Awaitable[object]:
    """A move of the newest session."""
    actor = path.world.actors[key]
    return sessions.move(path.ports, actor, path.case, path.session, command)  # type: ignore[arg-type]


def answer(path: Path, key: str, command: object) -> Awaitable[object]:
    """A move of the newest invitation."""
    actor = path.world.actors[key]
    return invitations.move(path.ports, actor, path.case, path.invitation, command)  # type: ignore[arg-type]


async def change_expert(path: Path, **changes: object) -> None:
    """Change what is known of the expert."""
    person = path.world.actors["expert"].person
    known = path.world.kept.people[person]
    await path.world.save_person(replace(known, **changes))  # type: ignore[arg-type]


def to(path: Path, key: str = "expert", **more: object) -> Dispatch:
    """A dispatch to one expert."""
    return Dispatch(experts=(path.world.actors[key].person,), **more)  # type: ignore[arg-type]


ACCEPT = AcceptInvitation()


class TestRequest:
    """Handing in."""

    async def test_without_consent(self, path: Path) -> None:
        """A routine request without consent is not handed in."""
        form = full_form()
        await path.create(replace(form, consent=replace(form.consent, how=ConsentHow.NOT_YET)))
        error = await refused(path, do(path, "doctor", Submit()))
        assert isinstance(error, Invalid)
        assert [one.code for one in error.problems] == ["consent_missing"]

    async def test_without_an_agreement(self, path: Path) -> None:
        """A site without an agreement makes no request."""
        command = CreateCase(token=UUID(int=9))
        doing = cases.create(path.ports, path.world.actors["stranger"], command)
        assert await code(path, doing) == "no_agreement"

    async def test_by_somebody_who_is_no_village_doctor(self, path: Path) -> None:
        """Only a village doctor makes a request."""
        doing = cases.create(path.ports, path.world.actors["expert"], CreateCase(token=UUID(int=9)))
        assert isinstance(await refused(path, doing), Forbidden)

    async def test_with_a_token_that_a_colleague_has_used(self, path: Path) -> None:
        """The token of somebody else's case at the same site gives nothing away."""
        await path.create()
        site = path.world.kept.organisations[path.file.case.site]
        colleague = path.world.add_person("colleague", "刘", site, Role.VILLAGE_DOCTOR)
        await path.world.save_person(colleague)
        command = CreateCase(token=UUID(int=1))
        doing = cases.create(path.ports, path.world.actors["colleague"], command)
        assert isinstance(await refused(path, doing), NotFound)

    async def test_to_a_provider_without_an_agreement(self, path: Path) -> None:
        """The wanted institution has to be under agreement."""
        form = full_form()
        elsewhere = path.world.add_organisation("省人民医院", Tier.PROVINCE)
        await path.world.save_organisation(elsewhere)
        wanted = replace(form.wanted, organisation=elsewhere.id)
        await path.create(replace(form, wanted=wanted))
        assert await code(path, do(path, "doctor", Submit())) == "no_agreement"

    async def test_that_nobody_routes(self, path: Path) -> None:
        """Without a centre a request would lie unread."""
        await path.create(full_form())
        [alliance] = path.world.kept.alliances
        await path.world.save_alliance(replace(alliance, members=()))
        assert await code(path, do(path, "doctor", Submit())) == "no_centre"

    async def test_with_an_item_of_the_return_unanswered(self, path: Path) -> None:
        """Each item of a return is answered or explained."""
        await path.submit()
        await do(path, "dispatcher", ReturnCase(items=("补充血糖",)))
        doing = do(path, "doctor", Resubmit(answers=()))
        assert await code(path, doing) == "item_unanswered"

    async def test_a_return_that_asks_for_nothing(self, path: Path) -> None:
        """A return lists what is missing."""
        await path.submit()
        doing = do(path, "dispatcher", ReturnCase(items=(" ",)))
        assert await code(path, doing) == "items_missing"

    async def test_approving_the_own_request(self, path: Path) -> None:
        """A lead who wrote the request does not approve it."""
        site = path.world.kept.people[path.world.actors["doctor"].person].organisation
        await demand_review(path, site)
        both = frozenset({Role.VILLAGE_DOCTOR, Role.LEAD})
        path.world.actors["doctor"] = replace(path.world.actors["doctor"], roles=both)
        await path.submit()
        assert await code(path, do(path, "doctor", Approve())) == "own_review"
        assert await code(path, do(path, "doctor", RefuseReview(reason="x"))) == "own_review"
        assert await code(path, do(path, "lead", RefuseReview(reason=" "))) == "reason_missing"

    async def test_withdrawing_without_a_reason_once_dispatched(self, path: Path) -> None:
        """Experts who were asked are told why."""
        await path.dispatch()
        assert await code(path, do(path, "doctor", Withdraw())) == "reason_missing"

    async def test_saving_what_was_submitted(self, path: Path) -> None:
        """Nothing is edited or deleted after the submission."""
        await path.submit()
        command = SaveForm(form=RequestForm())
        doing = cases.save_form(path.ports, path.world.actors["doctor"], path.case, command)
        assert isinstance(await refused(path, doing), IllegalMove)

    async def test_withdrawing_the_consent_twice_or_for_no_reason(self, path: Path) -> None:
        """The withdrawal is recorded once, with its reason."""
        await path.answered_in_writing()
        doing = do(path, "doctor", WithdrawConsent(reason=" "))
        assert await code(path, doing) == "reason_missing"
        await do(path, "doctor", WithdrawConsent(reason="反悔"))
        doing = do(path, "doctor", WithdrawConsent(reason="反悔"))
        assert await code(path, doing) == "consent_withdrawn"

    async def test_reopening_what_is_over(self, path: Path) -> None:
        """A case that has ended is not reopened."""
        await path.submit()
        await do(path, "dispatcher", RejectCase(reason_code=RejectReason.DUPLICATE))
        for key, command in (("dispatcher", to(path)), ("doctor", Withdraw(reason="x"))):
            assert isinstance(await refused(path, do(path, key, command)), IllegalMove)


async def demand_review(path: Path, site: OrganisationId) -> None:
    """Let the site demand a review."""
    known: Organisation = path.world.kept.organisations[site]
    await path.world.save_organisation(replace(known, review_required=True))


LAPSES: dict[str, tuple[dict[str, object], str]] = {
    "licence": ({"licence_until": date(2026, 3, 1)}, "licence_lapsed"),
    "posting": ({"posting_until": date(2026, 3, 1)}, "posting_lapsed"),
    "inactive": ({"active": False}, "expert_inactive"),
    "no expert": ({"roles": frozenset({Role.DISPATCHER})}, "not_an_expert"),
}


class TestDispatch:
    """Routing."""

    @pytest.mark.parametrize("lapse", LAPSES)
    async def test_to_somebody_who_may_not_answer(self, path: Path, lapse: str) -> None:
        """Licence, posting, account and role have to hold on that day."""
        await path.submit()
        changes, expected = LAPSES[lapse]
        await change_expert(path, **changes)
        assert await code(path, do(path, "dispatcher", to(path))) == expected

    async def test_to_the_requesting_site(self, path: Path) -> None:
        """An expert of the asking site is no second opinion."""
        await path.submit()
        await change_expert(path, organisation=path.file.case.site)
        assert await code(path, do(path, "dispatcher", to(path))) == "expert_of_site"

    async def test_to_the_author(self, path: Path) -> None:
        """Nobody both requests and answers."""
        await path.submit()
        assert await code(path, do(path, "dispatcher", to(path, "doctor"))) == "own_request"

    async def test_to_nobody_known(self, path: Path) -> None:
        """An unknown person is no expert."""
        await path.submit()
        doing = do(path, "dispatcher", Dispatch(experts=(UUID(int=1),)))
        assert await code(path, doing) == "not_an_expert"

    async def test_without_an_agreement_for_the_specialty(self, path: Path) -> None:
        """A lapsed agreement, or one for another field, does not do."""
        await path.submit()
        lapsed = replace(path.world.kept.agreements[0], ends_on=date(2026, 3, 1))
        await path.world.save_agreement(lapsed)
        assert await code(path, do(path, "dispatcher", to(path))) == "no_agreement"

    async def test_twice_to_the_same_expert(self, path: Path) -> None:
        """Who has an open invitation is not invited again."""
        await path.dispatch()
        assert await code(path, do(path, "dispatcher", to(path))) == "already_invited"

    async def test_to_several_without_a_chair(self, path: Path) -> None:
        """Several experts need a chair, who has to be one of them."""
        await path.submit()
        pair = tuple(path.world.actors[one].person for one in ("expert", "second"))
        doing = do(path, "dispatcher", Dispatch(experts=pair))
        assert await code(path, doing) == "chair_missing"
        third = path.world.actors["third"].person
        doing = do(path, "dispatcher", Dispatch(experts=pair, chair=third))
        assert await code(path, doing) == "chair_missing"

    async def test_at_an_impossible_time(self, path: Path) -> None:
        """A live case needs a time that is to come and runs forwards."""
        await path.submit()
        past = Slot(start=NOON - timedelta(hours=1), end=NOON)
        back = Slot(start=LATER.end, end=LATER.start)
        assert await code(path, do(path, "dispatcher", to(path, slot=past))) == "slot_past"
        assert await code(path, do(path, "dispatcher", to(path, slot=back))) == "slot_reversed"
        path.world.clock.at = LATER.end
        assert await code(path, do(path, "dispatcher", to(path))) == "slot_missing"

    async def test_to_an_expert_who_is_booked(self, path: Path) -> None:
        """Two overlapping bookings for one expert do not exist."""
        await path.accept()
        await path.create(token=2)
        await do(path, "doctor", Submit())
        assert await code(path, do(path, "dispatcher", to(path))) == "slot_taken"

    async def test_accepting_a_slot_that_was_taken_meanwhile(self, path: Path) -> None:
        """The slot is claimed with the acceptance; the second comer is refused."""
        await path.dispatch()
        first = path.case
        await path.create(token=2)
        await do(path, "doctor", Submit())
        await do(path, "dispatcher", to(path))
        await answer(path, "expert", ACCEPT)
        path.case = first
        assert await code(path, answer(path, "expert", ACCEPT)) == "slot_taken"


class TestInvitation:
    """Answering an invitation."""

    async def test_after_its_time(self, path: Path) -> None:
        """An invitation whose time is over is not accepted."""
        await path.dispatch()
        path.world.advance(timedelta(hours=5))
        assert await code(path, answer(path, "expert", ACCEPT)) == "invitation_expired"

    async def test_after_it_was_taken_back(self, path: Path) -> None:
        """After the removal the case is not there for the expert."""
        await path.dispatch()
        await answer(path, "dispatcher", RemoveInvitation())
        assert await code(path, answer(path, "expert", ACCEPT)) == "not_found"

    async def test_after_the_withdrawal(self, path: Path) -> None:
        """After the withdrawal the case is not there for the expert."""
        await path.dispatch()
        await do(path, "doctor", Withdraw(reason="转院"))
        assert await code(path, answer(path, "expert", ACCEPT)) == "not_found"

    async def test_of_somebody_else(self, path: Path) -> None:
        """An invitation is answered by whom it is for."""
        await path.dispatch(None, "expert", "second")
        assert await code(path, answer(path, "expert", ACCEPT)) == "not_your_invitation"

    async def test_that_does_not_exist(self, path: Path) -> None:
        """An unknown invitation is not there."""
        await path.dispatch()
        actor, unknown = path.world.actors["expert"], InvitationId(UUID(int=5))
        doing = invitations.move(path.ports, actor, path.case, unknown, ACCEPT)
        assert await code(path, doing) == "not_found"

    async def test_with_a_lapsed_licence(self, path: Path) -> None:
        """A licence that lapsed since the dispatch stops the acceptance."""
        await path.dispatch()
        await change_expert(path, licence_until=date(2026, 3, 1))
        assert await code(path, answer(path, "expert", ACCEPT)) == "licence_lapsed"

    async def test_by_the_requesting_side(self, path: Path) -> None:
        """The author does not answer for the expert."""
        await path.dispatch()
        assert isinstance(await refused(path, answer(path, "doctor", ACCEPT)), Forbidden)


class TestSession:
    """Meeting."""

    async def test_finishing_what_is_not_live(self, path: Path) -> None:
        """Only a live meeting is finished."""
        await path.accept()
        assert isinstance(await refused(path, meet(path, "expert", FinishSession())), IllegalMove)

    async def test_starting_alone(self, path: Path) -> None:
        """The meeting begins when both sides are there."""
        await path.accept()
        path.world.clock.at = SLOT.start
        await meet(path, "expert", CheckIn())
        doing = meet(path, "expert", StartSession())
        assert await code(path, doing) == "requester_absent"

    async def test_starting_while_the_expert_has_left(self, path: Path) -> None:
        """Who has left the room is not there."""
        await path.accept()
        path.world.clock.at = SLOT.start
        for key in ("doctor", "expert"):
            await rooms.joined(path.ports, path.world.actors[key], path.session, Medium.VIDEO)
        await rooms.left(path.ports, path.world.actors["expert"].person, path.session)
        assert await code(path, meet(path, "expert", StartSession())) == "expert_absent"

    async def test_starting_with_a_lapsed_licence(self, path: Path) -> None:
        """The expert has to be qualified on that day."""
        await path.accept()
        path.world.clock.at = SLOT.start
        for key in ("doctor", "expert"):
            await meet(path, key, CheckIn())
        await change_expert(path, licence_until=date(2026, 3, 1))
        assert await code(path, meet(path, "expert", StartSession())) == "licence_lapsed"

    async def test_checking_in_too_early_or_too_late(self, path: Path) -> None:
        """The door is open from 30 minutes before to 20 minutes after the time."""
        await path.accept()
        path.world.clock.at = SLOT.start - timedelta(minutes=30, seconds=1)
        assert await code(path, meet(path, "doctor", CheckIn())) == "check_in_early"
        path.world.clock.at = SLOT.start + timedelta(minutes=20, seconds=1)
        assert await code(path, meet(path, "doctor", CheckIn())) == "check_in_late"

    async def test_cancelling_it_without_a_reason(self, path: Path) -> None:
        """A cancelled meeting says why."""
        await path.accept()
        doing = meet(path, "dispatcher", CancelSession(reason=" "))
        assert await code(path, doing) == "reason_missing"

    async def test_abandoning_it_without_a_reason(self, path: Path) -> None:
        """An abandoned meeting says why."""
        await path.live()
        doing = meet(path, "dispatcher", AbandonSession(reason=" "))
        assert await code(path, doing) == "reason_missing"

    async def test_booking_beside_one_that_stands(self, path: Path) -> None:
        """One case has one meeting at a time."""
        await path.accept()
        actor = path.world.actors["dispatcher"]
        doing = sessions.book(path.ports, actor, path.case, Book(slot=LATER))
        assert await code(path, doing) == "session_exists"

    async def test_booking_before_the_acceptance(self, path: Path) -> None:
        """Before an expert has accepted there is nothing to meet for."""
        await path.dispatch()
        actor = path.world.actors["dispatcher"]
        doing = sessions.book(path.ports, actor, path.case, Book(slot=LATER))
        assert isinstance(await refused(path, doing), IllegalMove)

    async def test_rescheduling_onto_a_taken_slot(self, path: Path) -> None:
        """A move onto somebody else's time is refused, and the old time is kept."""
        await path.accept()
        await path.create(token=2)
        await do(path, "doctor", Submit())
        await do(path, "dispatcher", to(path, slot=LATER))
        await answer(path, "expert", ACCEPT)
        doing = meet(path, "dispatcher", Reschedule(slot=SLOT))
        assert await code(path, doing) == "slot_taken"

    async def test_a_session_that_does_not_exist(self, path: Path) -> None:
        """An unknown session is not there."""
        await path.accept()
        actor, unknown = path.world.actors["expert"], SessionId(UUID(int=5))
        doing = sessions.move(path.ports, actor, path.case, unknown, CheckIn())
        assert await code(path, doing) == "not_found"


BAD: dict[str, tuple[Conclusion, str]] = {
    "no summary": (replace(WRITTEN, summary=" "), "summary_missing"),
    "no diagnosis": (replace(WRITTEN, diagnoses=()), "diagnosis_missing"),
    "no answer": (replace(WRITTEN, answers=(Answer(question="?", text="x"),)), "answer_missing"),
    "drug without dose": (
        replace(
            WRITTEN,
            recommendations=(
                Recommendation(id="r1", kind=RecommendationKind.DRUG, text="阿司匹林"),
            ),
        ),
        "dose_missing",
    ),
    "empty row": (
        replace(WRITTEN, recommendations=(Recommendation(id="r1"),)),
        "recommendation_text_missing",
    ),
    "same row twice": (
        replace(WRITTEN, recommendations=(*WRITTEN.recommendations, *WRITTEN.recommendations)),
        "recommendation_repeated",
    ),
    "a meeting that was not": (replace(WRITTEN, medium=Medium.VIDEO), "medium_not_held"),
}


def signing(path: Path, conclusion: Conclusion = WRITTEN, **more: int) -> Awaitable[object]:
    """A signature on what was seen."""
    seen = {"case_version": path.file.case.version, "seen_seq": path.file.case.seq} | more
    command = SignOpinion(conclusion=conclusion, **seen)
    return opinions.sign(path.ports, path.world.stepped_up("expert"), path.case, command)


def writing(path: Path, key: str = "expert", version: int = 1) -> Awaitable[object]:
    """A draft."""
    command = WriteOpinion(conclusion=WRITTEN, case_version=version)
    return opinions.write(path.ports, path.world.actors[key], path.case, command)


class TestOpinion:
    """Writing and signing."""

    async def test_without_the_password_anew(self, path: Path) -> None:
        """A signature needs a step-up."""
        await path.accept()
        command = SignOpinion(case_version=1, seen_seq=1, conclusion=WRITTEN)
        doing = opinions.sign(path.ports, path.world.actors["expert"], path.case, command)
        assert isinstance(await refused(path, doing), StepUpNeeded)

    async def test_without_acceptance(self, path: Path) -> None:
        """Who was only invited neither writes nor signs."""
        await path.dispatch()
        assert isinstance(await refused(path, signing(path)), Forbidden)
        assert isinstance(await refused(path, writing(path)), Forbidden)

    @pytest.mark.parametrize("key", ["doctor", "dispatcher", "lead"])
    async def test_by_the_other_side(self, path: Path, key: str) -> None:
        """Requesters and dispatchers never write in an opinion."""
        await path.accept()
        assert isinstance(await refused(path, writing(path, key)), Forbidden)

    async def test_that_is_empty(self, path: Path) -> None:
        """An opinion without a word is not signed."""
        await path.accept()
        assert await code(path, signing(path, Conclusion())) == "opinion_empty"

    @pytest.mark.parametrize("name", BAD)
    async def test_with_a_mandatory_part_missing(self, path: Path, name: str) -> None:
        """Each mandatory part is named where it is missing."""
        await path.accept(full_form(mode=Mode.WRITTEN))
        conclusion, expected = BAD[name]
        error = await refused(path, signing(path, conclusion))
        assert isinstance(error, Invalid)
        assert expected in [one.code for one in error.problems]

    async def test_on_an_older_version(self, path: Path) -> None:
        """What was written on an older form, or before newer evidence, is not signed."""
        await path.accept(full_form(mode=Mode.WRITTEN))
        assert await code(path, writing(path, version=0)) == "opinion_outdated"
        assert await code(path, signing(path, case_version=0)) == "opinion_outdated"
        assert await code(path, signing(path, seen_seq=99)) == "opinion_outdated"

    async def test_while_the_meeting_goes_on(self, path: Path) -> None:
        """The meeting is finished first, so that the record of it is whole."""
        await path.live()
        assert await code(path, signing(path)) == "finish_first"

    async def test_editing_what_is_signed(self, path: Path) -> None:
        """A signed opinion is amended, never edited."""
        await path.answered_in_writing()
        assert await code(path, writing(path)) == "opinion_signed"

    async def test_amending_badly(self, path: Path) -> None:
        """An amendment has a reason, something to amend, and is one at a time."""
        await path.accept(full_form(mode=Mode.WRITTEN))
        expert = path.world.actors["expert"]

        def amending(reason: str) -> Awaitable[object]:
            return opinions.amend(path.ports, expert, path.case, AmendOpinion(reason=reason))

        assert await code(path, amending("x")) == "opinion_missing"
        await path.sign(conclusion=WRITTEN)
        assert await code(path, amending(" ")) == "reason_missing"
        await amending("剂量")
        assert await code(path, amending("剂量")) == "opinion_open"

    async def test_acknowledging_badly(self, path: Path) -> None:
        """Each recommendation is answered, with a reason where it is not adopted."""
        await path.answered_in_writing()
        row = RecommendationAnswer(recommendation="r1", adoption=Adoption.NOT_ADOPTED)
        stranger = RecommendationAnswer(recommendation="r9", adoption=Adoption.ADOPTED)
        trials = {
            "recommendation_unanswered": Acknowledgement(adoption=Adoption.ADOPTED),
            "recommendation_unknown": replace(ADOPTED, answers=(*ADOPTED.answers, stranger)),
            "reason_missing": Acknowledgement(adoption=Adoption.ADOPTED, answers=(row,)),
        }
        for expected, answer in trials.items():
            assert await code(path, path.acknowledge(answer)) == expected
        refusing = replace(ADOPTED, adoption=Adoption.NOT_ADOPTED)
        assert await code(path, path.acknowledge(refusing)) == "reason_missing"

    async def test_acknowledging_what_is_not_current(self, path: Path) -> None:
        """A superseded version is not acknowledged, an unknown one is not there."""
        await path.answered_in_writing()
        first = path.file.opinions[0].id
        expert = path.world.actors["expert"]
        await opinions.amend(path.ports, expert, path.case, AmendOpinion(reason="剂量"))
        await path.sign(conclusion=WRITTEN)
        old = Acknowledge(opinion=first, acknowledgement=ADOPTED)
        assert await code(path, do(path, "doctor", old)) == "opinion_not_current"
        unknown = Acknowledge(opinion=UUID(int=4), acknowledgement=ADOPTED)
        assert await code(path, do(path, "doctor", unknown)) == "not_found"

    async def test_an_outcome_rated_out_of_range(self, path: Path) -> None:
        """Ratings go from 1 to 5."""
        await path.answered_in_writing()
        await path.acknowledge()
        outcome = ReportOutcome(outcome=Outcome(kind=OutcomeKind.DIED, rating=6))
        assert isinstance(await refused(path, do(path, "doctor", outcome)), Invalid)

    async def test_paper_of_a_draft(self, path: Path) -> None:
        """A half-written opinion is never printed."""
        await path.accept()
        await writing(path)
        draft: OpinionId = path.file.opinions[0].id
        expert = path.world.actors["expert"]
        doing = opinions.document(path.ports, expert, path.case, draft, "/verify/")
        assert isinstance(await refused(path, doing), NotFound)


STEPS: list[Callable[[Path], Awaitable[object]]] = [
    lambda path: cases.read(path.ports, path.world.actors["third"], path.case),
    lambda path: opinions.document(
        path.ports, path.world.actors["third"], path.case, path.file.opinions[0].id, ""
    ),
    lambda path: rooms.room_entry(path.ports, path.world.actors["third"], path.session),
    lambda path: cases.events_after(path.ports, path.world.actors["third"], path.case, 0),
]


@pytest.mark.parametrize("step", STEPS)
async def test_an_expert_who_is_not_assigned(
    path: Path, step: Callable[[Path], Awaitable[object]]
) -> None:
    """For an expert who is not assigned, case, paper, room and events are not there."""
    await path.answered()
    assert isinstance(await refused(path, step(path)), NotFound)


async def test_declining_what_was_accepted(path: Path) -> None:
    """Who has accepted does not decline any more."""
    await path.accept()
    command = DeclineInvitation(reason_code=DeclineReason.OTHER)
    assert isinstance(await refused(path, answer(path, "expert", command)), Forbidden)


def test_a_refusal_carries_its_code() -> None:
    """The code is what is translated."""
    assert Refused("slot_taken", slot=3).params == {"slot": 3}
    assert CONCLUSION != WRITTEN
