"""How answers are sent: JSON with ETag and gzip, multipart with a known length, refusals."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from aiohttp import hdrs, web

from consult.domain.errors import NotFound, Refused
from imaging.dicom.errors import Malformed, Reason

DICOM_JSON: Final = "application/dicom+json"
_PIECE: Final = 1 << 20  # bytes
_ABSENT: Final = frozenset({Reason.NO_PIXELS, Reason.SIZE_MISMATCH})
PRIVATE: Final = "private, no-cache"  # a browser may keep it and has to ask whether it is still his


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a multipart answer: a file or bytes."""

    content_type: str
    body: Path | bytes

    def size(self) -> int:
        """Return the length of the body in bytes."""
        return len(self.body) if isinstance(self.body, bytes) else self.body.stat().st_size


@contextmanager
def explained() -> Iterator[None]:
    """Turn what an image is refused for into an answer: not there, or unprocessable with a code."""
    try:
        yield
    except Malformed as error:
        if error.code in _ABSENT:
            raise NotFound from error
        raise Refused(str(error.code)) from error


async def json_reply(request: web.Request, text: str, kind: str = DICOM_JSON) -> web.Response:
    """Return JSON text with an ETag (304 when the client has it), packed where it is taken."""
    body = text.encode()
    headers = {
        hdrs.ETAG: f'"{sha256(body).hexdigest()[:32]}"',
        hdrs.CACHE_CONTROL: PRIVATE,
        hdrs.VARY: "Accept, Accept-Encoding, Authorization, Cookie",
    }
    if headers[hdrs.ETAG] in request.headers.get(hdrs.IF_NONE_MATCH, ""):
        return web.Response(status=304, headers=headers)
    if len(body) > 1000 and "gzip" in request.headers.get(hdrs.ACCEPT_ENCODING, ""):
        body = await asyncio.to_thread(gzip.compress, body, 5)
        headers[hdrs.CONTENT_ENCODING] = "gzip"
    return web.Response(body=body, headers=headers, content_type=kind)


def file_reply(path: Path, content_type: str, cache: str = PRIVATE) -> web.FileResponse:
    """Return a file by sendfile; Range, ETag and 304 are aiohttp's."""
    headers = {hdrs.CONTENT_TYPE: content_type, hdrs.CACHE_CONTROL: cache}
    return web.FileResponse(path, headers=headers, chunk_size=_PIECE)


def bytes_reply(request: web.Request, body: bytes, content_type: str) -> web.Response:
    """Return bytes with an ETag."""
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {hdrs.CACHE_CONTROL: PRIVATE, hdrs.ETAG: tag}
    if tag in request.headers.get(hdrs.IF_NONE_MATCH, ""):
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, content_type=content_type, headers=headers)


async def multipart_reply(
    request: web.Request, kind: str, parts: Sequence[Part]
) -> web.StreamResponse:
    """Stream parts as multipart/related; memory stays at one piece whatever the size."""
    boundary = f"huizhen-{sha256(request.path.encode()).hexdigest()[:40]}"
    heads = [
        f"\r\n--{boundary}\r\nContent-Type: {part.content_type}\r\n"
        f"Content-Length: {part.size()}\r\n\r\n".encode()
        for part in parts
    ]
    end = f"\r\n--{boundary}--\r\n".encode()
    answer = web.StreamResponse(headers={hdrs.CACHE_CONTROL: "no-store"})
    answer.headers[hdrs.CONTENT_TYPE] = f'multipart/related; type="{kind}"; boundary={boundary}'
    answer.content_length = sum(map(len, heads)) + sum(part.size() for part in parts) + len(end)
    await answer.prepare(request)
    for head, part in zip(heads, parts, strict=True):
        await answer.write(head)
        async for piece in _pieces(part.body):
            await answer.write(piece)
    await answer.write_eof(end)
    return answer


async def _pieces(body: Path | bytes) -> AsyncIterator[bytes]:
    if isinstance(body, bytes):
        yield body
        return
    with await asyncio.to_thread(body.open, "rb") as file:
        while piece := await asyncio.to_thread(file.read, _PIECE):
            yield piece
