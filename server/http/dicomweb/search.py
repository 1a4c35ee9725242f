"""QIDO-RS: searching for studies, series and instances."""

import unicodedata
from urllib.parse import parse_qsl

from aiohttp import web

from imaging.archive.query import BadQuery, Level, Query, read_query
from server.http.dicomweb.access import ACCESS, ARCHIVE
from server.http.dicomweb.replies import json_reply


async def find_studies(request: web.Request) -> web.Response:
    """Search for studies."""
    return await _find(request, Level.STUDY)


async def find_series(request: web.Request) -> web.Response:
    """Search for series, everywhere or in one study."""
    return await _find(request, Level.SERIES)


async def find_instances(request: web.Request) -> web.Response:
    """Search for instances, everywhere, in one study or in one series."""
    return await _find(request, Level.INSTANCE)


async def _find(request: web.Request, level: Level) -> web.Response:
    query = _query(request, level)
    if "study" in request.match_info:
        await request.app[ACCESS].read_study(request, request.match_info["study"])
    visible = await request.app[ACCESS].visible_studies(request)
    rows = await request.app[ARCHIVE].index.find(query, visible)
    answer = await json_reply(request, f"[{','.join(rows)}]")
    if query.unknown:
        answer.headers["Warning"] = '299 huizhen "some attributes are not searched by"'
    return answer


def _query(request: web.Request, level: Level) -> Query:
    """Read the query string; bytes that are not UTF-8 are taken as GB18030, text is composed."""
    raw = request.rel_url.raw_query_string
    try:
        pairs = parse_qsl(raw, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        pairs = parse_qsl(raw, keep_blank_values=True, encoding="gb18030", errors="replace")
    path = [("StudyInstanceUID", "study"), ("SeriesInstanceUID", "series")]
    pairs += [(name, request.match_info[key]) for name, key in path if key in request.match_info]
    try:
        return read_query(
            level, [(name, unicodedata.normalize("NFC", value)) for name, value in pairs]
        )
    except BadQuery as error:
        raise web.HTTPBadRequest from error
