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


class Description:
    """The description of an application's /api routes; made when first asked for."""

    def __init__(self, app: web.Application) -> None:
        """Describe `app` once its routes are complete."""
        self._app = app
        self._text = ""

    def text(self) -> str:
        """Return it as JSON text."""
        self._text = self._text or json.dumps(describe(self._app), ensure_ascii=False)
        return self._text


def describe(app: web.Application) -> dict[str, Any]:
    """Return the description of the application's /api routes."""
    schemas, definitions = _schemas()
    paths: dict[str, dict[str, Any]] = {}
    for route in app.router.routes():
        path = route.resource.canonical if route.resource is not None else ""
        if path.startswith("/api/") and route.method != "HEAD" and route.name is not None:
            operation = _operation(route, path, schemas)
            paths.setdefault(path, {})[route.method.lower()] = operation
    problem = {"description": "A refusal (RFC 9457)", **_content("problem", Problem, schemas)}
    cookie = {"type": "apiKey", "in": "cookie", "name": "huizhen"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Huizhen", "version": "1"},
        "paths": paths,
        "components": {
            "schemas": definitions,
            "responses": {"Problem": problem},
            "securitySchemes": {"session": cookie},
        },
    }


Schemas = dict[str, dict[str, Any]]


def _schemas() -> tuple[Schemas, dict[str, Any]]:
    """Return a schema for each body by its key, and the definitions that they refer to."""
    bodies: dict[str, Kind] = {"problem": Problem}
    for name, (taken, given) in BODIES.items():
        bodies.update({f"{name} takes": taken, f"{name} gives": given})
    wanted = [
        (key, "serialization", TypeAdapter(kind))
        for key, kind in bodies.items()
        if kind is not None and not isinstance(kind, str)
    ]
    made, definitions = TypeAdapter.json_schemas(wanted, ref_template=REFS)  # type: ignore[arg-type]
    return {str(key): schema for (key, _), schema in made.items()}, definitions["$defs"]


def _operation(route: web.AbstractRoute, path: str, schemas: Schemas) -> dict[str, Any]:
    name = route.name or ""
    taken, given = BODIES[name]
    words = (route.handler.__doc__ or "").strip().splitlines()
    done = {"description": "Done"} | _content(f"{name} gives", given, schemas)
    operation: dict[str, Any] = {
        "operationId": name.replace(".", "_"),
        "summary": words[0] if words else "",
        "parameters": [
            {"name": one, "in": "path", "required": True, "schema": {"type": "string"}}
            for one in re.findall(r"{(\w+)}", path)
        ],
        "responses": {
            "204" if given is None else "200": done,
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }
    if taken is not None:
        operation["requestBody"] = {"required": True} | _content(f"{name} takes", taken, schemas)
    return operation


def _content(key: str, kind: Kind, schemas: Schemas) -> dict[str, Any]:
    if kind is None:
        return {}
    if isinstance(kind, str):
        return {"content": {kind: {}}}
    return {"content": {JSON: {"schema": schemas[key]}}}
