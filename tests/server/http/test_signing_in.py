"""Signing in over HTTP."""

from tests.server.http.conftest import Running


async def test_a_right_password(running: Running) -> None:
    """The answer says who one is; the cookie is out of reach of scripts and other sites."""
    browser = running.browsers()
    wanted = {"username": "lin", "password": "huizhen-demo-2026"}
    response = await browser.ask("POST", "/api/session", json=wanted)
    me = await response.json()
    assert response.status == 200
    assert me["name"] == "林秀英"
    assert me["roles"] == ["village_doctor"]
    assert me["organisation"]["name"] == "柳林村卫生室"
    assert len(me["draft_key"]) == 44
    cookie = response.cookies["huizhen"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/"
    assert (await browser.ask("GET", "/api/session")).status == 200


async def test_the_key_of_drafts(running: Running) -> None:
    """It is the same after signing in again, and another for another person."""
    keys = []
    for username in ("lin", "lin", "li"):
        browser = await running.signed_in(username)
        keys.append((await (await browser.ask("GET", "/api/session")).json())["draft_key"])
    assert keys[0] == keys[1] != keys[2]


async def test_wrong_passwords_pause(running: Running) -> None:
    """After five failures one has to wait, is told how long, and the right password waits too."""
    browser = running.browsers()
    statuses = [await browser.sign_in("lin", "wrong") for _ in range(5)]
    assert statuses == [401] * 5
    wanted = {"username": "lin", "password": "huizhen-demo-2026"}
    response = await browser.ask("POST", "/api/session", json=wanted)
    told = await response.json()
    assert (response.status, told["code"]) == (429, "signin_paused")
    assert 1 <= told["params"]["retry_after"] <= 5
    assert response.headers["Retry-After"] == str(told["params"]["retry_after"])
    assert await running.browsers().sign_in("wang") == 200


async def test_nobody_of_that_name(running: Running) -> None:
    """It is answered exactly as a wrong password is."""
    browser = running.browsers()
    one = await browser.ask("POST", "/api/session", json={"username": "lin", "password": "x"})
    other = await browser.ask("POST", "/api/session", json={"username": "nobody", "password": "x"})
    assert one.status == other.status == 401
    assert await one.text() == await other.text()


async def test_signing_out(running: Running) -> None:
    """The old cookie opens nothing afterwards."""
    browser = await running.signed_in("lin")
    cookies = {one.key: one.value for one in browser.http.cookie_jar}
    assert (await browser.ask("DELETE", "/api/session")).status == 204
    again = running.browsers()
    response = await again.ask("GET", "/api/session", cookies=cookies)
    assert (response.status, (await response.json())["code"]) == (401, "not_signed_in")


async def test_the_step_up_changes_the_id(running: Running) -> None:
    """The password anew gives five minutes and a new cookie; the old one is void."""
    browser = await running.signed_in("li")
    before = {one.key: one.value for one in browser.http.cookie_jar}
    wrong = await browser.ask("POST", "/api/session/step-up", json={"password": "x"})
    assert (wrong.status, (await wrong.json())["code"]) == (401, "wrong_password")
    right = {"password": "huizhen-demo-2026"}
    response = await browser.ask("POST", "/api/session/step-up", json=right)
    assert (await response.json())["step_up_until"] is not None
    after = {one.key: one.value for one in browser.http.cookie_jar}
    assert before != after
    assert (await running.browsers().ask("GET", "/api/session", cookies=before)).status == 401
    assert (await browser.ask("GET", "/api/session")).status == 200


async def test_ending_a_sign_in_elsewhere(running: Running) -> None:
    """One sees where one is signed in and ends the others; nobody else's are there."""
    here, there = await running.signed_in("lin"), await running.signed_in("lin")
    listed = (await (await here.ask("GET", "/api/sign-ins")).json())["sign_ins"]
    assert [one["current"] for one in listed].count(True) == 1
    other = next(one["id"] for one in listed if not one["current"])
    stranger = await running.signed_in("wang")
    assert (await stranger.ask("DELETE", f"/api/sign-ins/{other}")).status == 404
    assert (await here.ask("DELETE", f"/api/sign-ins/{other}")).status == 204
    assert (await there.ask("GET", "/api/session")).status == 401
    assert (await here.ask("GET", "/api/session")).status == 200
