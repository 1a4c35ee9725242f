"""All routes, and what every request passes on its way to them."""

from typing import Final

from aiohttp import web
from aiohttp.typedefs import Middleware

from server.http import (
    cases,
    meetings,
    opinions,
    pages,
    registers,
    signing_in,
    system,
    uploads,
)
from server.http.guards import own_pages, people, refusals
from server.http.headers import add_headers
from server.http.listening import heard
from server.http.repeats import once
from server.http.system import observe

MIDDLEWARES: Final[tuple[Middleware, ...]] = (heard, observe, refusals, own_pages, people, once)
"""From the outside in."""


def add_routes(app: web.Application) -> None:
    """Add every route of this package, and the headers that all answers carry."""
    for module in (system, signing_in, registers, cases, meetings, opinions, uploads):
        app.router.add_routes(module.routes)
    app.on_response_prepare.append(add_headers)


def add_pages(app: web.Application) -> None:
    """Add the web client's pages; last, since their addresses are the widest."""
    app.router.add_routes(pages.routes)
