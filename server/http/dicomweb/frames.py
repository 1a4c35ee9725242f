"""WADO-RS: frames, as the file holds them, decoded, or as the HTJ2K derivative."""

import asyncio
from typing import Final

from aiohttp import web

from consult.domain.errors import NotFound
from imaging.archive.archive import Archive
from imaging.archive.records import Stored
from imaging.codecs.htj2k import LOSSLESS_RPCL
from imaging.codecs.original import original_frame
from server.errors import TooLarge
from server.http.dicomweb.access import ARCHIVE
from server.http.dicomweb.replies import (
    Part,
    bytes_reply,
    explained,
    file_reply,
    multipart_reply,
)
from server.http.dicomweb.retrieve import asked_for

HTJ2K: Final = "image/jphc"
RAW: Final = "application/octet-stream"
AT_ONCE: Final = 256 << 20
"""Bytes of decoded frames in one answer; a reader asks for further ones by themselves."""
EXPLICIT: Final = "1.2.840.10008.1.2.1"
_PLAIN: Final = frozenset({"1.2.840.10008.1.2", EXPLICIT, "1.2.840.10008.1.2.1.99"})
_CODED: Final = {
    "1.2.840.10008.1.2.5": "image/dicom-rle",
    **{f"1.2.840.10008.1.2.4.{end}": "image/jpeg" for end in (50, 51, 57, 70)},
    **{f"1.2.840.10008.1.2.4.{end}": "image/jls" for end in (80, 81)},
    **{f"1.2.840.10008.1.2.4.{end}": "image/jp2" for end in (90, 91)},
    **{f"1.2.840.10008.1.2.4.{end}": HTJ2K for end in (201, 202, 203)},
}


async def frames(request: web.Request) -> web.StreamResponse:
    """Send the listed frames.

    image/jphc or transfer syntax …4.201/…4.202: the HTJ2K derivative, with Range when one frame
    is asked for without multipart. transfer-syntax=*: as the file holds them. Otherwise decoded
    samples, little endian.
    """
    (stored,) = await asked_for(request)
    numbers = frame_numbers(request.match_info["frames"], stored)
    accept = request.headers.get("Accept", "*/*")
    archive = request.app[ARCHIVE]
    with explained():
        if _wants_htj2k(accept):
            return await _derivative(request, archive, stored, numbers)
        _within_memory(stored, numbers)
        parts = [await _frame(archive, stored, number, accept) for number in numbers]
    if "multipart" not in accept and "octet-stream" in accept and len(parts) == 1:
        body = parts[0].body
        assert isinstance(body, bytes)
        return bytes_reply(request, body, RAW)
    return await multipart_reply(request, parts[0].content_type.split(";")[0], parts)


async def htj2k(request: web.Request) -> web.FileResponse:
    """Send one frame's HTJ2K stream; a prefix of it (Range) decodes to a smaller picture."""
    (stored,) = await asked_for(request)
    (number,) = frame_numbers(request.match_info["frame"], stored)
    with explained():
        path = await request.app[ARCHIVE].derivatives.frame(stored, number)
    return file_reply(path, HTJ2K)


async def raw(request: web.Request) -> web.Response:
    """Send one frame decoded: stored values or interleaved RGB, little endian."""
    (stored,) = await asked_for(request)
    (number,) = frame_numbers(request.match_info["frame"], stored)
    with explained():
        body = await request.app[ARCHIVE].derivatives.raw(stored, number)
    return bytes_reply(request, body, RAW)


def frame_numbers(listed: str, stored: Stored) -> list[int]:
    """Return the frame numbers of a list such as "1,2"; raises NotFound beyond the last."""
    if not stored.header.has_pixels or len(listed) > 10_000:
        raise NotFound
    numbers = [int(part) for part in listed.split(",") if part.isdigit() and len(part) < 9]
    if not numbers or not all(1 <= number <= stored.header.frames for number in numbers):
        raise NotFound
    return numbers


def _within_memory(stored: Stored, numbers: list[int]) -> None:
    """Raise TooLarge for more frames than are held in memory at once; one is always sent."""
    header = stored.header
    frame = header.rows * header.columns * header.samples * header.bits_allocated // 8
    if len(numbers) > 1 and frame * len(numbers) > AT_ONCE:
        raise TooLarge("", limit=AT_ONCE)


def _wants_htj2k(accept: str) -> bool:
    return HTJ2K in accept or "1.2.840.10008.1.2.4.20" in accept


async def _derivative(
    request: web.Request, archive: Archive, stored: Stored, numbers: list[int]
) -> web.StreamResponse:
    paths = [await archive.derivatives.frame(stored, number) for number in numbers]
    if len(paths) == 1 and "multipart" not in request.headers.get("Accept", ""):
        return file_reply(paths[0], HTJ2K)
    kind = f"{HTJ2K}; transfer-syntax={LOSSLESS_RPCL}"
    return await multipart_reply(request, HTJ2K, [Part(kind, path) for path in paths])


async def _frame(archive: Archive, stored: Stored, number: int, accept: str) -> Part:
    syntax = stored.header.transfer_syntax
    path = archive.blobs.path(stored.sha256)
    if syntax in _PLAIN and stored.header.bits_allocated % 8 == 0:
        body = await asyncio.to_thread(original_frame, path, number - 1)
        return Part(f"{RAW}; transfer-syntax={EXPLICIT}", body)
    kind = _CODED.get(syntax, RAW)
    if "transfer-syntax=*" in accept.replace('"', "") or kind in accept or syntax in accept:
        body = await asyncio.to_thread(original_frame, path, number - 1)
        return Part(f"{kind}; transfer-syntax={syntax}", body)
    body = await archive.derivatives.raw(stored, number)
    return Part(f"{RAW}; transfer-syntax={EXPLICIT}", body)
