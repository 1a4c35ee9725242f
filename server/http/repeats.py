"""Idempotency-Key: a request that is sent again has its effect once, for 7 days."""

import hashlib
import hmac
import json
from typing import Final
from uuid import UUID

from aiohttp import web
from aiohttp.typedefs import Handler

from consult.contract.problem import FieldError
from consult.domain.ids import CaseId
from consult.services import cases
from server.errors import Unreadable
from server.http.keys import ACTOR, EDGE, PORTS, TRANSACTIONS
from server.http.wire import body, reply, uuid_in
from server.ports import StoredAnswer

LIMIT: Final = 4 << 20
"""Bytes of a body, at most."""

ASKING: Final = frozenset({"patients.likely", "link_test"})
"""The routes that change nothing: their answers are never kept."""


@web.middleware
async def once(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer a repeated POST without doing it again.

    A case is shown as it is now and as the asker may see it now; NotFound for whom it is not there
    any more. Refusals are not kept: the sender mends what was wrong and may use the same key.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None or request.method != "POST" or ACTOR not in request or _asks(request):
        return await handler(request)
    if not 8 <= len(key) <= 200 or not key.isascii():
        raise Unreadable((FieldError(path="Idempotency-Key", code="length"),))
    person, transactions = request[ACTOR].person, request.app[TRANSACTIONS]
    now = request.app[PORTS].clock.now()
    async with transactions() as tx:
        earlier = await tx.idempotency.begin(person, key, await _digest(request), now)
    if earlier is not None:
        return await _again(request, earlier)
    try:
        response = await handler(request)
        async with transactions() as tx:
            await tx.idempotency.finish(person, key, response.status, _text(response))
    except BaseException:
        async with transactions() as tx:
            await tx.idempotency.abandon(person, key)
        raise
    return response


async def _digest(request: web.Request) -> str:
    """Return what tells requests apart, their sender's standing too.

    Keyed: a body may hold a password.
    """
    told = hmac.new(request.app[EDGE].secret.encode(), digestmod=hashlib.sha256)
    actor = request[ACTOR]
    told.update(f"{actor.organisation} {sorted(actor.roles)}\n".encode())
    told.update(f"{request.method} {request.path}\n".encode("utf-8", "replace"))
    told.update(request.headers.get("If-Match", "").encode("utf-8", "replace") + b"\n")
    told.update(await body(request, LIMIT))
    return told.hexdigest()


def _text(response: web.StreamResponse) -> str:
    return (response.text or "") if isinstance(response, web.Response) else ""


def _asks(request: web.Request) -> bool:
    return request.match_info.route.name in ASKING


async def _again(request: web.Request, earlier: StoredAnswer) -> web.Response:
    case = _case_of(request, earlier)
    if case is not None:
        view = await cases.read(request.app[PORTS], request[ACTOR], case)
        if request.match_info.route.name != "uploads.plan":
            return _marked(reply(view, earlier.status))
    return _marked(
        web.Response(
            text=earlier.body or None, status=earlier.status, content_type="application/json"
        )
    )


def _case_of(request: web.Request, earlier: StoredAnswer) -> CaseId | None:
    """Return the case that the answer is of, if it is of one."""
    if request.match_info.route.name == "cases.create":
        return CaseId(UUID(json.loads(earlier.body)["id"]))
    return CaseId(uuid_in(request, "case")) if "case" in request.match_info else None


def _marked(response: web.Response) -> web.Response:
    response.headers["Idempotency-Replayed"] = "true"
    return response
