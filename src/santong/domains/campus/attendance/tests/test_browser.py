"""Leave and roll calls in the system's Chromium: taps, keys, a line that is gone, a tab that is killed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from santong.domains.campus.attendance.models import PupilLeave, RollCall
from santong.domains.campus.attendance.tests.conftest import Cast
from santong.domains.platform.access.testing import client_of
from santong.kit.outbox.models import Delivery
from santong.kit.testing.browser import eventually

# What the browser does with a page is the same on every database.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.only_on("sqlite")]
SAVED, ALL_ELSE = 'form[data-state="saved"]', "其余全部到校"


@pytest.fixture
def phone(cast: Cast, live_server, chromium: Browser) -> Iterator[BrowserContext]:
    """A phone; nobody is signed in yet."""
    cache.clear()
    context = chromium.new_context(
        base_url=live_server.url, locale="zh-CN", viewport={"width": 390, "height": 844}, has_touch=True
    )
    yield context
    context.close()


@pytest.fixture
def enter(cast: Cast, phone: BrowserContext, live_server) -> Callable[[str, str], Page]:
    """Somebody signs in on the phone, in place of whoever was, and opens a page."""

    def sign_in(name: str, address: str) -> Page:
        phone.clear_cookies()
        session = client_of(cast.people[name]).cookies["session"].value
        phone.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
        page = phone.new_page()
        # Whole, with the parts that it fetches later: some tests cut the line next.
        page.goto(address, wait_until="networkidle")
        return page

    return sign_in


def tile(page: Page, cast: Cast, number: int):  # type: ignore[no-untyped-def]
    return page.locator("[data-roll-next]").filter(has_text=cast.pupils[number].person.name)


def states(cast: Cast) -> list[str]:
    return [cast.state(number).state for number in range(4)]


def morning(cast: Cast) -> str:
    return f"/roll-call/{cast.first.pk}/{cast.today.isoformat()}/0/"


def test_a_parent_asks_and_the_class_teacher_grants_in_two_taps(cast: Cast, enter):
    page = enter("mother", "/")
    page.get_by_role("link", name="请假", exact=True).tap()
    page.get_by_label("原因").fill("发烧")
    page.get_by_role("button", name="发送").tap()
    expect(page.locator(".page-title")).to_contain_text(cast.pupils[0].person.name)
    page.close()
    page = enter("head", "/")
    page.get_by_text(f"{cast.pupils[0].person.name}请假").tap()
    page.get_by_role("button", name="准假").tap()
    expect(page.get_by_text("已准假。")).to_be_visible()
    assert PupilLeave.objects.get().state == "granted"
    page.close()
    page = enter("head", morning(cast))
    expect(tile(page, cast, 0)).to_contain_text("请假")
    page.close()
    page = enter("mother", "/notices/")
    page.get_by_text("您申请的请假已批准。").tap()
    expect(page.get_by_text(cast.pupils[0].person.name).first).to_be_visible()


def test_the_roll_is_called_by_tapping(cast: Cast, enter):
    page = enter("head", morning(cast))
    expect(page.locator("[data-roll-count]")).to_have_text("4 / 4")
    tile(page, cast, 0).tap()
    tile(page, cast, 1).tap()
    tile(page, cast, 1).tap()
    for _tap in range(3):
        tile(page, cast, 2).tap()
    expect(tile(page, cast, 0)).to_contain_text("缺勤")
    expect(tile(page, cast, 1)).to_contain_text("迟到")
    expect(page.locator("[data-roll-count]")).to_have_text("3 / 4")
    box = tile(page, cast, 0).bounding_box()
    assert box is not None and box["height"] >= 44
    page.get_by_role("button", name=ALL_ELSE).tap()
    expect(page.get_by_text("重新点名即为更正")).to_be_visible()
    assert states(cast) == ["absent", "late", "present", "present"]
    assert len(cast.told("mother")) == 1


def test_the_roll_is_called_with_the_keyboard(cast: Cast, enter):
    page = enter("head", morning(cast))
    tile(page, cast, 0).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("4")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("3")
    expect(page.locator("[data-roll-said]")).to_contain_text("迟到")
    page.keyboard.press("9")
    page.get_by_role("button", name=ALL_ELSE).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("重新点名即为更正")).to_be_visible()
    assert states(cast) == ["present", "absent", "late", "left_early"]


def test_a_roll_call_without_a_line_survives_a_killed_tab(cast: Cast, phone, enter):
    page = enter("head", morning(cast))
    phone.set_offline(True)
    tile(page, cast, 0).tap()
    page.get_by_role("button", name=ALL_ELSE).tap()
    expect(page.locator(SAVED)).to_be_visible()
    expect(page.get_by_text("已存在本机")).to_be_visible()
    with suppress(Error):
        page.goto("chrome://crash")
    page.close()
    assert not RollCall.objects.exists()
    phone.set_offline(False)
    page = phone.new_page()
    page.goto("/")
    call = eventually(page, RollCall.objects.first)
    expect(page.locator("[data-outbox-mark]")).to_be_hidden()
    assert call.by == cast.people["head"] and states(cast)[0] == "absent" and Delivery.objects.count() == 1
    assert len(cast.told("mother")) == 1


def test_whoever_may_no_longer_is_told_why(cast: Cast, phone, enter):
    page = enter("maths", f"/roll-call/{cast.first.pk}/{cast.today.isoformat()}/2/")
    phone.set_offline(True)
    page.get_by_role("button", name=ALL_ELSE).tap()
    expect(page.locator(SAVED)).to_be_visible()
    cast.slots.slots.update(teacher=None)
    phone.set_offline(False)
    expect(page.locator('form[data-state="refused"]')).to_contain_text("未送达")
    assert not RollCall.objects.exists()
