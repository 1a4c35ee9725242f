"""Any error → problem+json (RFC 9457): one table from class to status."""

import errno
import sqlite3
from collections.abc import Mapping
from typing import Final

from consult.contract.problem import FieldError, Problem
from consult.domain.errors import (
    Conflict,
    ConsultError,
    Forbidden,
    IllegalMove,
    Invalid,
    NotFound,
    Refused,
    StepUpNeeded,
)
from server.errors import (
    DiskFull,
    EdgeError,
    ForeignOrigin,
    NoSuchMethod,
    NotSignedIn,
    SeqMissing,
    SigninPaused,
    TooBusy,
    TooLarge,
    TooSlow,
    Unavailable,
    Unreadable,
    WrongPassword,
)

STATUS: Final[Mapping[type[ConsultError], int]] = {
    ConsultError: 400,
    NotFound: 404,
    Forbidden: 403,
    StepUpNeeded: 403,
    IllegalMove: 409,
    Conflict: 409,
    Refused: 422,
    Invalid: 422,
    EdgeError: 400,
    NotSignedIn: 401,
    WrongPassword: 401,
    SigninPaused: 429,
    TooBusy: 429,
    ForeignOrigin: 403,
    Unreadable: 422,
    SeqMissing: 428,
    TooLarge: 413,
    TooSlow: 408,
    DiskFull: 507,
    Unavailable: 503,
    NoSuchMethod: 405,
}
"""Every class of error has its own line here; a test demands it."""

CODES: Final[Mapping[str, int]] = {
    "in_progress": 409,
    "slot_taken": 409,
    "upload_too_large": 413,
    "rate_limited": 429,
    "link_test_busy": 429,
    "signed_out": 401,
}
"""Refusals whose status says more than 422 does."""

TITLES: Final[Mapping[int, str]] = {
    400: "refused",
    401: "sign in",
    403: "not allowed",
    404: "not found",
    405: "no such method",
    408: "too slow",
    409: "not any more",
    413: "too large",
    422: "not acceptable",
    428: "version missing",
    429: "wait",
    500: "our mistake",
    503: "not available",
    507: "no room",
}


def problem(error: Exception) -> Problem:
    """Return what a client is told of `error`.

    Codes and parameters come from the error; an unknown one becomes 500 without any detail.
    """
    known = refusal(error)
    if known is None:
        return Problem(type="urn:problem:internal", code="internal", title=TITLES[500], status=500)
    status = status_of(known)
    return Problem(
        type=f"urn:problem:{known.code}",
        code=known.code,
        title=TITLES[status],
        status=status,
        params=known.params,
        errors=_fields(known),
    )


def refusal(error: BaseException) -> ConsultError | None:
    """Return the refusal that `error` is or comes from; None where it is a mistake of ours.

    A full disk and a database that is busy or gone are known by what lies at the bottom.
    """
    below: BaseException | None = error
    while below is not None:
        if isinstance(below, ConsultError):
            return below
        if _no_room(below):
            return DiskFull()
        if isinstance(below, (ConnectionError, TimeoutError)) or _out_of_reach(below):
            return Unavailable()
        below = below.__cause__ or getattr(below, "orig", None)
    return None


def _no_room(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return isinstance(error, sqlite3.Error) and "full" in str(error)


def _out_of_reach(error: BaseException) -> bool:
    """Whether it says that the database is busy, gone, or has no connection left."""
    if isinstance(error, sqlite3.OperationalError):
        return "locked" in str(error)
    state = str(getattr(error, "sqlstate", None) or "")
    lost = getattr(error, "connection_invalidated", False) is True
    return lost or state.startswith("08") or state in _GONE


_GONE: Final = frozenset({"53300", "55P03", "57P01", "57P02", "57P03"})
"""SQLSTATE of PostgreSQL: too many connections, lock not available, shut down, starting up."""


def status_of(error: ConsultError) -> int:
    """Return the status of the code, or else of the nearest class that the table knows."""
    if error.code in CODES:
        return CODES[error.code]
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def _fields(error: ConsultError) -> tuple[FieldError, ...]:
    if isinstance(error, Unreadable):
        return error.fields
    if isinstance(error, Invalid):
        return tuple(
            FieldError(path=one.path, code=one.code, params=dict(one.params))
            for one in error.problems
        )
    return ()
