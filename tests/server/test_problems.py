"""The table of problems."""

import errno
import sqlite3
from collections.abc import Iterator

import pytest

import server.errors
from consult.domain.errors import Conflict, ConsultError, FieldProblem, Invalid, Refused
from server.errors import SigninPaused
from server.problems import STATUS, TITLES, problem


def kinds(base: type[ConsultError]) -> Iterator[type[ConsultError]]:
    yield base
    for below in base.__subclasses__():
        yield from kinds(below)


def test_every_class_has_its_line() -> None:
    """No class of error is without a status of its own, and every status has a title."""
    assert server.errors
    ours = {kind for kind in kinds(ConsultError) if not kind.__module__.startswith("tests")}
    assert ours <= set(STATUS)
    assert set(STATUS.values()) <= set(TITLES)


def test_a_conflict_tells_the_present_seq() -> None:
    """A stale tab learns where the case stands."""
    told = problem(Conflict("", seq=7))
    assert (told.status, told.params) == (409, {"seq": 7})


def test_invalid_input_is_not_echoed() -> None:
    """Paths and codes are told, never what was entered."""
    told = problem(Invalid((FieldProblem("patient.identity_number", "check_digit"),)))
    assert told.status == 422
    assert told.detail == ""
    assert [(one.path, one.code) for one in told.errors] == [
        ("patient.identity_number", "check_digit")
    ]


def test_a_mistake_of_ours() -> None:
    """Nothing of an unknown error gets out."""
    told = problem(ValueError("Zhang Guihua 110101195603021234"))
    assert (told.status, told.code, told.detail) == (500, "internal", "")


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (OSError(errno.ENOSPC, "no space"), 507, "disk_full"),
        (sqlite3.OperationalError("database or disk is full"), 507, "disk_full"),
        (ConnectionRefusedError(), 503, "unavailable"),
        (sqlite3.OperationalError("database is locked"), 503, "unavailable"),
        (sqlite3.OperationalError("no such table: x"), 500, "internal"),
        (Refused("slot_taken"), 409, "slot_taken"),
        (Refused("no_agreement"), 422, "no_agreement"),
        (SigninPaused("", retry_after=9), 429, "signin_paused"),
    ],
)
def test_what_lies_at_the_bottom(error: Exception, status: int, code: str) -> None:
    """Full disks and lost databases are known by their cause, also when wrapped."""
    wrapped = RuntimeError("wrapped")
    wrapped.__cause__ = error
    for one in (error, wrapped):
        told = problem(one)
        assert (told.status, told.code) == (status, code)
