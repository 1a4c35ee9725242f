"""Reading requests and writing answers, the same way for every resource."""

import asyncio
import re
from typing import Final, TypeVar
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, TypeAdapter, ValidationError

from consult.contract.problem import FieldError, Problem
from consult.contract.views import CaseView
from consult.domain.errors import NotFound
from server.errors import SeqMissing, TooLarge, TooSlow, Unreadable
from server.http.keys import BODY

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""The character NUL as JSON escapes it, not a backslash followed by such letters."""

LIMIT: Final = 1 << 20
"""Bytes of a body, unless a handler says otherwise."""

PATIENCE: Final = 10.0
"""Seconds without a single byte after which a sender is given up."""

SLOWEST: Final = 1024
"""Bytes per second that a sender must reach over the whole body."""


async def body(request: web.Request, limit: int = LIMIT) -> bytes:
    """Return the body, read once and kept. Raises TooLarge, or TooSlow for one that drips."""
    if BODY in request:
        return request[BODY]
    if (request.content_length or 0) > limit:
        raise TooLarge("", limit=limit)
    read = bytearray()
    try:
        async with asyncio.timeout(PATIENCE + limit / SLOWEST):
            while chunk := await asyncio.wait_for(request.content.readany(), PATIENCE):
                read += chunk
                if len(read) > limit:
                    raise TooLarge("", limit=limit)
    except TimeoutError:
        raise TooSlow from None
    request[BODY] = bytes(read)
    return request[BODY]


async def read(request: web.Request, kind: type[M], limit: int = LIMIT) -> M:
    """Return the body as a message of the contract. Raises Unreadable with what is wrong where."""
    raw = _text(await body(request, limit))
    try:
        return kind.model_validate_json(raw)
    except ValidationError as error:
        raise Unreadable(_fields(error)) from None


def _text(raw: bytes) -> bytes:
    """Return a body of JSON; raises Unreadable where it holds NUL, which PostgreSQL cannot keep."""
    if NUL.search(raw):
        raise Unreadable((FieldError(path="", code="nul"),))
    return raw


async def read_data(request: web.Request, kind: type[T]) -> T:
    """Return the body as a value of the domain (a dataclass). Raises Unreadable."""
    return await read_one(request, TypeAdapter(kind))


async def read_one(request: web.Request, kind: TypeAdapter[T]) -> T:
    """Return the body as one of several messages, told apart by their discriminator."""
    raw = _text(await body(request))
    try:
        return kind.validate_json(raw)
    except ValidationError as error:
        raise Unreadable(_fields(error)) from None


def query(request: web.Request, kind: type[M]) -> M:
    """Return the query string as a message of the contract. Raises Unreadable."""
    try:
        return kind.model_validate(dict(request.query))
    except ValidationError as error:
        raise Unreadable(_fields(error)) from None


def _fields(error: ValidationError) -> tuple[FieldError, ...]:
    return tuple(
        FieldError(path=".".join(str(part) for part in one["loc"]), code=one["type"])
        for one in error.errors(include_input=False, include_url=False, include_context=False)[:50]
    )


def uuid_in(request: web.Request, name: str) -> UUID:
    """Return the id in the address; a malformed one is not there: NotFound."""
    try:
        return UUID(request.match_info[name])
    except ValueError:
        raise NotFound from None


def seen_seq(request: web.Request) -> int:
    """Return the seq that the sender saw (If-Match). Raises SeqMissing."""
    seq = maybe_seq(request)
    if seq is None:
        raise SeqMissing
    return seq


def maybe_seq(request: web.Request) -> int | None:
    """Return the seq that the sender saw, if it says. Raises Unreadable for what is no number."""
    given = request.headers.get("If-Match")
    if given is None:
        return None
    bare = given.strip().removeprefix("W/").strip('"')
    if not bare.isascii() or not bare.isdigit() or len(bare) > 15:
        raise Unreadable((FieldError(path="If-Match", code="int_parsing"),))
    return int(bare)


def reply(message: BaseModel, status: int = 200) -> web.Response:
    """Return the message as JSON; a case carries its seq as the ETag too."""
    headers = {"ETag": f'"{message.seq}"'} if isinstance(message, CaseView) else {}
    return web.Response(
        body=message.model_dump_json().encode(),
        status=status,
        content_type="application/json",
        charset="utf-8",
        headers=headers,
    )


def nothing() -> web.Response:
    """Return an answer without a body."""
    return web.Response(status=204)


def refuse(told: Problem) -> web.Response:
    """Return a problem (RFC 9457); a pause tells its length in Retry-After too."""
    after = told.params.get("retry_after")
    return web.Response(
        body=told.model_dump_json().encode(),
        status=told.status,
        content_type="application/problem+json",
        headers={} if after is None else {"Retry-After": str(after)},
    )
