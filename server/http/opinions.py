"""The opinion of a case: draft, signature, amendment, paper and record; the public check."""

from aiohttp import web

from consult.contract.commands import AmendOpinion, SignOpinion, WriteOpinion
from consult.domain.errors import NotFound
from consult.domain.ids import OpinionId
from consult.ports import SignedRecord
from consult.services import opinions, verification
from server.http.cases import case_id
from server.http.keys import ACTOR, EDGE, EXPORT, PORTS
from server.http.wire import maybe_seq, read, reply, uuid_in

routes = web.RouteTableDef()


@routes.put("/api/cases/{case}/opinion", name="opinion.write")
async def write(request: web.Request) -> web.Response:
    """Keep the draft; an autosave may leave If-Match out, its version is in the body."""
    wanted = await read(request, WriteOpinion)
    return reply(
        await opinions.write(
            request.app[PORTS],
            request[ACTOR],
            case_id(request),
            wanted,
            expected_seq=maybe_seq(request),
        )
    )


@routes.post("/api/cases/{case}/opinion/sign", name="opinion.sign")
async def sign(request: web.Request) -> web.Response:
    """Sign; demands the password entered within five minutes. `seen_seq` is in the body."""
    wanted = await read(request, SignOpinion)
    return reply(
        await opinions.sign(
            request.app[PORTS],
            request[ACTOR],
            case_id(request),
            wanted,
            expected_seq=maybe_seq(request),
        )
    )


@routes.post("/api/cases/{case}/opinion/amend", name="opinion.amend")
async def amend(request: web.Request) -> web.Response:
    """Open a new draft that amends the signed opinion."""
    wanted = await read(request, AmendOpinion)
    return reply(
        await opinions.amend(
            request.app[PORTS],
            request[ACTOR],
            case_id(request),
            wanted,
            expected_seq=maybe_seq(request),
        ),
        201,
    )


@routes.get("/api/cases/{case}/opinions/{opinion}/document.pdf", name="opinion.document")
async def document(request: web.Request) -> web.Response:
    """Return the signed opinion as a PDF."""
    ports, opinion = request.app[PORTS], OpinionId(uuid_in(request, "opinion"))
    found = await opinions.on_paper(ports, request[ACTOR], case_id(request), opinion)
    pdf = await ports.documents.opinion_pdf(found, _check_at(request, found))
    headers = {"Content-Disposition": f'inline; filename="opinion-{opinion}.pdf"'}
    return web.Response(body=pdf, content_type="application/pdf", headers=headers)


def _check_at(request: web.Request, found: SignedRecord) -> str:
    """Return the address that the QR code carries: where anybody may check the paper."""
    signature = found.opinion.signature
    if signature is None:
        raise NotFound
    return f"{request.app[EDGE].url}/verify/{signature.verification_code}"


@routes.get("/api/cases/{case}/opinions/{opinion}/record.json", name="opinion.record")
async def record(request: web.Request) -> web.Response:
    """Return the signed record with its signature and certificate, for `huizhen verify`."""
    case, opinion = case_id(request), OpinionId(uuid_in(request, "opinion"))
    found = await opinions.signed(request.app[PORTS], request[ACTOR], case, opinion)
    if found.opinion.signature is None:
        raise NotFound
    exported = await request.app[EXPORT](found.author, found.opinion.signature)
    headers = {"Content-Disposition": f'attachment; filename="opinion-{opinion}.json"'}
    return web.Response(
        body=exported,
        content_type="application/json",
        headers=headers,
    )


@routes.get("/api/verify/{code}", name="verification.read")
async def verify(request: web.Request) -> web.Response:
    """Tell whoever holds the paper whether it is genuine."""
    code = request.match_info["code"].strip().upper()[:40].replace("\0", "")
    return reply(await verification.verify(request.app[PORTS], code))
