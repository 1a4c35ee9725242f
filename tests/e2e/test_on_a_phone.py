"""A request written on a phone, step by step."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e import asking
from tests.e2e.browsers import Visitors
from tests.e2e.serving import Server

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_a_request_on_a_phone(server: Server, visitors: Visitors, tmp_path: Path) -> None:
    """Four steps lead through the form, nothing is wider than the screen, and it is handed in."""
    page = visitors.sign_in(server, "wang", **PHONE)
    fits(page)
    page.get_by_role("link", name="新申请").last.click()
    who = asking.somebody()
    asking.enter_patient(page, who)
    further(page)
    asking.enter_illness(page)
    further(page)
    asking.add_papers(page, asking.papers(tmp_path, who))
    further(page)
    asking.ask(page, "云州市第一人民医院 神经内科", "周婷")
    asking.consent(page)
    expect(page.get_by_text("资料齐全，可以提交。")).to_be_visible()
    fits(page)
    asking.submit(page)
    fits(page)


def further(page: Page) -> None:
    """Go to the next step."""
    fits(page)
    page.get_by_role("button", name="下一步").click()


def fits(page: Page) -> None:
    """Check that nobody has to scroll sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.evaluate("window.innerWidth"), f"the page is {wide} px wide"
    assert wide <= 390
