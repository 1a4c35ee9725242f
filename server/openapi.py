"""The description of the REST API (OpenAPI 3.1), generated from routes and contract."""

import json
import re
from typing import Any, Final

from aiohttp import web
from pydantic import TypeAdapter

from consult.contract import commands, views
from consult.contract.problem import Problem
from consult.contract.signals import WatchAnswer
from consult.domain.form import PatientPart

JSON: Final = "application/json"
REFS: Final = "#/components/schemas/{model}"

Kind = Any
"""A message class, a union of them, a media type as text, or None for no body."""

BODIES: Final[dict[str, tuple[Kind, Kind]]] = {
    "session.open": (commands.SignIn, views.Me),
    "session.read": (None, views.Me),
    "session.close": (None, None),
    "session.step_up": (commands.StepUp, views.Me),
    "sign_ins.list": (None, views.SignInList),
    "sign_ins.end": (None, None),
    "sign_ins.end_others": (None, None),
    "directory.read": (None, views.Directory),
    "patients.likely": (PatientPart, views.PatientList),
    "cases.list": (None, views.CaseList),
    "cases.create": (commands.CreateCase, views.CaseView),
    "case.read": (None, views.CaseView),
    "case.save_form": (commands.SaveForm, views.CaseView),
    "case.move": (commands.CaseMove, views.CaseView),
    "case.events": (None, WatchAnswer),
    "case.say": (commands.Say, views.CaseView),
    "case.file": (None, "application/octet-stream"),
    "invitation.move": (commands.InvitationMove, views.CaseView),
    "session.book": (commands.Book, views.CaseView),
    "session.move": (commands.SessionMove, views.CaseView),
    "session.ice": (None, views.IceServers),
    "link_test": (commands.LinkTestOffer, views.LinkTestAnswer),
    "opinion.write": (commands.WriteOpinion, views.CaseView),
    "opinion.sign": (commands.SignOpinion, views.CaseView),
    "opinion.amend": (commands.AmendOpinion, views.CaseView),
    "opinion.document": (None, "application/pdf"),
    "opinion.record": (None, JSON),
    "verification.read": (None, views.Verification),
    "uploads.plan": (commands.PlanUpload, views.UploadList),
    "uploads.list": (None, views.UploadList),
    "upload.send": ("application/octet-stream", views.UploadState),
    "upload.append": ("application/octet-stream", views.UploadState),
    "audit.page": (None, views.AuditPage),
    "admin.read": (None, views.AdminOverview),
    "admin.add_person": (commands.CreatePerson, views.PersonRow),
    "admin.add_organisation": (commands.CreateOrganisation, views.OrganisationView),
    "openapi": (None, JSON),
}
"""What each route of /api takes and gives; a test demands a line for every one."""


def describe(app: web.Application) -> str:
    """Return the description of the application's /api routes as JSON text."""
    schemas: dict[str, Any] = {}
    paths: dict[str, dict[str, Any]] = {}
    for route in app.router.routes():
        path = route.resource.canonical if route.resource is not None else ""
        if not path.startswith("/api/") or route.method == "HEAD" or route.name is None:
            continue
        paths.setdefault(path, {})[route.method.lower()] = _operation(route, path, schemas)
    problem = _content(Problem, schemas)
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "Huizhen", "version": "1"},
            "paths": paths,
            "components": {
                "schemas": schemas,
                "responses": {"Problem": {"description": "A refusal (RFC 9457)", **problem}},
                "securitySchemes": {
                    "session": {"type": "apiKey", "in": "cookie", "name": "huizhen"}
                },
            },
        },
        ensure_ascii=False,
    )


def _operation(route: web.AbstractRoute, path: str, schemas: dict[str, Any]) -> dict[str, Any]:
    taken, given = BODIES[route.name or ""]
    words = (route.handler.__doc__ or "").strip().splitlines()
    operation: dict[str, Any] = {
        "operationId": f"{route.name}".replace(".", "_"),
        "summary": words[0] if words else "",
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in re.findall(r"{(\w+)}", path)
        ],
        "responses": {
            "200" if given is not None else "204": {
                "description": "Done",
                **(_content(given, schemas) if given is not None else {}),
            },
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }
    if taken is not None:
        operation["requestBody"] = {"required": True, **_content(taken, schemas)}
    return operation


def _content(kind: Kind, schemas: dict[str, Any]) -> dict[str, Any]:
    if isinstance(kind, str):
        return {"content": {kind: {}}}
    return {"content": {JSON: {"schema": _schema(kind, schemas)}}}


def _schema(kind: Kind, schemas: dict[str, Any]) -> dict[str, Any]:
    schema = TypeAdapter(kind).json_schema(ref_template=REFS)
    schemas.update(schema.pop("$defs", {}))
    title = schema.get("title")
    if title is None:
        return schema
    schemas[title] = schema
    return {"$ref": REFS.format(model=title)}
