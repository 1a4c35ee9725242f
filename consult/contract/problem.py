"""What a refusal looks like on the wire (RFC 9457, with codes in place of prose)."""

from consult.contract.base import Message


class FieldError(Message):
    """One thing wrong with one field; `path` is dotted. The input is never echoed."""

    path: str
    code: str
    params: dict[str, str | int] = {}


class Problem(Message):
    """A refusal. `code` is what the words files translate; `params` fill the sentence."""

    type: str  # urn:problem:code
    code: str
    title: str
    status: int
    detail: str = ""
    params: dict[str, str | int] = {}
    errors: tuple[FieldError, ...] = ()
