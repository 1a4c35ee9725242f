"""Small pure functions: clocks, masks, likeness of tags, plain values, agreements, openings."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.agreement import centre_of
from consult.domain.answering import amend, check_author, write
from consult.domain.booking import free, overlap
from consult.domain.case import Case, CaseClock
from consult.domain.casefile import CaseFile, StudyLink
from consult.domain.change import begin
from consult.domain.clocks import lapsed, overdue, paused, resumed, rings, running
from consult.domain.codes import Sex, Tier
from consult.domain.conclusion import Conclusion
from consult.domain.errors import IllegalMove, Refused
from consult.domain.evidence import link_studies, same_patient
from consult.domain.form import PatientPart, RequestForm, Slot
from consult.domain.ids import CaseId, OpinionId, OrganisationId, PersonId, SessionId, StudyUid
from consult.domain.inviting import settle
from consult.domain.masking import differences, masked_name, text_of
from consult.domain.meeting import book, met_seconds
from consult.domain.people import Clocks, Organisation
from consult.domain.record import form_sha256, plain
from consult.domain.refusals import Refusal, refuse_if
from consult.domain.session import Session
from tests.fakes.world import NOON

SITE, OTHER = OrganisationId(UUID(int=1)), OrganisationId(UUID(int=2))
PERSON = PersonId(UUID(int=3))
DRAFT = CaseFile(
    case=Case(id=CaseId(UUID(int=4)), token=UUID(int=5), site=SITE, author=PERSON, created_at=NOON)
)
HOURS = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=9))


@given(HOURS, HOURS, HOURS)
def test_a_pause_costs_no_time(length: timedelta, used: timedelta, away: timedelta) -> None:
    """However long a clock stands, what was left is left."""
    clock = running("response", NOON + length)
    stopped = paused(clock, NOON + used)
    assert not overdue(stopped, NOON + timedelta(days=99))
    again = resumed(stopped, NOON + used + away)
    assert again.due_at == NOON + used + away + max(length - used, timedelta(0))


def test_no_clock() -> None:
    """Without a deadline nothing stops, goes on, rings or lapses."""
    none = CaseClock()
    assert paused(none, NOON) == resumed(none, NOON) == none
    assert [overdue(none, NOON), rings(none, NOON), lapsed(none, NOON)] == [False] * 3


SPANS = st.tuples(st.integers(0, 50), st.integers(1, 9)).map(
    lambda pair: Slot(
        start=NOON + timedelta(minutes=pair[0]), end=NOON + timedelta(minutes=pair[0] + pair[1])
    )
)


@given(SPANS, SPANS)
def test_overlap_is_sharing_a_moment(one: Slot, other: Slot) -> None:
    """Two slots overlap exactly when some minute belongs to both."""
    minutes = [NOON + timedelta(minutes=number) for number in range(60)]
    shared = any(
        one.start <= minute < one.end and other.start <= minute < other.end for minute in minutes
    )
    assert overlap(one, other) is overlap(other, one) is shared
    assert free(one, [other]) is not shared


@pytest.mark.parametrize(
    ("name", "sex", "born", "same"),
    [
        ("张三", "M", date(1956, 3, 2), True),
        ("", "", None, True),
        ("ZHANG^SAN", "O", None, True),
        ("三 张", "m", None, True),
        ("张三丰", "M", None, True),
        ("李四", "M", None, False),
        ("张三", "F", None, False),
        ("张三", "M", date(1956, 3, 3), False),
    ],
)
def test_tags_of_the_same_patient(name: str, sex: str, born: date | None, same: bool) -> None:
    """Only a contradiction between tags and form speaks against the same patient."""
    form = PatientPart(name="张三", sex=Sex.MALE, birth_date=date(1956, 3, 2))
    assert same_patient(form, name, sex, born) is same


def test_masks() -> None:
    """A name shows its first character; no name shows nothing."""
    assert [masked_name(one) for one in ("张三丰", " ", "欧")] == ["张*", "", "欧*"]


def test_differences_in_words() -> None:
    """Each changed field has its path and both sides as text, lists line by line."""
    before = RequestForm()
    after = replace(
        before, wanted=replace(before.wanted, questions=("一", "二"), proposed=(slot(),))
    )
    found = {path: (old, new) for path, old, new in differences(before, after)}
    assert found["wanted.questions"] == ("", "一\n二")
    assert found["wanted.proposed"][1] == f"{NOON.isoformat()} {slot().end.isoformat()}"
    assert differences(before, before) == ()
    assert text_of(None) == ""


def slot() -> Slot:
    """Half an hour from noon."""
    return Slot(start=NOON, end=NOON + timedelta(minutes=30))


def test_plain_values() -> None:
    """Every value of the domain has one JSON form; what has none is refused."""
    assert plain((Sex.MALE, date(2026, 1, 2), timedelta(minutes=1), 1.5, None)) == [
        "male",
        "2026-01-02",
        60.0,
        1.5,
        None,
    ]
    with pytest.raises(TypeError):
        plain(object())
    with pytest.raises(TypeError):
        plain(Slot)
    assert form_sha256(RequestForm()) == form_sha256(RequestForm())
    assert len(form_sha256(RequestForm())) == 64


@pytest.mark.parametrize(("centre", "expected"), [(True, OTHER), (False, None)])
def test_a_provider_with_a_centre_routes_itself(
    centre: bool, expected: OrganisationId | None
) -> None:
    """Outside every alliance the asked institution's own centre routes, if it has one."""
    asked = Organisation(id=OTHER, name="省医院", tier=Tier.PROVINCE, centre=centre)
    assert centre_of(SITE, OTHER, (), {OTHER: asked}, date(2026, 1, 1)) == expected
    assert centre_of(SITE, None, (), {}, date(2026, 1, 1)) is None


def test_a_study_linked_twice_is_no_event() -> None:
    """Linking what is linked changes nothing."""
    link = StudyLink(study=StudyUid("1.2"), added_by=PERSON, added_at=NOON)
    once = link_studies(DRAFT, [link], by=PERSON, now=NOON)
    assert [note.seq for note in once.notes] == [1]
    assert link_studies(once.file, [link], by=PERSON, now=NOON).notes == ()


def test_a_meeting_that_never_began_lasted_no_time() -> None:
    """Without a start there are no seconds."""
    session = Session(id=SessionId(UUID(int=6)), case=CaseId(UUID(int=4)), slot=slot())
    assert met_seconds(session, NOON) == 0


def test_codes_are_their_own_names() -> None:
    """The words files find every refusal by a code in lower case."""
    for one in Refusal:
        assert one.value == one.name.lower()
    refuse_if(False, Refusal.SLOT_TAKEN)


VERBS: list[Callable[[], object]] = [
    lambda: write(DRAFT, Conclusion(), 0, opinion=OpinionId(UUID(int=7)), by=PERSON, now=NOON),
    lambda: amend(DRAFT, "x", opinion=OpinionId(UUID(int=7)), by=PERSON, now=NOON),
    lambda: book(
        DRAFT, slot(), session=SessionId(UUID(int=6)), by=PERSON, now=NOON, clocks=Clocks()
    ),
]


@pytest.mark.parametrize("verb", VERBS)
def test_a_draft_is_neither_answered_nor_met_for(verb: Callable[[], object]) -> None:
    """The verbs guard themselves, whoever calls them."""
    with pytest.raises(IllegalMove):
        verb()


def test_invitations_settle_nothing_before_the_dispatch() -> None:
    """A case that was not dispatched is not moved by its invitations."""
    change = begin(DRAFT, NOON, PERSON)
    assert settle(change, Clocks(), session=SessionId(UUID(int=6))) == change


def test_only_who_has_accepted_and_not_asked_is_an_author() -> None:
    """The author of the request never signs; who has not accepted does not either."""
    with pytest.raises(Refused, match="own_request"):
        check_author(DRAFT, PERSON)
    with pytest.raises(Refused, match="not_accepted"):
        check_author(DRAFT, PersonId(UUID(int=9)))
