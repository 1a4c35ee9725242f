"""WADO-RS: pictures for people: rendered frames and thumbnails."""

from typing import Final

from aiohttp import web

from consult.domain.errors import NotFound
from imaging.archive.records import Stored
from imaging.codecs.pool import Json
from imaging.pixels.window import Window
from server.http.dicomweb.access import ACCESS, ARCHIVE
from server.http.dicomweb.frames import frame_numbers
from server.http.dicomweb.replies import bytes_reply, explained, file_reply
from server.http.dicomweb.retrieve import asked_for

_KINDS: Final = {"image/jpeg": "jpeg", "image/webp": "webp", "image/png": "png"}
_LARGEST: Final = 8192  # pixels


async def rendered(request: web.Request) -> web.Response:
    """Send a frame windowed and sized: ?window=centre,width,linear&viewport=w,h&quality=q."""
    (stored,) = await asked_for(request)
    (number,) = frame_numbers(request.match_info.get("frame", "1"), stored)
    look = _look(request)
    with explained():
        body = await request.app[ARCHIVE].derivatives.drawn(stored, number, look)
    return bytes_reply(request, body, f"image/{look['kind']}")


async def rendered_many(request: web.Request) -> web.Response:
    """Send the picture that stands for a study or series."""
    stored = await _middle(request)
    look = _look(request)
    with explained():
        body = await request.app[ARCHIVE].derivatives.drawn(stored, 1, look)
    return bytes_reply(request, body, f"image/{look['kind']}")


async def thumbnail(request: web.Request) -> web.StreamResponse:
    """Send the small picture (WebP, at most 256 px) of an instance, a series or a study."""
    if "sop" in request.match_info:
        (stored,) = await asked_for(request)
    else:
        stored = await _middle(request)
    with explained():
        path = await request.app[ARCHIVE].derivatives.preview(stored)
    return file_reply(path, "image/webp")


async def _middle(request: web.Request) -> Stored:
    where = request.match_info
    await request.app[ACCESS].read_study(request, where["study"])
    found = await request.app[ARCHIVE].middle(where["study"], where.get("series"))
    if found is None:
        raise NotFound
    return found


def _look(request: web.Request) -> Json:
    """Read how the picture is wanted; raises HTTPBadRequest and HTTPNotAcceptable."""
    look: Json = {"kind": _kind(request)}
    try:
        if "window" in request.query:
            centre, width, *_ = request.query["window"].split(",")
            window = Window(float(centre), float(width))
            look["window"] = [window.centre, window.width]
        if "viewport" in request.query:
            wide, high, *_ = request.query["viewport"].split(",")
            look["box"] = [_between(wide, _LARGEST), _between(high, _LARGEST)]
        if "quality" in request.query:
            look["quality"] = _between(request.query["quality"], 100)
    except ValueError as error:
        raise web.HTTPBadRequest from error
    return look


def _between(text: str, largest: int) -> int:
    number = int(text)
    if not 1 <= number <= largest:
        raise ValueError("out of range")
    return number


def _kind(request: web.Request) -> str:
    accept: str = request.query.get("accept") or request.headers.get("Accept") or "*/*"
    for wanted in accept.split(","):
        kind = wanted.split(";")[0].strip()
        if kind in _KINDS:
            return _KINDS[kind]
        if kind in ("*/*", "image/*"):
            return "jpeg"
    raise web.HTTPNotAcceptable
