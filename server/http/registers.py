"""Directory, likely patients, audit, and what an administrator looks after."""

from aiohttp import web

from consult.contract.commands import AuditQuery, CreateOrganisation, CreatePerson
from consult.contract.views import PatientList
from consult.domain.form import PatientPart
from consult.services import audit, directory, patients
from server.administration import add_organisation, add_person, overview
from server.http.keys import ACTOR, CHAIN_INTACT, PASSWORDS, PORTS, TRANSACTIONS
from server.http.wire import query, read, read_data, reply

routes = web.RouteTableDef()


@routes.get("/api/directory", name="directory.read")
async def read_directory(request: web.Request) -> web.Response:
    """Tell whom one can ask, or route to."""
    return reply(await directory.directory(request.app[PORTS], request[ACTOR]))


@routes.post("/api/patients/likely", name="patients.likely")
async def likely(request: web.Request) -> web.Response:
    """Return known patients who are likely the same (a POST: addresses carry no patient data)."""
    wanted = await read_data(request, PatientPart)
    found = await patients.likely(
        request.app[PORTS],
        request[ACTOR],
        identity_number=wanted.identity_number,
        name=wanted.name,
        birth_date=wanted.birth_date,
        sex=wanted.sex,
        phone=wanted.phone,
        record_number=wanted.record_number,
    )
    return reply(PatientList(patients=found))


@routes.get("/api/audit", name="audit.page")
async def read_audit(request: web.Request) -> web.Response:
    """Return a page of the audit chain, and whether the chain holds."""
    wanted = query(request, AuditQuery)
    audit.require_auditor(request[ACTOR])  # walking the chain is dear
    intact = await request.app[CHAIN_INTACT]()
    return reply(await audit.page(request.app[PORTS], request[ACTOR], wanted, intact=intact))


@routes.get("/api/admin", name="admin.read")
async def read_admin(request: web.Request) -> web.Response:
    """Show institutions, people, alliances and agreements to an administrator."""
    return reply(
        await overview(request.app[TRANSACTIONS], request[ACTOR], request.app[PORTS].clock)
    )


@routes.post("/api/admin/people", name="admin.add_person")
async def post_person(request: web.Request) -> web.Response:
    """Add somebody with an account."""
    wanted = await read(request, CreatePerson)
    added = await add_person(
        request.app[TRANSACTIONS],
        request[ACTOR],
        wanted,
        request.app[PASSWORDS],
        request.app[PORTS].ids,
    )
    return reply(added, 201)


@routes.post("/api/admin/organisations", name="admin.add_organisation")
async def post_organisation(request: web.Request) -> web.Response:
    """Add an institution."""
    wanted = await read(request, CreateOrganisation)
    added = await add_organisation(
        request.app[TRANSACTIONS], request[ACTOR], wanted, request.app[PORTS].ids
    )
    return reply(added, 201)
