"""STOW-RS: storing instances, each with its own result (PS3.18 10.5)."""

import asyncio
import json
from contextlib import ExitStack
from typing import Any, Final

from aiohttp import BodyPartReader, MultipartReader, web

from imaging.archive.blobs import Arriving
from imaging.archive.intake import Outcome, Sender, Taken
from imaging.dicom.errors import Reason
from server.http.dicomweb.access import ACCESS, ARCHIVE, BASE
from server.http.dicomweb.replies import DICOM_JSON

Json = dict[str, Any]

_PIECE: Final = 1 << 20  # bytes
_PARALLEL: Final = 8  # files checked and indexed while the next ones arrive
_FAILURES: Final = {
    Reason.UNKNOWN_SOP_CLASS: 0x0122,
    Reason.CONFLICT: 0x0111,
    Reason.DIFFERENT_STUDY: 0xA900,
    Reason.OTHER_SITE: 0x0124,
    Reason.TOO_LARGE: 0xA700,
}
_UNREADABLE: Final = 0xC000


async def store(request: web.Request) -> web.Response:
    """Store the parts of a multipart/related body; 200 all, 202 some, 409 none."""
    site = await request.app[ACCESS].store_site(request)
    if not request.content_type.startswith("multipart/"):
        raise web.HTTPUnsupportedMediaType
    sender = Sender(site=site, source="stow", study=request.match_info.get("study"))
    with ExitStack() as unfinished:
        try:
            return _reply(await _take_all(request, sender, unfinished))
        except ExceptionGroup as errors:  # the first is what the client is told: a full disk
            raise errors.exceptions[0] from errors


async def _take_all(request: web.Request, sender: Sender, unfinished: ExitStack) -> list[Taken]:
    """Take each part while the next ones arrive; `unfinished` removes what breaks off."""
    places = asyncio.Semaphore(_PARALLEL)
    parts = await _parts(request)
    tasks = []
    async with asyncio.TaskGroup() as group:
        while (part := await _next(parts)) is not None:
            arriving = unfinished.enter_context(request.app[ARCHIVE].arriving())
            await _fill(arriving, part)
            await places.acquire()
            tasks.append(group.create_task(_take(request, arriving, sender, places)))
    return [task.result() for task in tasks]


async def _parts(request: web.Request) -> MultipartReader:
    """Return the body's parts; raises HTTPBadRequest when the boundary is not named."""
    try:
        return await request.multipart()
    except (ValueError, AssertionError) as error:
        raise web.HTTPBadRequest from error


async def _next(parts: MultipartReader) -> BodyPartReader | None:
    """Return the next part that is a file; raises HTTPBadRequest when the body is broken."""
    try:
        part = await parts.next()
    except ValueError as error:
        raise web.HTTPBadRequest from error
    return part if isinstance(part, BodyPartReader) else None


async def _fill(arriving: Arriving, part: BodyPartReader) -> None:
    """Write a part to disk as it arrives; memory stays at one piece whatever the size."""
    try:
        while piece := await part.read_chunk(_PIECE):
            await asyncio.to_thread(arriving.write, piece)
    except (ValueError, AssertionError) as error:
        raise web.HTTPBadRequest from error


async def _take(
    request: web.Request, arriving: Arriving, sender: Sender, places: asyncio.Semaphore
) -> Taken:
    try:
        return await request.app[ARCHIVE].take(arriving, sender)
    finally:
        places.release()


def _reply(taken: list[Taken]) -> web.Response:
    good = [one for one in taken if one.state in (Outcome.STORED, Outcome.DUPLICATE)]
    bad = [one for one in taken if one not in good]
    answer: Json = {}
    studies = {one.study for one in good}
    if len(studies) == 1:
        answer["00081190"] = _value("UR", f"{BASE}/studies/{studies.pop()}")
    if bad:
        answer["00081198"] = {"vr": "SQ", "Value": [_failed(one) for one in bad]}
    if good:
        answer["00081199"] = {"vr": "SQ", "Value": [_stored(one) for one in good]}
    status = 200 if not bad and good else 202 if good else 409
    return web.Response(body=json.dumps(answer).encode(), status=status, content_type=DICOM_JSON)


def _stored(taken: Taken) -> Json:
    where = f"{BASE}/studies/{taken.study}/series/{taken.series}/instances/{taken.sop}"
    return {
        "00081150": _value("UI", taken.sop_class),
        "00081155": _value("UI", taken.sop),
        "00081190": _value("UR", where),
    }


def _failed(taken: Taken) -> Json:
    """Say why with the standard's number, and with our code as the error comment."""
    reason = taken.reason or Reason.BAD_STRUCTURE
    return {
        "00000902": _value("LO", str(reason)),
        "00081150": _value("UI", taken.sop_class),
        "00081155": _value("UI", taken.sop),
        "00081197": _value("US", _FAILURES.get(reason, _UNREADABLE)),
    }


def _value(vr: str, value: str | int | None) -> Json:
    return {"vr": vr} if value is None else {"vr": vr, "Value": [value]}
