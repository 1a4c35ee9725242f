"""Every refusal of this domain: a code each, plain words, no HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field


class ConsultError(Exception):
    """Something was refused; nothing has changed. `code` is what screens translate."""

    code = "refused"

    def __init__(self, detail: str = "", **params: str | int) -> None:
        """`detail` is for operators; `params` fill the translated sentence (no patient data)."""
        super().__init__(detail or self.code)
        self.detail = detail
        self.params: dict[str, str | int] = dict(params)


class NotFound(ConsultError):
    """It is not there, or it is not for the asker to know that it is."""

    code = "not_found"


class Forbidden(ConsultError):
    """The asker may know of it, and may not do this."""

    code = "forbidden"


class StepUpNeeded(ConsultError):
    """The password has to be entered again before this."""

    code = "step_up_needed"


class IllegalMove(ConsultError):
    """The machine's table has no such move from the present state."""

    code = "illegal_move"

    def __init__(self, machine: str, state: str, action: str) -> None:
        """Name the machine, where it stands and what was tried."""
        super().__init__(
            f"{machine}: no {action} from {state}", machine=machine, state=state, action=action
        )


class Conflict(ConsultError):
    """Somebody else was first: the version given is not the present one."""

    code = "conflict"


class Refused(ConsultError):
    """A guard of the workflow said no; `code` says which."""

    def __init__(self, code: str, **params: str | int) -> None:
        """`code` is one of the refusals that the words files know (refusal.*)."""
        super().__init__(code, **params)
        self.code = code


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing wrong with one field. `path` is dotted; `code` is translated with `params`."""

    path: str
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


class Invalid(ConsultError):
    """The input does not hold; `problems` says where and why, without echoing it."""

    code = "invalid"

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        """Carry every problem at once, so that a person mends the form in one go."""
        super().__init__(", ".join(f"{one.path}: {one.code}" for one in problems))
        self.problems = problems
