"""The web client: index.html, its hashed assets, and what may be cached for how long."""

from pathlib import Path
from typing import Final

from aiohttp import web

from consult.domain.errors import NotFound
from server.http.keys import EDGE

routes = web.RouteTableDef()

FOREVER: Final = "public, max-age=31536000, immutable"

NOT_BUILT: Final = (
    "<!doctype html><meta charset=utf-8><title>会诊 Huizhen</title>"
    "<p>The web client is not built yet: <code>python web/build_hook.py</code>"
)


@routes.get("/", name="index")
@routes.get("/verify/{code}", name="verify.page")
async def index(request: web.Request) -> web.StreamResponse:
    """Serve the client's one page; it is asked for anew each time."""
    folder = request.app[EDGE].web_files
    if folder is None:
        return web.Response(text=NOT_BUILT, content_type="text/html")
    return web.FileResponse(folder / "index.html", headers={"Cache-Control": "no-cache"})


@routes.get("/{file:[^/]+\\.[a-z0-9]+}", name="web_files")
@routes.get("/assets/{file:[^/]+}", name="web_assets")
async def asset(request: web.Request) -> web.StreamResponse:
    """Serve a file of the client; aiohttp prefers its .br or .gz sibling by itself."""
    folder = request.app[EDGE].web_files
    if folder is None:
        raise NotFound
    hashed = request.path.startswith("/assets/")
    path = _inside(folder / "assets" if hashed else folder, request.match_info["file"])
    return web.FileResponse(path, headers={"Cache-Control": FOREVER if hashed else "no-cache"})


def _inside(folder: Path, name: str) -> Path:
    """Return the file of that name in the folder itself. Raises NotFound."""
    path = (folder / name).resolve()
    if path.parent != folder.resolve() or not path.is_file():
        raise NotFound
    return path
