"""Every screen, by axe and by keyboard: two languages, a phone's width and a PC's."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import findings
from tests.e2e.browsers import Visitors
from tests.e2e.serving import PASSWORD, Server

WIDTHS = ((390, 844), (1440, 900))
LANGUAGES = ("zh", "en")
SYSTEMS = {"zh": "light", "en": "dark"}
"""What the system asks for: pages are light and the room is dark, whatever it says."""

LISTED = "(which) => fetch(`/api/cases?which=${which}`).then((answer) => answer.json())"
VIEWED = "(id) => fetch(`/api/cases/${id}`).then((answer) => answer.json())"


@dataclass
class Round:
    """A walk through screens in one language; everything found is told at the end."""

    page: Page
    url: str
    found: list[str] = field(default_factory=list)

    def go(self, path: str, ready: str) -> None:
        """Open a screen and wait for what tells that it is there."""
        self.page.goto(f"{self.url}/#{path}")
        expect(self.page.locator(ready).first).to_be_visible()

    def look(self, name: str, *, widths: tuple[tuple[int, int], ...] = WIDTHS) -> None:
        """Let axe look at what is shown, at each width."""
        for width, height in widths:
            self.page.set_viewport_size({"width": width, "height": height})
            self.found += [f"{name} at {width}: {one}" for one in findings(self.page)]

    def dialog(self, name: str, open_it: Callable[[], None]) -> None:
        """Open a dialog, look, and close it with Escape."""
        self.page.set_viewport_size({"width": 1440, "height": 900})
        open_it()
        expect(self.page.locator("dialog[open]")).to_be_visible()
        self.look(name)
        self.page.keyboard.press("Escape")
        expect(self.page.locator("dialog[open]")).to_have_count(0)

    def cases(self, which: str = "all") -> list[dict[str, Any]]:
        """Return the cases of a list, as the server gives them."""
        listed: list[dict[str, Any]] = self.page.evaluate(LISTED, which)["cases"]
        return listed

    def case(self, state: str, which: str = "all") -> str:
        """Return the id of the first listed case in a state."""
        return str(next(one["id"] for one in self.cases(which) if one["state"] == state))

    def session(self, case: str) -> str:
        """Return the id of the first meeting of a case."""
        return str(self.page.evaluate(VIEWED, case)["sessions"][0]["id"])


@contextmanager
def walking(
    visitors: Visitors, server: Server, username: str | None, language: str
) -> Iterator[Round]:
    """Sign in, turn to the language, walk, and complain at the end."""
    look: Any = {"color_scheme": SYSTEMS[language]}
    if username is None:
        page = visitors.context(**look).new_page()
        page.goto(server.url)
    else:
        page = visitors.sign_in(server, username, **look)
    page.evaluate("(wanted) => localStorage.setItem('huizhen.language', wanted)", language)
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en" if language == "en" else "zh-CN")
    walk = Round(page, server.url)
    yield walk
    assert walk.found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_doors_as_axe_sees_them(server: Server, visitors: Visitors, language: str) -> None:
    """Signing in, being refused, and the check of a code without signing in."""
    with walking(visitors, server, None, language) as walk:
        walk.go("/", ".signin form")
        walk.look("sign-in")
        walk.page.locator("form button").click()
        expect(walk.page.locator("[role=alert] .notice")).to_be_visible()
        walk.look("sign-in, refused")
        walk.page.goto(f"{server.url}/verify/ABCD-EFGH")
        expect(walk.page.locator("main .notice")).to_be_visible()
        walk.look("verification")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_village_doctors_screens_as_axe_sees_them(
    server: Server, visitors: Visitors, language: str
) -> None:
    """Home, a request in all its steps and shapes, and cases in every state of the author's."""
    with walking(visitors, server, "lin", language) as walk:
        page = walk.page
        walk.go("/", ".case-card")
        walk.look("home")
        walk.go("/nowhere", ".empty")
        walk.look("not there")
        walk.go("/request?emergency", ".submit-box")
        walk.look("emergency")
        walk.go("/request", ".missing-card")
        for number, step in enumerate(("patient", "illness", "files", "ask")):
            page.set_viewport_size({"width": 390, "height": 844})
            page.locator(".step").nth(number).click()
            walk.look(f"new request, {step}")
        walk.go(f"/request/{walk.case('draft')}", ".missing")
        page.locator(".submit-box button").click()
        expect(page.locator(".submit-box .notice")).to_be_visible()
        walk.look("draft with gaps")
        walk.dialog("discard", page.locator(".request-side > button").last.click)
        cases = {one["state"]: one["id"] for one in walk.cases()}
        assert {"accepted", "answered", "declined", "closed"} <= set(cases)
        for state, case in cases.items():
            walk.go(f"/cases/{case}", "[data-testid=case]")
            walk.look(f"case, {state}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_others_see_as_axe_sees_it(server: Server, visitors: Visitors, language: str) -> None:
    """A returned request, the desk with its dialogs, the expert's queue and an invitation."""
    with walking(visitors, server, "wang", language) as walk:
        walk.go(f"/cases/{walk.case('returned')}", "[data-testid=case]")
        walk.look("case, returned")
        walk.go(f"/request/{walk.case('returned')}", ".missing-card")
        walk.look("returned request")
        walk.go(f"/cases/{walk.case('acknowledged')}", "[data-testid=case]")
        walk.look("case, acknowledged")
    with walking(visitors, server, "zhao", language) as walk:
        walk.go("/desk", ".board .case-card")
        walk.look("desk")
        walk.go(f"/cases/{walk.case('submitted', 'desk')}", "[data-testid=case]")
        walk.look("case, submitted")
        acts = walk.page.locator(".acts button")
        for number in range(acts.count()):
            walk.dialog(f"act {number}", acts.nth(number).click)
    with walking(visitors, server, "zhou", language) as walk:
        walk.go("/queue", ".case-card")
        walk.look("queue")
        walk.go(f"/cases/{walk.case('dispatched', 'queue')}", "[data-testid=case]")
        walk.look("case, invited")
        decline = walk.page.locator(".card", has=walk.page.locator(".icon")).first
        walk.dialog("decline", decline.locator("button").nth(1).click)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("username", ["guo", "tang", "han", "xu", "ma", "liu"])
def test_the_offices_as_axe_sees_them(
    server: Server, visitors: Visitors, username: str, language: str
) -> None:
    """Administration as its two people see it, and the first page of those who read."""
    with walking(visitors, server, username, language) as walk:
        walk.go("/", "main h1")
        walk.look(f"home of {username}")
        if username in {"guo", "han"}:
            walk.go("/admin", "main :is(table, .card, .empty)")
            walk.look(f"administration of {username}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dark_rooms_as_axe_sees_them(server: Server, visitors: Visitors, language: str) -> None:
    """Viewer, device check, meeting room with its dialogs, and the way back."""
    with walking(visitors, server, "li", language) as walk:
        page = walk.page
        case = walk.case("accepted", "queue")
        walk.go(f"/cases/{case}", "[data-testid=opinion-editor]")
        walk.look("case, with the opinion being written")
        walk.go(f"/cases/{case}/images", ".viewer canvas")
        expect(page.locator(".viewer-step").first).to_be_enabled()
        walk.look("viewer")
        walk.go(f"/cases/{case}/room/{walk.session(case)}", "[data-testid=waiting]")
        expect(page.locator("[data-testid=self-view][data-on=true]")).to_be_visible()
        walk.look("device check")
        page.locator("[data-testid=enter-room] button").click()
        expect(page.locator("[data-testid=room][data-phase=inside]")).to_be_visible()
        expect(page.locator(".viewer canvas").first).to_be_visible()
        walk.look("room")
        walk.dialog("devices", page.get_by_test_id("tool-devices").click)
        walk.dialog("keys", page.get_by_test_id("tool-keys").click)
        for tool in ("more", "panel", "chat"):
            page.set_viewport_size({"width": 390, "height": 844})
            page.get_by_test_id(f"tool-{tool}").click()
            walk.look(f"room on a phone, {tool}", widths=WIDTHS[:1])
            page.keyboard.press("Escape")
        page.get_by_test_id("tool-leave").click()
        expect(page.get_by_test_id("waiting")).to_be_visible()
        walk.look("left the room")


def test_signing_in_and_asking_by_keyboard(server: Server, visitors: Visitors) -> None:
    """Without a mouse one signs in, skips the menu, begins a request and reaches its submission."""
    page = visitors.context().new_page()
    page.goto(server.url)
    _tab_to(page, "input[name=username]")
    page.keyboard.type("lin")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("您好")
    _tab_to(page, "a.skip")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    _tab_to(page, "a.home-big[data-tone=brand]")
    page.keyboard.press("Enter")
    _tab_to(page, "[data-path='patient.identity_number'] input")
    page.keyboard.type("330802195603021229")
    _tab_to(page, "[data-path='consent.how'] input")
    page.keyboard.press("Space")
    _tab_to(page, ".submit-box button")
    page.keyboard.press("Enter")
    expect(page.locator(".submit-box .notice")).to_contain_text("必须补上")


def test_a_dialog_by_keyboard(server: Server, visitors: Visitors) -> None:
    """A dialog takes the focus, keeps it, and gives it back to the button that opened it."""
    page = visitors.sign_in(server, "zhao")
    page.goto(f"{server.url}/#/desk")
    page.locator(".case-card[data-state=submitted] a").first.press("Enter")
    expect(page.get_by_test_id("case")).to_be_visible()
    _tab_to(page, ".acts button")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open] .expert").first).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "() => [document.body, null].includes(document.activeElement)"
            " || document.activeElement.closest('dialog') !== null"
        )
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator(".acts button").first).to_be_focused()


def test_the_experts_desk_by_keyboard(server: Server, visitors: Visitors) -> None:
    """j and k walk through the cards, Enter opens; in the room m, v and ? do what they say."""
    page = visitors.sign_in(server, "li")
    page.goto(f"{server.url}/#/queue")
    expect(page.locator("[data-queue]").first).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator("[data-queue]").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("case")).to_be_visible()
    _tab_to(page, "[data-testid=session] a")
    page.keyboard.press("Enter")
    _tab_to(page, "[data-testid=enter-room] button")
    page.keyboard.press("Enter")
    expect(page.locator("[data-testid=room][data-phase=inside]")).to_be_visible()
    microphone, camera = page.get_by_test_id("tool-microphone"), page.get_by_test_id("tool-camera")
    expect(microphone).to_have_attribute("data-off", "false")
    page.keyboard.press("m")
    expect(microphone).to_have_attribute("data-off", "true")
    expect(camera).to_have_attribute("data-off", "false")
    page.keyboard.press("v")
    expect(camera).to_have_attribute("data-off", "true")
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    _tab_to(page, "[data-testid=tool-leave]")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("waiting")).to_be_visible()


def _tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the focus is on what is wanted; nothing else moves it."""
    expect(page.locator(wanted).first).to_be_visible()
    for _ in range(150):
        if page.evaluate("(wanted) => document.activeElement?.matches(wanted) === true", wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {wanted}")
