"""Requests that are sent again: what they are answered once something has changed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import UUID, uuid4

from consult.domain.ids import CaseId
from server.clock import SystemClock
from server.db.database import create_database
from server.ports import ServerTransaction
from tests.server.http.conftest import Running
from tests.server.http.test_cases import form_json


@asynccontextmanager
async def beside(running: Running) -> AsyncIterator[ServerTransaction]:
    """A transaction of another process."""
    database = create_database(running.settings.database, clock=SystemClock())
    async with database.transaction() as tx:
        yield tx
    await database.dispose()


async def give_away(running: Running, case: str) -> None:
    """Make somebody else the author: it is not there any more for who was."""
    async with beside(running) as tx:
        file = await tx.cases.get(CaseId(UUID(case)))
        other = (await tx.people.experts(list(await tx.people.organisations())))[0]
        given = replace(file, case=replace(file.case, author=other.id))
        await tx.cases.save(given, read_seq=file.case.seq)


async def test_a_case_that_is_not_there_any_more(running: Running) -> None:
    """A repeated request shows nothing of a case that its sender may no longer read."""
    browser, key = await running.signed_in("lin"), {"Idempotency-Key": str(uuid4())}
    body = {"token": str(uuid4()), "form": form_json()}
    first = await browser.ask("POST", "/api/cases", json=body, headers=key)
    view = await first.json()
    case = view["id"]
    file = {"token": str(uuid4()), "name": "x", "size": 3, "sha256": "ab" * 32}
    plan, plans = {"files": [file]}, {"Idempotency-Key": str(uuid4())}
    where = f"/api/cases/{case}/uploads"
    answers = [await browser.ask("POST", where, json=plan, headers=plans) for _ in range(2)]
    assert [one.headers.get("Idempotency-Replayed") for one in answers] == [None, "true"]
    assert await answers[0].text() == await answers[1].text()
    await give_away(running, case)
    for path, sent, header in (("/api/cases", body, key), (where, plan, plans)):
        again = await browser.ask("POST", path, json=sent, headers=header)
        assert (again.status, (await again.json())["code"]) == (404, "not_found")
        assert case not in await again.text()


async def test_a_case_that_has_moved_on(running: Running) -> None:
    """It is shown as it is now, with its version."""
    browser, key = await running.signed_in("lin"), {"Idempotency-Key": str(uuid4())}
    body = {"token": str(uuid4()), "form": form_json()}
    view = await (await browser.ask("POST", "/api/cases", json=body, headers=key)).json()
    now = {"If-Match": str(view["seq"])}
    form = {"form": form_json()}
    form["form"]["clinical"]["diagnosis"] = "another"
    path = f"/api/cases/{view['id']}/form"
    saved = await (await browser.ask("PUT", path, json=form, headers=now)).json()
    again = await browser.ask("POST", "/api/cases", json=body, headers=key)
    assert (again.status, again.headers["ETag"]) == (201, f'"{saved["seq"]}"')
    assert await again.json() == saved


async def test_a_question_is_asked_anew(running: Running) -> None:
    """What changes nothing is never answered from what was kept."""
    browser, key = await running.signed_in("lin"), {"Idempotency-Key": str(uuid4())}
    for _ in range(2):
        answer = await browser.ask("POST", "/api/patients/likely", json={}, headers=key)
        assert "Idempotency-Replayed" not in answer.headers


async def test_somebody_whose_post_has_changed(running: Running) -> None:
    """A key is good for the standing in which it was first used."""
    browser, key = await running.signed_in("lin"), {"Idempotency-Key": str(uuid4())}
    body = {"token": str(uuid4()), "form": form_json()}
    assert (await browser.ask("POST", "/api/cases", json=body, headers=key)).status == 201
    async with beside(running) as tx:
        found = await tx.accounts.credential("lin")
        assert found is not None
        await tx.accounts.save_person(replace(found.person, roles=frozenset()))
    assert await browser.sign_in("lin") == 200  # whose sign-in is known is believed for a second
    again = await browser.ask("POST", "/api/cases", json=body, headers=key)
    assert (again.status, (await again.json())["code"]) == (422, "idempotency_mismatch")
