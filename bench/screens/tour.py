"""The way through the screens, by the people who use them."""

import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page
from pydantic import TypeAdapter

from bench.screens.camera import Camera, Prepare
from bench.screens.faces import EXPERT, VILLAGE, film
from bench.world import World, launched
from consult.domain.conclusion import Conclusion
from server.demo.forms import HEAD, conclusion
from server.demo.requests import today


def by_name(page: Page, zh: str, en: str) -> Any:
    """Return the button of this name in either language."""
    return page.get_by_role("button", name=re.compile(f"^({zh}|{en})")).first


def front_door(camera: Camera, world: World, browser: Browser) -> None:
    """Signing in, and being refused."""
    page = world.person(browser, "").new_page()
    camera.screen("sign-in", "Sign-in / 登录", page, "/", "form")

    def refused(at: Page) -> None:
        at.locator("input").nth(0).fill("lin")
        at.locator("input[type=password]").fill("not the password")
        at.locator("form button[type=submit]").click()
        at.get_by_role("alert").first.wait_for()

    camera.screen("sign-in-refused", "A wrong password / 密码不对", page, "/", "form", refused)
    code = signed_code(world, browser)
    camera.screen("verify", "Checking a paper / 核验意见", page, f"/verify/{code}", ".facts")
    camera.screen(
        "verify-unknown", "An unknown code / 查无此码", page, "/verify/ABCD-EFGH", ".notice"
    )
    page.context.close()


def signed_code(world: World, browser: Browser) -> str:
    """Return the verification code of the demo's unread opinion."""
    context = world.person(browser, "lin")
    view = world.case(context, "赵福生")
    context.close()
    signed = next(one for one in view["opinions"] if one["signature"])
    code: str = signed["signature"]["verification_code"]
    return code


def village(camera: Camera, world: World, browser: Browser) -> None:
    """The village doctors: home, request, case, opinion, acknowledgement, outcome."""
    lin = world.person(browser, "lin")
    page = lin.new_page()
    camera.screen("home", "Home / 首页", page, "/", ".case-card")
    camera.screen("offline", "Without a connection / 离线", page, "/", ".case-card", offline)
    draft = world.case(lin, "李小萌")["id"]
    camera.screen("request", "A request / 申请单", page, f"/#/request/{draft}", FORM)
    camera.screen("request-new", "A new request / 新申请", page, "/#/request", FORM)
    head, chest = (f"/#/cases/{world.case(lin, one)['id']}" for one in ("张桂花", "赵福生"))
    camera.screen("case", "A case / 申请详情", page, head, CASE)
    camera.screen("opinion-signed", "A signed opinion / 已签意见", page, chest, CASE)
    camera.screen(
        "acknowledge", "Acknowledging / 确认意见", page, chest, CASE, scrolled("[type=radio]")
    )
    camera.screen("not-found", "No such case / 查无此例", page, f"/#/cases/{NOBODY}", ".empty")
    page.close()
    wang = world.person(browser, "wang")
    page = wang.new_page()
    heart, asked = (f"/#/cases/{world.case(wang, one)['id']}" for one in ("孙大海", "吴阿妹"))
    camera.screen("outcome", "The outcome / 转归", page, heart, CASE, scrolled("[name=outcome]"))
    camera.screen("returned", "Returned / 退回补充", page, asked, CASE)
    wang.close()


FORM, CASE = ".request", "[data-testid=case]"
NOBODY = "00000000-0000-4000-8000-000000000000"


def offline(page: Page) -> None:
    """Cut the connection."""
    page.context.set_offline(True)
    page.locator(".banner").wait_for()


def scrolled(inside: str) -> Prepare:
    """Return what brings the card with this part to the top."""

    def scroll(page: Page) -> None:
        page.locator(f".card:has({inside})").first.evaluate("e => e.scrollIntoView()")

    return scroll


def opened(zh: str, en: str) -> Prepare:
    """Return what opens a dialog by the button of this name."""

    def click(page: Page) -> None:
        by_name(page, zh, en).click()
        page.locator("dialog[open]").wait_for()
        page.wait_for_timeout(400)

    return click


def tab(number: int) -> Prepare:
    """Return what opens the tab of this number."""

    def click(page: Page) -> None:
        page.get_by_role("tab").nth(number).click()
        page.locator("table").first.wait_for()

    return click


def centre(camera: Camera, world: World, browser: Browser) -> None:
    """The dispatcher, the invited expert, the administrator and the auditor."""
    zhao = world.person(browser, "zhao")
    page = zhao.new_page()
    camera.screen("desk", "The desk / 协调台", page, "/#/desk", ".board .case-card")
    urgent = f"/#/cases/{world.case(zhao, '钱阿根')['id']}"
    camera.screen("desk-case", "To be dispatched / 待派单", page, urgent, CASE)
    camera.screen(
        "dispatch", "Dispatching / 派单", page, urgent, CASE, opened("派给专家", "Dispatch")
    )
    camera.screen("return", "Returning / 退回", page, urgent, CASE, opened("退回补充", "Return"))
    page = world.person(browser, "zhou").new_page()
    camera.screen("queue", "The expert's desk / 专家工作台", page, "/#/queue", ".case-card")
    page.goto("/#/queue")
    link = page.locator(".case-card-name").first.get_attribute("href") or ""
    camera.screen("invitation", "An invitation / 邀请", page, f"/{link}", CASE)
    page = world.person(browser, "guo").new_page()
    for number, name, what in (
        (0, "admin-people", "People / 人员"),
        (1, "admin-organisations", "Institutions / 机构"),
        (2, "admin-agreements", "Agreements / 协议"),
    ):
        camera.screen(name, what, page, "/#/admin", "[role=tab]", tab(number))
    page = world.person(browser, "han").new_page()
    camera.screen("admin-audit", "The audit / 审计", page, "/#/admin", "[role=tab]", tab(0))
    for context in browser.contexts:
        context.close()


def consult(camera: Camera, world: World, browser: Browser) -> None:
    """The meeting: device check, the room with two people and the CT, the viewer, the opinion."""
    if not camera.wants("viewer", "waiting", "room", "room-end", "opinion"):
        return
    with tempfile.TemporaryDirectory() as folder:
        here = film(EXPERT, Path(folder) / "expert.mjpeg", long_hair=False)
        there = film(VILLAGE, Path(folder) / "village.mjpeg", long_hair=True)
        flag = "--use-file-for-fake-video-capture="
        one, other = (launched(browser.browser_type, f"{flag}{path}") for path in (here, there))
        _consult(camera, world, one, other)
        one.close()
        other.close()


def _consult(camera: Camera, world: World, here: Browser, there: Browser) -> None:
    lin, li = world.person(there, "lin"), world.person(here, "li")
    view = world.case(li, "张桂花")
    case = f"/#/cases/{view['id']}"
    room = f"{case}/room/{view['sessions'][-1]['id']}"
    village_page, page = lin.new_page(), li.new_page()
    camera.screen("viewer", "The viewer / 阅片", page, f"{case}/images", SHARP, brain)
    camera.screen(
        "waiting", "The device check / 设备检查", page, room, "[data-testid=waiting]", tested
    )
    written(li, view)
    if camera.wants("room", "room-end"):
        village_page.goto(room)
        village_page.locator("[data-testid=enter-room] button").click()
        camera.screen("room", "The consult room / 会诊室", page, room, ROOM, meeting)
        camera.screen("room-end", "Ending the consultation / 结束会诊", page, room, ROOM, finishing)
        village_page.close()
    camera.screen("opinion", "Writing the opinion / 写意见", page, case, CASE, scrolled("textarea"))


SHARP, REMOTE = ".viewer-stage[data-sharp=true]", "[data-testid=tile-remote] video[data-shown=true]"
ROOM = "[data-testid=enter-room] button, [data-testid=room]"


def entered(page: Page) -> None:
    """Be in the room, and see the other side."""
    enter = page.locator("[data-testid=enter-room] button")
    if enter.count():
        enter.click()
    page.locator(REMOTE).first.wait_for()


def brain(page: Page) -> None:
    """Look at the middle of the head through the brain window."""
    stage = page.locator(".viewer-stage")
    stage.focus()
    page.keyboard.press("1")
    page.wait_for_timeout(400)
    page.locator(SHARP).wait_for()


def tested(page: Page) -> None:
    """Wait for the end of the link test."""
    page.wait_for_timeout(9_000)


def meeting(page: Page) -> None:
    """Lead on the images, as an expert does."""
    entered(page)
    lead = by_name(page, "我来带看", "Lead")
    if lead.count():
        lead.click()
    brain(page)


def finishing(page: Page) -> None:
    """Ask to end the consultation."""
    entered(page)
    page.locator("[data-session-state=live]").wait_for()
    if not by_name(page, "结束会诊", "End consult").is_visible():
        page.locator(".call-tool").filter(has_text=re.compile("更多|More")).click()
    by_name(page, "结束会诊", "End consult").click()
    page.locator("dialog[open]").wait_for()


def written(expert: BrowserContext, view: dict[str, Any]) -> None:
    """Write the expert's opinion, as it stands in the middle of a consultation."""
    whole = TypeAdapter(Conclusion).dump_python(
        conclusion(HEAD, today(datetime.now(UTC))), mode="json"
    )
    path = f"/api/cases/{view['id']}"
    now = expert.request.get(path).json()
    answer = expert.request.put(
        f"{path}/opinion",
        data={"conclusion": whole, "case_version": now["version"]},
        headers={"If-Match": f'"{now["seq"]}"'},
    )
    if not answer.ok:
        raise RuntimeError(answer.text())
