"""Who a patient is: the resident ID's check digit, age, and likeness to patients already known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from consult.domain.codes import Sex
from consult.domain.people import Patient

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 "
    "50 51 52 53 54 61 62 63 64 65 71 81 82 83".split()
)


@dataclass(frozen=True, slots=True)
class ResidentId:
    """What an 18-digit resident identity number (GB 11643-1999) says."""

    number: str
    birth_date: date
    sex: Sex


class WrongResidentId(ValueError):
    """The number cannot be one; `code` says why: length, characters, region, date, check_digit."""

    def __init__(self, code: str) -> None:
        """`code` is one of those named above."""
        super().__init__(code)
        self.code = code


def check_digit(first_17: str) -> str:
    """Return the check character of 17 digits (ISO 7064 MOD 11-2, GB 11643-1999 section 4.2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True))
    return _CHECK[total % 11]


def resident_id(text: str) -> ResidentId:
    """Return what the number says; spaces are ignored, a small x is taken as X.

    Raises WrongResidentId with the first thing that is wrong.
    """
    number = "".join(text.split()).upper()
    if len(number) != 18:
        raise WrongResidentId("length")
    if not (number[:17].isascii() and number[:17].isdigit() and number[17] in "0123456789X"):
        raise WrongResidentId("characters")
    if number[:2] not in _PROVINCES:
        raise WrongResidentId("region")
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise WrongResidentId("date") from None
    if check_digit(number[:17]) != number[17]:
        raise WrongResidentId("check_digit")
    return ResidentId(number, born, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


def age_on(born: date, day: date) -> int:
    """Return full years of age on `day`; negative where `born` lies after it."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True, slots=True)
class Likeness:
    """A known patient who is likely the same, and why: the strongest reason first."""

    patient: Patient
    reasons: tuple[str, ...]


def likely_same(
    known: Iterable[Patient],
    *,
    identity_number: str = "",
    name: str = "",
    birth_date: date | None = None,
    sex: Sex = Sex.UNKNOWN,
    phone: str = "",
    record_number: str = "",
) -> tuple[Likeness, ...]:
    """Return known patients who are likely the same person, best first.

    The identity number decides alone; the site's record number does too. Otherwise the name has
    to agree together with birth date or phone, and a known different sex speaks against it.
    """
    found: list[tuple[int, Likeness]] = []
    for patient in known:
        reasons = _reasons(patient, identity_number, name, birth_date, phone, record_number)
        decisive = "identity" in reasons or "record_number" in reasons
        enough = decisive or ("name" in reasons and len(reasons) > 1)
        other_sex = Sex.UNKNOWN not in (sex, patient.sex) and sex is not patient.sex
        if enough and (decisive or not other_sex):
            found.append((_rank(reasons), Likeness(patient, reasons)))
    return tuple(likeness for _, likeness in sorted(found, key=lambda pair: -pair[0]))


def _reasons(
    patient: Patient,
    identity_number: str,
    name: str,
    birth_date: date | None,
    phone: str,
    record_number: str,
) -> tuple[str, ...]:
    agree = {
        "identity": _same(identity_number.upper(), patient.identity_number.upper()),
        "record_number": _same(record_number, patient.record_number),
        "name": _same(name, patient.name),
        "birth_date": birth_date is not None and birth_date == patient.birth_date,
        "phone": _same(phone, patient.phone),
    }
    return tuple(reason for reason, is_so in agree.items() if is_so)


def _same(one: str, other: str) -> bool:
    return one.strip() != "" and one.strip() == other.strip()


def _rank(reasons: tuple[str, ...]) -> int:
    return len(reasons) + (10 if "identity" in reasons else 0)
