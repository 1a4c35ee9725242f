"""Headers that every answer carries: what a page may load, and that patient data is not kept."""

from typing import Final

from aiohttp import web

from server.http.keys import EDGE, Edge

PERMISSIONS: Final = (
    "camera=(self), microphone=(self), display-capture=(self), "
    "geolocation=(), payment=(), usb=(), serial=()"
)
SANDBOX: Final = "sandbox; default-src 'none'"
"""For files that people have sent: whatever is in them, nothing of it runs."""


def policy(edge: Edge) -> str:
    """Return the Content-Security-Policy of pages: no inline script, no foreign origin."""
    sockets = " ".join(
        "ws" + origin.removeprefix("http") for origin in edge.origins if origin.startswith("http")
    )
    parts = (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "worker-src 'self' blob:",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        f"connect-src 'self' {sockets}".rstrip(),
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
    return "; ".join(parts)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add them to an answer that is about to leave; a handler's own are left as they are."""
    edge, headers = request.app[EDGE], response.headers
    headers.setdefault("Content-Security-Policy", policy(edge))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("Permissions-Policy", PERMISSIONS)
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if edge.https:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.path.startswith("/api/"):
        headers.setdefault("Cache-Control", "no-store")
    headers.pop("Server", None)
