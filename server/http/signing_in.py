"""/api/session and /api/sign-ins: signing in, the step-up, and where one is signed in."""

from aiohttp import web

from consult.contract.commands import SignIn, StepUp
from consult.contract.views import Me, SignInList, SignInSession
from server.administration import organisation_view
from server.auth.door import Opened, Seen, short
from server.auth.keys import draft_key
from server.http.caller import caller, cookie_token, give_cookie, take_cookie
from server.http.keys import DOOR, EDGE, LIVE, PORTS, SEEN
from server.http.wire import nothing, read, reply

routes = web.RouteTableDef()


@routes.post("/api/session", name="session.open")
async def open_session(request: web.Request) -> web.Response:
    """Sign in; the answer says who one is and sets the cookie."""
    wanted = await read(request, SignIn)
    opened = await request.app[DOOR].sign_in(
        wanted.username, wanted.password, caller(request), old=cookie_token(request)
    )
    return await _welcome(request, opened)


@routes.get("/api/session", name="session.read")
async def read_session(request: web.Request) -> web.Response:
    """Tell who is signed in."""
    return reply(await _me(request, request[SEEN]))


@routes.delete("/api/session", name="session.close")
async def close_session(request: web.Request) -> web.Response:
    """Sign out; the sockets of this sign-in go with it."""
    token = cookie_token(request)
    if token is not None:
        ended = await request.app[DOOR].sign_out(token)
        await request.app[LIVE].sign_in_ended(ended)
    response = nothing()
    take_cookie(request, response)
    return response


@routes.post("/api/session/step-up", name="session.step_up")
async def step_up(request: web.Request) -> web.Response:
    """Enter the password again, as signing demands."""
    wanted = await read(request, StepUp)
    seen = request[SEEN]
    opened = await request.app[DOOR].step_up(seen, wanted.password, caller(request))
    request.app[LIVE].sign_in_renewed(seen.sign_in.id_sha256, opened.seen.sign_in.id_sha256)
    return await _welcome(request, opened)


@routes.get("/api/sign-ins", name="sign_ins.list")
async def list_sign_ins(request: web.Request) -> web.Response:
    """List where one is signed in."""
    seen = request[SEEN]
    listed = await request.app[DOOR].listed(seen.person.id)
    views = tuple(
        SignInSession(
            id=short(one),
            created_at=one.created_at,
            seen_at=one.seen_at,
            agent=one.agent,
            current=one.id_sha256 == seen.sign_in.id_sha256,
        )
        for one in listed
    )
    return reply(SignInList(sign_ins=views, server_time=request.app[PORTS].clock.now()))


@routes.delete("/api/sign-ins/{sign_in}", name="sign_ins.end")
async def end_sign_in(request: web.Request) -> web.Response:
    """End one of one's own sign-ins."""
    ended = await request.app[DOOR].end(request[SEEN].person.id, request.match_info["sign_in"])
    await request.app[LIVE].sign_in_ended(ended)
    return nothing()


@routes.delete("/api/sign-ins", name="sign_ins.end_others")
async def end_others(request: web.Request) -> web.Response:
    """End all of one's sign-ins but this one."""
    for ended in await request.app[DOOR].end_others(request[SEEN]):
        await request.app[LIVE].sign_in_ended(ended)
    return nothing()


async def _welcome(request: web.Request, opened: Opened) -> web.Response:
    response = reply(await _me(request, opened.seen))
    give_cookie(request, response, opened.token)
    return response


async def _me(request: web.Request, seen: Seen) -> Me:
    ports, person = request.app[PORTS], seen.person
    async with ports.transaction() as tx:
        organisation = await tx.people.organisation(person.organisation)
    return Me(
        id=person.id,
        name=person.name,
        username=person.username,
        title=person.title,
        roles=tuple(sorted(person.roles)),
        organisation=organisation_view(organisation),
        draft_key=draft_key(request.app[EDGE].secret, person.id),
        step_up_until=seen.sign_in.step_up_until,
        server_time=ports.clock.now(),
    )
