"""Resident IDs, ages, likeness."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.codes import Sex
from consult.domain.ids import OrganisationId, PatientId
from consult.domain.patient import WrongResidentId, age_on, check_digit, likely_same, resident_id
from consult.domain.people import Patient

GOOD = "11010519491231002X"  # the example of GB 11643-1999

KNOWN = Patient(
    id=PatientId(UUID(int=1)),
    site=OrganisationId(UUID(int=2)),
    name="王秀兰",
    sex=Sex.FEMALE,
    birth_date=date(1949, 12, 31),
    identity_number=GOOD,
    phone="13800000000",
    record_number="A-7",
)


def test_the_standards_own_example() -> None:
    """The number fills birth date and sex; spaces and a small x do not matter."""
    said = resident_id(" 110105 19491231 002x ")
    assert (said.number, said.birth_date, said.sex) == (GOOD, date(1949, 12, 31), Sex.FEMALE)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "length"),
        (GOOD[:17], "length"),
        ("1101051949123100AX", "characters"),
        ("11010519491231002Y", "characters"),
        ("１10105194912310021", "characters"),
        ("99010519491231002X", "region"),
        ("110105194913310020", "date"),
        ("110105194912310021", "check_digit"),
    ],
)
def test_a_wrong_number(number: str, code: str) -> None:
    """Each kind of slip has its own code, so that the screen can say what to look at."""
    with pytest.raises(WrongResidentId) as wrong:
        resident_id(number)
    assert wrong.value.code == code


@given(
    st.sampled_from(["110105", "530121", "659001"]),
    st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    st.integers(0, 999),
)
def test_every_number_with_its_check_digit(region: str, born: date, order: int) -> None:
    """A number made by the rule is read back; any other last character is refused."""
    first = f"{region}{born:%Y%m%d}{order:03d}"
    said = resident_id(first + check_digit(first))
    assert said.birth_date == born
    assert said.sex is (Sex.MALE if order % 2 else Sex.FEMALE)
    for other in set("0123456789X") - {check_digit(first)}:
        with pytest.raises(WrongResidentId):
            resident_id(first + other)


def test_age_turns_on_the_birthday() -> None:
    """Full years, the day before and the day itself; a future birth is negative."""
    assert age_on(date(2000, 3, 1), date(2026, 2, 28)) == 25
    assert age_on(date(2000, 3, 1), date(2026, 3, 1)) == 26
    assert age_on(date(2027, 1, 1), date(2026, 12, 31)) == -1


def test_the_same_identity_number_decides() -> None:
    """Even where name and sex were typed otherwise."""
    (found,) = likely_same([KNOWN], identity_number=GOOD.lower(), name="王秀蓝", sex=Sex.MALE)
    assert found.reasons == ("identity",)


def test_the_sites_record_number_decides() -> None:
    """A patient is keyed by (site, record number)."""
    (found,) = likely_same([KNOWN], record_number="A-7")
    assert found.reasons == ("record_number",)


def test_a_name_alone_is_not_enough() -> None:
    """Half a village shares a name; with birth date or phone it counts, unless sex differs."""
    assert likely_same([KNOWN], name="王秀兰") == ()
    assert likely_same([KNOWN], name="王秀兰", birth_date=KNOWN.birth_date)[0].patient is KNOWN
    assert likely_same([KNOWN], name="王秀兰", phone=KNOWN.phone)[0].patient is KNOWN
    assert likely_same([KNOWN], name="王秀兰", phone=KNOWN.phone, sex=Sex.MALE) == ()
    assert likely_same([KNOWN]) == ()


def test_the_best_match_first() -> None:
    """The identity number outranks any number of weaker agreements."""
    twin = Patient(
        id=PatientId(UUID(int=3)),
        site=KNOWN.site,
        name="王秀兰",
        sex=Sex.FEMALE,
        birth_date=KNOWN.birth_date,
        identity_number="",
        phone=KNOWN.phone,
        record_number="",
    )
    found = likely_same(
        [twin, KNOWN], identity_number=GOOD, name="王秀兰", birth_date=KNOWN.birth_date, phone="1"
    )
    assert [likeness.patient for likeness in found] == [KNOWN, twin]
