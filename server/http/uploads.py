"""Files from browsers: planned, sent in parts that survive a cut, checked, and read again."""

from typing import Final
from urllib.parse import quote

from aiohttp import web

from consult.contract.commands import PlanUpload
from consult.contract.problem import FieldError
from consult.contract.views import UploadState
from consult.domain.casefile import Attachment
from consult.domain.errors import Conflict
from consult.domain.ids import FileId
from consult.ports import Upload
from consult.services import uploads
from server.errors import Unreadable
from server.http.cases import case_id
from server.http.headers import SANDBOX
from server.http.keys import ACTOR, PARTS, PORTS
from server.http.wire import body, read, reply, uuid_in

routes = web.RouteTableDef()

PART: Final = 1 << 20  # bytes of one part, at most; browsers send 256 KiB
PLAN: Final = 4 << 20
SHOWN: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
"""What a page may draw; anything else is only ever saved."""


@routes.post("/api/cases/{case}/uploads", name="uploads.plan")
async def plan(request: web.Request) -> web.Response:
    """Announce files; the answer says from which byte each is wanted."""
    wanted = await read(request, PlanUpload, PLAN)
    return reply(await uploads.plan(request.app[PORTS], request[ACTOR], case_id(request), wanted))


@routes.get("/api/cases/{case}/uploads", name="uploads.list")
async def list_uploads(request: web.Request) -> web.Response:
    """Tell what became of the files."""
    return reply(await uploads.list_uploads(request.app[PORTS], request[ACTOR], case_id(request)))


@routes.put("/api/uploads/{upload}", name="upload.send")
@routes.patch("/api/uploads/{upload}", name="upload.append")
async def send(request: web.Request) -> web.Response:
    """Take the next bytes, from `?offset=` or the header Upload-Offset; they are durable then."""
    name, offset = uuid_in(request, "upload"), _offset(request)
    async with request.app[PARTS].only_one(name):
        upload = await uploads.open_upload(request.app[PORTS], request[ACTOR], name)
        part = await body(request, PART)
        if upload.state in uploads.DONE:
            return reply(uploads.upload_state(upload))
        return reply(await _take(request, upload, offset, part))


async def _take(request: web.Request, upload: Upload, offset: int, part: bytes) -> UploadState:
    ports, actor, parts = request.app[PORTS], request[ACTOR], request.app[PARTS]
    try:
        held = await parts.write(upload.id, offset, part, size=upload.size)
    except Conflict as conflict:
        held = int(str(conflict.params["received"]))
        if held < upload.received:  # swept meanwhile: whoever plans anew is told so
            await uploads.received(ports, actor, upload.id, held)
        raise
    if held < upload.size:
        return await uploads.received(ports, actor, upload.id, held)
    if await parts.sha256(upload.id) != upload.sha256:
        await parts.drop(upload.id)
        return await uploads.refuse(ports, actor, upload.id, "hash_mismatch")
    state = await uploads.finish(ports, actor, upload.id, str(parts.path(upload.id)))
    await parts.drop(upload.id)
    return state


def _offset(request: web.Request) -> int:
    given = request.query.get("offset") or request.headers.get("Upload-Offset") or ""
    if not given.isascii() or not given.isdigit() or len(given) > 15:
        raise Unreadable((FieldError(path="offset", code="int_parsing"),))
    return int(given)


@routes.get("/api/cases/{case}/files/{file}", name="case.file")
async def read_file(request: web.Request) -> web.Response:
    """Return a file that somebody sent: photos may be drawn, nothing in any of them may run."""
    attachment, content = await uploads.attachment(
        request.app[PORTS], request[ACTOR], case_id(request), _file(request)
    )
    return web.Response(body=content, headers=_as_sent(attachment))


def _file(request: web.Request) -> FileId:
    return FileId(uuid_in(request, "file"))


def _as_sent(attachment: Attachment) -> dict[str, str]:
    drawn = attachment.media_type in SHOWN and not attachment.quarantined
    return {
        "Content-Type": attachment.media_type if drawn else "application/octet-stream",
        "Content-Disposition": (
            f"{'inline' if drawn else 'attachment'}; filename*=UTF-8''{quote(attachment.name)}"
        ),
        "Content-Security-Policy": SANDBOX,
    }
