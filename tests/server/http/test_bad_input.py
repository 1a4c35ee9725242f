"""Input that no honest page sends: each is refused plainly, none is our mistake."""

from typing import Any
from uuid import uuid4

import pytest

from tests.server.http.conftest import Running
from tests.server.http.test_cases import create

NAIVE = "2026-11-30T10:00:00"


@pytest.mark.parametrize(
    "form",
    [
        {"wanted": {"proposed": [{"start": NAIVE, "end": NAIVE}]}},
        {"clinical": {"onset_at": NAIVE}},
        {"clinical": {"vitals": {"measured_at": NAIVE}}},
        {"consent": {"given_at": NAIVE}},
        {"key_images": [{"study": "1.2", "series": "1", "sop": "1", "frame": 10**30}]},
        {"patient": {"name": "张\u0000三"}},
    ],
)
async def test_forms(running: Running, form: dict[str, Any]) -> None:
    """An instant without an offset, a number beyond all bounds and NUL are unreadable."""
    browser = await running.signed_in("lin")
    response = await browser.ask("POST", "/api/cases", json={"token": str(uuid4()), "form": form})
    assert response.status == 422, await response.text()


async def test_a_backslash_before_zeros(running: Running) -> None:
    """Letters that look like an escaped NUL are letters."""
    browser = await running.signed_in("lin")
    form = {"patient": {"name": "\\u0000"}}
    response = await browser.ask("POST", "/api/cases", json={"token": str(uuid4()), "form": form})
    assert (await response.json())["form"]["patient"]["name"] == "\\u0000"


async def test_numbers_beyond_the_database(running: Running) -> None:
    """A seq that no case ever has is stale; a number of the audit beyond all is unreadable."""
    browser = await running.signed_in("lin")
    case = (await create(browser))["id"]
    match = {"If-Match": "999999999999999"}
    response = await browser.ask("PUT", f"/api/cases/{case}/form", json={"form": {}}, headers=match)
    assert response.status == 409
    auditor = await running.signed_in("han")
    response = await auditor.ask("GET", f"/api/audit?before_number={10**25}")
    assert response.status == 422


async def test_a_time_zone_that_is_nowhere(running: Running) -> None:
    """It is refused at once, and not by every later look at a case of that place."""
    browser = await running.signed_in("guo")
    wanted = {"name": "某卫生室", "tier": "village", "timezone": "Nowhere/Land"}
    response = await browser.ask("POST", "/api/admin/organisations", json=wanted)
    assert response.status == 422


async def test_a_key_that_is_no_ascii(running: Running) -> None:
    """A key for repeats is ASCII: it is stored and compared."""
    browser = await running.signed_in("lin")
    case = (await create(browser))["id"]
    wild = {"Idempotency-Key": "abcdefgh\u00e9"}
    path, said = f"/api/cases/{case}/messages", {"id": str(uuid4()), "text": "x"}
    assert (await browser.ask("POST", path, json=said, headers=wild)).status == 422


async def test_the_chain_is_walked_for_auditors_alone(running: Running) -> None:
    """Others are refused before anything dear is done."""
    browser = await running.signed_in("lin")
    assert (await browser.ask("GET", "/api/audit")).status == 403
