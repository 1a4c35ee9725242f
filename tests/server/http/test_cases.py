"""Cases over HTTP: repeats, versions, and who is not there."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from consult.domain.form import RequestForm
from server.demo.forms import CHILD, HEART
from server.settings import Settings
from tests.server.http.conftest import Browser, Running

FORMS = TypeAdapter(RequestForm)


def form_json(story: Any = CHILD) -> Any:
    return FORMS.dump_python(story.form(datetime.now(UTC)), mode="json")


async def create(browser: Browser, story: Any = CHILD, **headers: str) -> Any:
    body = {"token": str(uuid4()), "form": form_json(story)}
    response = await browser.ask("POST", "/api/cases", json=body, headers=headers)
    assert response.status == 201, await response.text()
    return await response.json()


async def test_a_repeated_post(running: Running) -> None:
    """The same key has its effect once, and is answered as the first time."""
    browser = await running.signed_in("lin")
    view, key = await create(browser), str(uuid4())
    said = {"id": str(uuid4()), "text": "您好"}
    path = f"/api/cases/{view['id']}/messages"
    case = await browser.ask("GET", f"/api/cases/{view['id']}")
    assert "say" not in (await case.json())["may"]
    body = {"token": str(uuid4()), "form": form_json()}
    answers = [
        await browser.ask("POST", "/api/cases", json=body, headers={"Idempotency-Key": key})
        for _ in range(3)
    ]
    assert [one.status for one in answers] == [201] * 3
    assert len({await one.text() for one in answers}) == 1
    assert [one.headers.get("Idempotency-Replayed") for one in answers] == [None, "true", "true"]
    other = await browser.ask("POST", path, json=said, headers={"Idempotency-Key": key})
    assert (other.status, (await other.json())["code"]) == (422, "idempotency_mismatch")
    cases = (await (await browser.ask("GET", "/api/cases?which=mine")).json())["cases"]
    assert len(cases) == 2


async def test_a_refused_post_keeps_no_answer(running: Running) -> None:
    """What was refused may be mended and sent again under the same key."""
    browser, key = await running.signed_in("lin"), {"Idempotency-Key": str(uuid4())}
    for _ in range(2):
        response = await browser.ask("POST", "/api/cases", json={"token": "no"}, headers=key)
        assert response.status == 422
        assert "Idempotency-Replayed" not in response.headers


async def test_changes_want_the_version(running: Running) -> None:
    """A move or a form without If-Match is 428; a stale one is 409 with the present seq."""
    browser = await running.signed_in("lin")
    view = await create(browser)
    path, form = f"/api/cases/{view['id']}", {"form": form_json(HEART)}
    assert (await browser.ask("PUT", f"{path}/form", json=form)).status == 428
    assert (await browser.ask("POST", f"{path}/moves", json={"action": "submit"})).status == 428
    now = {"If-Match": f'"{view["seq"]}"'}
    saved = await browser.ask("PUT", f"{path}/form", json=form, headers=now)
    assert saved.status == 200
    seq = (await saved.json())["seq"]
    assert saved.headers["ETag"] == f'"{seq}"'
    stale = await browser.ask("PUT", f"{path}/form", json={"form": form_json()}, headers=now)
    told = await stale.json()
    assert (stale.status, told["code"], told["params"]["seq"]) == (409, "conflict", seq)


@pytest.mark.parametrize("username", ["li", "wang", "zhao", "guo", "han"])
async def test_who_has_nothing_to_do_with_it(running: Running, username: str) -> None:
    """A draft is not there for anybody but its author: neither it nor what belongs to it."""
    author = await running.signed_in("lin")
    view = await create(author)
    stranger = await running.signed_in(username)
    path, some = f"/api/cases/{view['id']}", str(uuid4())
    now = {"If-Match": str(view["seq"])}
    asked = [
        ("GET", path, None),
        ("GET", f"{path}/events?after=0", None),
        ("PUT", f"{path}/form", {"form": form_json()}),
        ("POST", f"{path}/moves", {"action": "submit"}),
        ("POST", f"{path}/messages", {"id": some, "text": "x"}),
        ("GET", f"{path}/uploads", None),
        ("GET", f"{path}/files/{some}", None),
        ("GET", f"{path}/opinions/{some}/document.pdf", None),
        ("GET", f"{path}/opinions/{some}/record.json", None),
        ("POST", f"{path}/invitations/{some}/moves", {"action": "accept"}),
        ("GET", f"/api/sessions/{some}/ice", None),
        ("GET", "/dicom-web/studies/1.2.3/metadata", None),
    ]
    for method, where, body in asked:
        response = await stranger.ask(method, where, json=body, headers=now)
        assert response.status == 404, (username, method, where, await response.text())
    listed = await (await stranger.ask("GET", "/api/cases?which=all")).json()
    assert listed["cases"] == []


async def test_an_administrator(running: Running) -> None:
    """An administrator adds people with a good password; others may not look."""
    settings: Settings = running.settings
    assert settings.port
    admin, doctor = await running.signed_in("guo"), await running.signed_in("lin")
    assert (await doctor.ask("GET", "/api/admin")).status == 403
    overview = await (await admin.ask("GET", "/api/admin")).json()
    assert [one["valid"] for one in overview["agreements"]].count(False) == 1
    person = {
        "username": "new",
        "name": "新人",
        "password": "password2026!!",
        "roles": ["village_doctor"],
        "organisation": overview["organisations"][0]["id"],
    }
    weak = await admin.ask("POST", "/api/admin/people", json=person)
    assert (weak.status, (await weak.json())["errors"][0]["path"]) == (422, "password")
    good = person | {"password": "plum-orchard-seven-9"}
    assert (await admin.ask("POST", "/api/admin/people", json=good)).status == 201
    assert (await admin.ask("POST", "/api/admin/people", json=good)).status == 409
    assert await running.browsers().sign_in("new", "plum-orchard-seven-9") == 200
