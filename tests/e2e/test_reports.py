"""A principal confirms the monthly report on a phone, in three clicks from the home page."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import monotonic

from playwright.sync_api import Page, expect

from tests.e2e.conftest import enter

MOST_CLICKS, MOST_SECONDS = 3, 300


def test_a_principal_on_a_phone_confirms_a_month(new_page: Callable[..., Page]):
    phone, clicks = new_page(width=390, height=844), 0
    enter(phone, "principal")
    began = monotonic()

    line = phone.locator("#main li").filter(has_text="教育信息化月报").filter(has_text="待确认")
    line.get_by_role("link").first.click()
    clicks += 1
    expect(phone.get_by_role("heading", name="变化异常")).to_be_visible()
    expect(phone.get_by_text("谁也不手填")).to_be_visible()
    width = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, "the page doesn't scroll sideways"

    # How many figures are unusual depends on the day on which the demonstration was made.
    words = phone.get_by_role("button", name=re.compile("用这(句|.*句)说明"))
    words.first.click()
    clicks += 1
    expect(phone.get_by_text("说明已附").first).to_be_visible()
    expect(words).to_have_count(0)

    phone.get_by_role("button", name="确认，报给").click()
    clicks += 1
    expect(phone.locator("#main .tag").get_by_text("已确认", exact=True)).to_be_visible()
    expect(phone.get_by_role("button", name="确认，报给")).to_have_count(0)
    assert clicks <= MOST_CLICKS
    assert monotonic() - began < MOST_SECONDS
