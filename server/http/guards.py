"""What every request passes: refusals made plain, foreign pages kept out, people recognised."""

import logging
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from consult.contract.problem import Problem
from server.errors import ForeignOrigin, NoSuchMethod, NotSignedIn, TooLarge
from server.http.caller import cookie_token
from server.http.keys import ACTOR, DOOR, EDGE, MACHINE, MACHINES, PORTS, SEEN
from server.http.wire import refuse
from server.problems import problem, refusal

log = logging.getLogger(__name__)

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})

PUBLIC: Final = frozenset(
    {
        "session.open",
        "session.close",
        "verification.read",
        "openapi",
        "livez",
        "readyz",
        "metrics",
        "index",
        "verify.page",
        "web_files",
        "web_assets",
    }
)
"""The names of the routes that nobody has to be signed in for; every other one demands it."""

MACHINES_AT: Final = "/dicom-web/"
"""Where a bearer token is good, and nowhere else."""


@web.middleware
async def refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer every error as problem+json; what nobody foresaw is logged once."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return refuse(_of_status(error))
    except Exception as error:
        if refusal(error) is None:
            log.error("unexpected error in %s", _name(request), exc_info=error)
        return refuse(problem(error))


def _of_status(error: web.HTTPException) -> Problem:
    if error.status == 405:
        return problem(NoSuchMethod())
    if error.status == 413:
        return problem(TooLarge())
    code = "not_found" if error.status == 404 else "unreadable"
    return Problem(
        type=f"urn:problem:{code}", code=code, title=error.reason.lower(), status=error.status
    )


def _name(request: web.Request) -> str:
    return request.match_info.route.name or request.method


@web.middleware
async def own_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a change that a foreign page asks for (browsers always name their Origin then)."""
    origin = request.headers.get("Origin")
    if request.method not in SAFE:
        if origin is not None and origin not in request.app[EDGE].origins:
            raise ForeignOrigin
        if request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"} and origin is None:
            raise ForeignOrigin
    return await handler(request)


@web.middleware
async def people(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Recognise who asks; without that only the public routes answer."""
    if _open(request):
        return await handler(request)
    authorization = request.headers.get("Authorization")
    if authorization is not None and request.path.startswith(MACHINES_AT):
        request[MACHINE] = await request.app[MACHINES].who(authorization)
        return await handler(request)
    token = cookie_token(request)
    if token is None:
        raise NotSignedIn
    seen = await request.app[DOOR].who(token)
    request[SEEN] = seen
    request[ACTOR] = seen.actor(request.app[PORTS].clock.now())
    return await handler(request)


def _open(request: web.Request) -> bool:
    info = request.match_info
    return info.http_exception is not None or info.route.name in PUBLIC or _socket(request)


def _socket(request: web.Request) -> bool:
    """Sockets are let in by their own door, which reads the same cookie."""
    return request.path.startswith("/socket.io/")
