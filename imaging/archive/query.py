"""A search as the standard writes it, read into plain conditions (PS3.18 10.6, PS3.4 C.2.2.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from imaging.archive.names import plain
from imaging.dicom.model import tag_of

MAX_LIMIT: Final = 5000


class Level(StrEnum):
    """What is searched for."""

    STUDY = "study"
    SERIES = "series"
    INSTANCE = "instance"


class Match(StrEnum):
    """How a value is compared."""

    ANY_OF = "any_of"  # equal to one of the values
    LIKE = "like"  # a pattern for SQL's LIKE, escaped by a backslash
    RANGE = "range"  # from the first to the second value, "" for open


@dataclass(frozen=True, slots=True)
class Condition:
    """One attribute and what it must be. `field` is a column that the index knows."""

    field: str
    match: Match
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """One search. `unknown` are the attributes asked for that cannot be searched."""

    level: Level
    conditions: tuple[Condition, ...] = ()
    include: tuple[str, ...] = ()
    include_all: bool = False
    limit: int = MAX_LIMIT
    offset: int = 0
    unknown: tuple[str, ...] = ()


class BadQuery(ValueError):
    """A search that cannot be understood."""


_FIELDS: Final = {
    "0020000D": "study.uid",
    "00080020": "study.date",
    "00080030": "study.time",
    "00080050": "study.accession",
    "00080061": "study.modalities",
    "00081030": "study.description",
    "00100010": "study.names",
    "00100020": "study.patient_id",
    "00100030": "study.birth_date",
    "00100040": "study.sex",
    "0020000E": "series.uid",
    "00080060": "series.modality",
    "00200011": "series.number",
    "0008103E": "series.description",
    "00180015": "series.body_part",
    "00080018": "instance.sop",
    "00080016": "instance.sop_class",
    "00200013": "instance.number",
}
_RANGES: Final = frozenset({"study.date", "study.time", "study.birth_date"})
_LISTS: Final = frozenset({"study.uid", "series.uid", "instance.sop"})
_REACH: Final = {
    Level.STUDY: ("study.",),
    Level.SERIES: ("study.", "series."),
    Level.INSTANCE: ("study.", "series.", "instance."),
}


def read_query(level: Level, parameters: Iterable[tuple[str, str]]) -> Query:
    """Return the search that (name, value) pairs of a query string ask for; raises BadQuery."""
    pairs = [(name, value) for name, value in parameters]
    fuzzy = any(name == "fuzzymatching" and value == "true" for name, value in pairs)
    conditions: list[Condition] = []
    include: list[str] = []
    unknown: list[str] = []
    for name, value in pairs:
        if name in ("limit", "offset", "fuzzymatching"):
            continue
        if name == "includefield":
            include += value.split(",")
        elif (found := _condition(level, name, value, fuzzy=fuzzy)) is not None:
            conditions += found
        else:
            unknown.append(name)
    return Query(
        level,
        tuple(conditions),
        tuple(tag for name in include if (tag := tag_of(name)) is not None),
        "all" in include,
        min(_count(pairs, "limit", MAX_LIMIT), MAX_LIMIT),
        _count(pairs, "offset", 0),
        tuple(unknown),
    )


def _count(pairs: list[tuple[str, str]], name: str, default: int) -> int:
    for key, value in pairs:
        if key == name:
            if not value.isascii() or not value.isdigit() or len(value) > 9:
                raise BadQuery(f"{name} is a whole number")
            return int(value)
    return default


def _condition(level: Level, name: str, value: str, *, fuzzy: bool) -> list[Condition] | None:
    """Return the conditions of one attribute ([] when it matches everything), None if unknown."""
    field = _FIELDS.get(tag_of(name) or "")
    if field is None or not field.startswith(_REACH[level]):
        return None
    if value in ("", "*"):
        return []
    if field in _RANGES:
        return [_range(field, value)]
    if field in _LISTS or field.endswith(".number"):
        return [Condition(field, Match.ANY_OF, tuple(value.replace("\\", ",").split(",")))]
    if field == "study.names":
        return _name(value, fuzzy=fuzzy)
    return [Condition(field, Match.LIKE, (pattern(value),))]


def pattern(value: str) -> str:
    """Return a DICOM wildcard value (* and ?) as a pattern for LIKE, case ignored."""
    safe = plain(value).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return safe.replace("*", "%").replace("?", "_")


def _name(value: str, *, fuzzy: bool) -> list[Condition]:
    """Exact search compares with whole lines of the key; fuzzy wants each word somewhere."""
    if not fuzzy:
        return [Condition("study.names", Match.LIKE, (f"%\n{pattern(value)}\n%",))]
    words = plain(value).replace("^", " ").replace("*", " ").split()
    return [Condition("study.names", Match.LIKE, (f"%{pattern(word)}%",)) for word in words]


def _range(field: str, value: str) -> Condition:
    """Dates and times: one, or two with a hyphen between, either end open."""
    first, hyphen, last = value.partition("-")
    for edge in (first, last):
        if edge and not edge.replace(".", "").isdigit():
            raise BadQuery("a date or time is digits")
    return Condition(field, Match.RANGE, (first, last if hyphen else first))
