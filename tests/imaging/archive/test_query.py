"""Searches as they come in."""

import pytest

from imaging.archive.query import BadQuery, Condition, Level, Match, pattern, read_query


def test_all_that_a_search_may_say() -> None:
    """Keywords and tags, lists, ranges, wildcards, pages and further fields are understood."""
    query = read_query(
        Level.SERIES,
        [
            ("StudyDate", "20260101-"),
            ("00080060", "C?"),
            ("SeriesInstanceUID", "1.2,1.3"),
            ("PatientID", "*"),
            ("includefield", "BodyPartExamined,00180050"),
            ("limit", "7"),
            ("offset", "3"),
        ],
    )
    assert query.conditions == (
        Condition("study.date", Match.RANGE, ("20260101", "")),
        Condition("series.modality", Match.LIKE, ("c_",)),
        Condition("series.uid", Match.ANY_OF, ("1.2", "1.3")),
    )
    assert query.include == ("00180015", "00180050")
    assert (query.limit, query.offset) == (7, 3)


def test_attributes_out_of_reach() -> None:
    """What cannot be searched at this level is named, not obeyed in silence."""
    query = read_query(Level.STUDY, [("Modality", "CT"), ("Nonsense", "1")])
    assert query.unknown == ("Modality", "Nonsense")
    assert query.conditions == ()


def test_signs_of_the_database() -> None:
    """Percent and underscore are letters; only * and ? stand for others."""
    assert pattern("A_b%*?\\") == "a\\_b\\%%_\\\\"


@pytest.mark.parametrize(
    "pair", [("limit", "x"), ("limit", "-1"), ("offset", "1e9"), ("StudyDate", "today")]
)
def test_searches_that_cannot_be(pair: tuple[str, str]) -> None:
    """Nonsense is refused."""
    with pytest.raises(BadQuery):
        read_query(Level.STUDY, [pair])
