"""The front door, in a browser."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browsers import Visitors
from tests.e2e.serving import PASSWORD, Server


@pytest.mark.parametrize("width", [390, 1440])
def test_a_wrong_password_then_the_right_one(
    server: Server, visitors: Visitors, width: int
) -> None:
    """A wrong password is refused in words, and the right one opens the door afterwards."""
    page = visitors.context(viewport={"width": width, "height": 844}).new_page()
    page.goto(server.url)
    page.get_by_label("工号或手机号").fill("lin")
    page.get_by_label("密码").fill("not the password")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("密码")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("林秀英，您好")
