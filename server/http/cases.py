"""/api/cases: the list, one case, its form, its moves, its events and messages."""

from typing import Final

from aiohttp import web
from pydantic import TypeAdapter

from consult.contract.commands import CaseMove, CreateCase, SaveForm, Say
from consult.contract.problem import FieldError
from consult.domain.ids import CaseId
from consult.services import cases, messages, moves
from server.errors import Unreadable
from server.http.keys import ACTOR, PORTS
from server.http.wire import read, read_one, reply, seen_seq, uuid_in

routes = web.RouteTableDef()

MOVES: Final[TypeAdapter[CaseMove]] = TypeAdapter(CaseMove)
WHICH: Final = frozenset({"mine", "desk", "queue", "review", "all"})


def case_id(request: web.Request) -> CaseId:
    """Return the case in the address."""
    return CaseId(uuid_in(request, "case"))


@routes.get("/api/cases", name="cases.list")
async def list_cases(request: web.Request) -> web.Response:
    """List the cases that one takes part in."""
    which = request.query.get("which") or request.query.get("view") or "all"
    if which not in WHICH:
        raise Unreadable((FieldError(path="which", code="enum"),))
    return reply(await cases.list_cases(request.app[PORTS], request[ACTOR], which))


@routes.post("/api/cases", name="cases.create")
async def create_case(request: web.Request) -> web.Response:
    """Begin a request; the same token is the same case."""
    wanted = await read(request, CreateCase)
    return reply(await cases.create(request.app[PORTS], request[ACTOR], wanted), 201)


@routes.get("/api/cases/{case}", name="case.read")
async def read_case(request: web.Request) -> web.Response:
    """Show one case."""
    return reply(await cases.read(request.app[PORTS], request[ACTOR], case_id(request)))


@routes.put("/api/cases/{case}/form", name="case.save_form")
async def save_form(request: web.Request) -> web.Response:
    """Save the form as it is now."""
    wanted = await read(request, SaveForm)
    return reply(
        await cases.save_form(
            request.app[PORTS],
            request[ACTOR],
            case_id(request),
            wanted,
            expected_seq=seen_seq(request),
        )
    )


@routes.post("/api/cases/{case}/moves", name="case.move")
async def move_case(request: web.Request) -> web.Response:
    """Move a case: submit, return, dispatch, acknowledge, and so on."""
    wanted = await read_one(request, MOVES)
    return reply(
        await moves.move(
            request.app[PORTS],
            request[ACTOR],
            case_id(request),
            wanted,
            expected_seq=seen_seq(request),
        )
    )


@routes.get("/api/cases/{case}/events", name="case.events")
async def read_events(request: web.Request) -> web.Response:
    """Return what happened after a seq, oldest first."""
    after = request.query.get("after", "0")
    if not after.isascii() or not after.isdigit() or len(after) > 15:
        raise Unreadable((FieldError(path="after", code="int_parsing"),))
    return reply(
        await cases.events_after(request.app[PORTS], request[ACTOR], case_id(request), int(after))
    )


@routes.post("/api/cases/{case}/messages", name="case.say")
async def say(request: web.Request) -> web.Response:
    """Say something to all who take part."""
    wanted = await read(request, Say)
    return reply(
        await messages.say(request.app[PORTS], request[ACTOR], case_id(request), wanted), 201
    )
