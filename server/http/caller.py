"""Who is at the other end: the cookie, the address, the browser's name."""

from collections.abc import Mapping
from typing import Final

from aiohttp import web

from server.auth.door import Caller
from server.http.keys import EDGE

SECURE_COOKIE: Final = "__Host-huizhen"
PLAIN_COOKIE: Final = "huizhen"
"""For plain HTTP on loopback, where browsers keep no Secure cookie under every name."""


def cookie_name(https: bool) -> str:
    """Return the name of the sign-in's cookie."""
    return SECURE_COOKIE if https else PLAIN_COOKIE


def token_in(cookies: Mapping[str, str], https: bool) -> str | None:
    """Return the sign-in token among cookies, or None; a giant one is none."""
    token = cookies.get(cookie_name(https))
    return token if token and len(token) <= 100 else None


def cookie_token(request: web.Request) -> str | None:
    """Return the sign-in token of a request."""
    return token_in(request.cookies, request.app[EDGE].https)


def give_cookie(request: web.Request, response: web.StreamResponse, token: str) -> None:
    """Set the cookie: for this host alone, out of reach of scripts, gone with the browser."""
    https = request.app[EDGE].https
    response.set_cookie(
        cookie_name(https), token, path="/", httponly=True, secure=https, samesite="Strict"
    )


def take_cookie(request: web.Request, response: web.StreamResponse) -> None:
    """Remove the cookie."""
    https = request.app[EDGE].https
    response.del_cookie(
        cookie_name(https), path="/", httponly=True, secure=https, samesite="Strict"
    )


def caller(request: web.Request) -> Caller:
    """Return from where the request comes; a trusted proxy's word is believed, no other's."""
    address = request.remote or ""
    if address in request.app[EDGE].trusted_proxies:
        told = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip()
        address = told or address
    agent = request.headers.get("User-Agent", "").encode("utf-8", "replace").decode()
    return Caller(address=address, agent=agent)
