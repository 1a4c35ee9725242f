"""Refusals of the edge itself: who is it, how much, how often. No HTTP here either."""

from consult.contract.problem import FieldError
from consult.domain.errors import ConsultError


class EdgeError(ConsultError):
    """A refusal of the edge itself: who is it, how much, how often."""

    code = "edge"


class NotSignedIn(EdgeError):
    """Nobody is signed in, or not any more."""

    code = "not_signed_in"


class WrongPassword(EdgeError):
    """Name and password do not belong together; which of the two is wrong stays unsaid."""

    code = "wrong_password"


class SigninPaused(EdgeError):
    """Too many failures: wait `retry_after` seconds. Never a lock for good."""

    code = "signin_paused"


class TooBusy(EdgeError):
    """More is waiting than will be served soon."""

    code = "too_busy"


class ForeignOrigin(EdgeError):
    """A browser came from a page that is not ours."""

    code = "foreign_origin"


class Unreadable(EdgeError):
    """What was sent is not what the contract says; `fields` tell where."""

    code = "unreadable"

    def __init__(self, fields: tuple[FieldError, ...] = (), detail: str = "") -> None:
        """Carry what is wrong, without the input."""
        super().__init__(detail)
        self.fields = fields


class SeqMissing(EdgeError):
    """A change came without If-Match: the seq that its sender saw."""

    code = "seq_missing"


class TooLarge(EdgeError):
    """The body is larger than `limit` bytes."""

    code = "too_large"


class DiskFull(EdgeError):
    """There is no room left; what is here is safe, and sending may go on later."""

    code = "disk_full"


class Unavailable(EdgeError):
    """A part that this needs does not answer now."""

    code = "unavailable"


class NoSuchMethod(EdgeError):
    """The address is there; the method is not."""

    code = "method_not_allowed"


class TooSlow(EdgeError):
    """The body drips."""

    code = "too_slow"
