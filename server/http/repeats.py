"""Idempotency-Key: a request that is sent again has its effect once, for 7 days."""

import hashlib
import hmac

from aiohttp import web
from aiohttp.typedefs import Handler

from consult.contract.problem import FieldError
from server.errors import Unreadable
from server.http.keys import ACTOR, EDGE, PORTS, TRANSACTIONS
from server.http.wire import body
from server.ports import StoredAnswer

LIMIT = 4 << 20


@web.middleware
async def once(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer a repeated POST as the first one was answered, without doing it again.

    Refusals are not kept: the sender mends what was wrong and may use the same key.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None or request.method != "POST" or ACTOR not in request:
        return await handler(request)
    if not 8 <= len(key) <= 200 or not key.isascii():
        raise Unreadable((FieldError(path="Idempotency-Key", code="length"),))
    person, transactions = request[ACTOR].person, request.app[TRANSACTIONS]
    now = request.app[PORTS].clock.now()
    async with transactions() as tx:
        earlier = await tx.idempotency.begin(person, key, await _digest(request), now)
    if earlier is not None:
        return _again(earlier)
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
    """Return what tells requests apart. Keyed: a body may hold a password."""
    told = hmac.new(request.app[EDGE].secret.encode(), digestmod=hashlib.sha256)
    told.update(f"{request.method} {request.path}\n".encode("utf-8", "replace"))
    told.update(request.headers.get("If-Match", "").encode("utf-8", "replace") + b"\n")
    told.update(await body(request, LIMIT))
    return told.hexdigest()


def _text(response: web.StreamResponse) -> str:
    return (response.text or "") if isinstance(response, web.Response) else ""


def _again(earlier: StoredAnswer) -> web.Response:
    return web.Response(
        text=earlier.body or None,
        status=earlier.status,
        content_type="application/json",
        headers={"Idempotency-Replayed": "true"},
    )
