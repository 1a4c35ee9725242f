"""Images whose Study Instance UID is that of another institution's study."""

import hashlib
from typing import Any
from uuid import uuid4

from imaging.synthetic import ct_head
from tests.server.http.conftest import Browser, Running
from tests.server.http.test_cases import create
from tests.server.http.test_uploads import send

FILES = ct_head(slices=3, size=64)


async def uploaded(browser: Browser, case: str, content: bytes) -> Any:
    file = {
        "token": str(uuid4()),
        "name": "image.dcm",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    response = await browser.ask("POST", f"/api/cases/{case}/uploads", json={"files": [file]})
    [planned] = (await response.json())["files"]
    return (await send(browser, planned["id"], 0, content))[1]


async def test_a_study_of_another_site_is_neither_joined_nor_seen(running: Running) -> None:
    """Whoever knows a study's UID, or one of its images, is not let in to the others by that."""
    owner = await running.signed_in("lin")
    case = (await create(owner))["id"]
    [first, second] = [await uploaded(owner, case, content) for content in FILES[:2]]
    assert (first["state"], second["state"]) == ("stored", "stored")
    study = first["study"]
    stranger = await running.signed_in("chen")
    other = (await create(stranger))["id"]
    for content in (FILES[0], FILES[2]):
        state = await uploaded(stranger, other, content)
        assert (state["state"], state["problem"]) == ("unreadable", "other_site")
    response = await stranger.ask("GET", f"/dicom-web/studies/{study}/instances")
    assert response.status == 404
    response = await owner.ask("GET", f"/dicom-web/studies/{study}/instances")
    assert len(await response.json(content_type=None)) == 2
    assert (await uploaded(owner, case, FILES[2]))["state"] == "stored"
