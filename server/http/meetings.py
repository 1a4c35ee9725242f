"""Invitations and sessions of a case, and what a browser needs to connect."""

from typing import Final

from aiohttp import web
from pydantic import TypeAdapter

from consult.contract.commands import Book, InvitationMove, LinkTestOffer, SessionMove
from consult.domain.ids import InvitationId, SessionId
from consult.services import invitations, rooms, sessions
from server.http.cases import case_id
from server.http.keys import ACTOR, ICE, LINK_TEST, PORTS
from server.http.wire import read, read_one, reply, seen_seq, uuid_in

routes = web.RouteTableDef()

INVITATION_MOVES: Final[TypeAdapter[InvitationMove]] = TypeAdapter(InvitationMove)
SESSION_MOVES: Final[TypeAdapter[SessionMove]] = TypeAdapter(SessionMove)
OFFER: Final = 80 << 10  # bytes; an SDP of 64 KiB inside JSON


@routes.post("/api/cases/{case}/invitations/{invitation}/moves", name="invitation.move")
async def move_invitation(request: web.Request) -> web.Response:
    """Accept, decline or take back an invitation."""
    wanted = await read_one(request, INVITATION_MOVES)
    return reply(
        await invitations.move(
            request.app[PORTS],
            request[ACTOR],
            case_id(request),
            InvitationId(uuid_in(request, "invitation")),
            wanted,
            expected_seq=seen_seq(request),
        )
    )


@routes.post("/api/cases/{case}/sessions", name="session.book")
async def book(request: web.Request) -> web.Response:
    """Book a (further) session."""
    wanted = await read(request, Book)
    return reply(
        await sessions.book(
            request.app[PORTS],
            request[ACTOR],
            case_id(request),
            wanted,
            expected_seq=seen_seq(request),
        ),
        201,
    )


@routes.post("/api/cases/{case}/sessions/{session}/moves", name="session.move")
async def move_session(request: web.Request) -> web.Response:
    """Reschedule, check in, start, finish, cancel or abandon a session."""
    wanted = await read_one(request, SESSION_MOVES)
    return reply(
        await sessions.move(
            request.app[PORTS],
            request[ACTOR],
            case_id(request),
            SessionId(uuid_in(request, "session")),
            wanted,
            expected_seq=seen_seq(request),
        )
    )


@routes.get("/api/sessions/{session}/ice", name="session.ice")
async def ice(request: web.Request) -> web.Response:
    """Hand out STUN and TURN servers, for this person and this session only."""
    session = SessionId(uuid_in(request, "session"))
    entry = await rooms.room_entry(request.app[PORTS], request[ACTOR], session)
    return reply(request.app[ICE](entry.session, entry.person))


@routes.post("/api/link-test", name="link_test")
async def link_test(request: web.Request) -> web.Response:
    """Answer the browser's offer with the echo peer's."""
    wanted = await read(request, LinkTestOffer, OFFER)
    return reply(await request.app[LINK_TEST](wanted))
