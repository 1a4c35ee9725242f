"""Any error → problem+json (RFC 9457): one table from class to status."""

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
    KeyReused,
    NoSuchMethod,
    NotSignedIn,
    SeqMissing,
    SigninPaused,
    TooBusy,
    TooLarge,
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
    KeyReused: 422,
    TooLarge: 413,
    DiskFull: 507,
    Unavailable: 503,
    NoSuchMethod: 405,
}
"""Every class of error has its own line here; a test demands it."""

TITLES: Final[Mapping[int, str]] = {
    400: "refused",
    401: "sign in",
    403: "not allowed",
    404: "not found",
    405: "no such method",
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
    if not isinstance(error, ConsultError):
        return Problem(type="urn:problem:internal", code="internal", title=TITLES[500], status=500)
    status = status_of(error)
    return Problem(
        type=f"urn:problem:{error.code}",
        code=error.code,
        title=TITLES[status],
        status=status,
        params=error.params,
        errors=_fields(error),
    )


def status_of(error: ConsultError) -> int:
    """Return the status of the nearest class that the table knows."""
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
