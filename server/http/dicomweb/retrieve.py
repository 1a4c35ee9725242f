"""WADO-RS: instances bit for bit as received, and their headers."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web

from consult.domain.errors import NotFound
from imaging.archive.archive import Archive
from imaging.archive.manifest import manifest
from imaging.archive.records import Stored
from imaging.archive.rows import row_text
from imaging.dicom.model import bulk_value, tag_of
from imaging.dicom.part10 import open_part10
from server.http.dicomweb.access import ACCESS, ARCHIVE, BASE
from server.http.dicomweb.replies import (
    Part,
    bytes_reply,
    explained,
    file_reply,
    json_reply,
    multipart_reply,
)


async def asked_for(request: web.Request) -> Sequence[Stored]:
    """Return the instances that the path names, allowed and audited; raises NotFound."""
    where = request.match_info
    await request.app[ACCESS].read_study(request, where["study"])
    found = await request.app[ARCHIVE].index.instances(
        where["study"], where.get("series"), where.get("sop")
    )
    if not found:
        raise NotFound
    return found


async def instances(request: web.Request) -> web.StreamResponse:
    """Send whole files: of a study, a series or one instance."""
    found = await asked_for(request)
    archive = request.app[ARCHIVE]
    accept = request.headers.get("Accept", "*/*")
    if "sop" in request.match_info and "multipart" not in accept and "dicom" in accept:
        return file_reply(archive.blobs.path(found[0].sha256), "application/dicom")
    if not any(kind in accept for kind in ("multipart/related", "*/*", "multipart/*")):
        raise web.HTTPNotAcceptable
    parts = [_whole(archive, stored) for stored in found]
    return await multipart_reply(request, "application/dicom", parts)


def _whole(archive: Archive, stored: Stored) -> Part:
    kind = f"application/dicom; transfer-syntax={stored.header.transfer_syntax}"
    return Part(kind, archive.blobs.path(stored.sha256))


async def metadata(request: web.Request) -> web.Response:
    """Send headers as DICOM JSON; bulk data are referred to by absolute addresses."""
    where = request.match_info
    await request.app[ACCESS].read_study(request, where["study"])
    found = await request.app[ARCHIVE].index.metadata(
        where["study"], where.get("series"), where.get("sop")
    )
    if not found:
        raise NotFound
    return await json_reply(request, f"[{','.join(_located(text, request) for text in found)}]")


def _located(text: str, request: web.Request) -> str:
    """Complete the addresses of bulk data, which the archive keeps relative to the instance."""
    if '"BulkDataURI":"bulkdata/' not in text:
        return text

    model = json.loads(text)
    study, series, sop = (model[tag]["Value"][0] for tag in ("0020000D", "0020000E", "00080018"))
    here = f"{request.url.origin()}{BASE}/studies/{study}/series/{series}/instances/{sop}"
    for element in model.values():
        if "BulkDataURI" in element:
            element["BulkDataURI"] = f"{here}/{element['BulkDataURI']}"
    return row_text(model)


async def bulkdata(request: web.Request) -> web.Response:
    """Send one large value of the top level of a header."""
    (stored,) = await asked_for(request)
    tag = tag_of(request.match_info["tag"])
    path = request.app[ARCHIVE].blobs.path(stored.sha256)
    with explained():
        value = None if tag is None else await asyncio.to_thread(_bulk_value, path, tag)
    if value is None:
        raise NotFound
    return bytes_reply(request, value, "application/octet-stream")


def _bulk_value(path: Path, tag: str) -> bytes | None:
    return bulk_value(open_part10(path).dataset, tag)


async def study_manifest(request: web.Request) -> web.Response:
    """Send all that our viewer needs of a study."""

    found = await asked_for(request)
    said = manifest(request.match_info["study"], found, BASE)
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return await json_reply(request, text, "application/json")
