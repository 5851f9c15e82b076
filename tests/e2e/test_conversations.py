"""A parent and a class teacher on a phone write to each other: at once, without a line, and to all of the class."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import enter

TEACHER, PARENT = "陈雪梅", "苏建平"


def open_talk(page: Page, name: str) -> None:
    """The conversation of a name, from the list."""
    page.goto("/conversations/")
    page.locator(".talk-list").get_by_role("link", name=name, exact=False).first.click()
    expect(page.locator("#talk-form")).to_be_visible()


def write(page: Page, text: str) -> None:
    page.locator("#message_text").fill(text)
    page.locator("#talk-form").get_by_role("button", name="发送").click()


def test_a_teacher_on_a_phone_and_a_parent_write_to_each_other(new_page: Callable[..., Page]):
    phone, home = new_page(width=390, height=844), new_page()
    enter(phone, "class-teacher")
    enter(home, "parent")
    open_talk(phone, PARENT)
    open_talk(home, TEACHER)

    write(phone, "明天能来学校吗？")
    expect(phone.locator(".talk-log")).to_contain_text("明天能来学校吗？")
    expect(phone.locator(".talk-item[data-waits]")).to_have_count(0)  # the server's own words have taken its place
    expect(phone.locator("#message_text")).to_have_value("")
    home.evaluate("document.querySelector('#talk-log').dispatchEvent(new CustomEvent('refresh'))")
    expect(home.locator(".talk-log")).to_contain_text("明天能来学校吗？")

    home.context.set_offline(True)
    write(home, "能来，下班后到。")
    write(home, "六点左右。")
    expect(home.locator(".talk-item[data-waits]")).to_have_count(2)
    expect(home.locator("#talk-form [data-queued]")).to_contain_text("已存在本机")
    home.context.set_offline(False)
    expect(home.locator(".talk-item[data-waits]")).to_have_count(0)
    phone.evaluate("document.querySelector('#talk-log').dispatchEvent(new CustomEvent('refresh'))")
    said = phone.locator(".talk-item .talk-bubble")
    expect(said.nth(-2)).to_contain_text("能来，下班后到。")
    expect(said.last).to_contain_text("六点左右。")

    home.locator(".talk-item.mine").last.get_by_role("button", name="撤回").click()
    expect(home.locator(".talk-log")).to_contain_text("此消息已撤回")
    expect(home.locator("#message_text")).to_have_value("")  # no draft of what was sent comes back

    open_talk(home, "家长")
    known = home.get_by_role("button", name="知悉")
    known.first.click()
    expect(home.locator(".talk-log").get_by_role("button", name="已知悉")).to_be_visible()
    width = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width == 0


def test_without_a_script_a_form_is_sent_as_any_other(new_page: Callable[..., Page], demo: str):
    page = new_page()
    enter(page, "class-teacher")
    plain = page.context.browser.new_context(
        base_url=demo, java_script_enabled=False, storage_state=page.context.storage_state(), locale="zh-CN"
    )  # type: ignore[union-attr]
    try:
        without = plain.new_page()
        open_talk(without, PARENT)
        write(without, "这句没有脚本。")
        expect(without.locator(".talk-log")).to_contain_text("这句没有脚本。")
        expect(without.locator("#message_text")).to_have_value("")
    finally:
        plain.close()
