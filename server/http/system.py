"""What operators ask: alive, ready, numbers, and the description of this API."""

import asyncio
import logging
import time

from aiohttp import web
from aiohttp.typedefs import Handler

from server.http.keys import METRICS, OPENAPI, READY

routes = web.RouteTableDef()
log = logging.getLogger(__name__)


@routes.get("/livez", name="livez")
async def livez(_request: web.Request) -> web.Response:
    """Say that the process answers."""
    return web.json_response({"ok": True})


@routes.get("/readyz", name="readyz")
async def readyz(request: web.Request) -> web.Response:
    """Say whether the parts that requests need answer too: 503 names those that do not."""
    parts = await request.app[READY]()
    ready = all(parts.values())
    return web.json_response({"ok": ready, "parts": parts}, status=200 if ready else 503)


@routes.get("/metrics", name="metrics")
async def metrics(request: web.Request) -> web.Response:
    """Return the numbers for Prometheus."""
    return web.Response(
        body=request.app[METRICS].text(),
        headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
    )


@routes.get("/api/openapi.json", name="openapi")
async def openapi(request: web.Request) -> web.Response:
    """Describe this API, as generated from the contract."""
    return web.Response(
        text=await asyncio.to_thread(request.app[OPENAPI]), content_type="application/json"
    )


@web.middleware
async def observe(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count and log each answer: the route's name, never the address with its ids."""
    began = time.perf_counter()
    response = await handler(request)
    seconds = time.perf_counter() - began
    info = request.match_info.route
    route = info.name or (info.resource.canonical if info.resource else "none")
    request.app[METRICS].answered(route, response.status, seconds)
    log.info(
        "answered",
        extra={"route": route, "status": response.status, "ms": round(seconds * 1000, 1)},
    )
    return response
