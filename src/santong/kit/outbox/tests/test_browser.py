"""The outbox and drafts in the system's Chromium: killed tabs, lost lines, two tabs, two people at one device."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect

from santong.domains.platform.access.testing import client_of
from santong.domains.platform.duplicates.models import Merger
from santong.domains.platform.notices.models import Notice, Recipient
from santong.domains.platform.notices.tests.conftest import Cast, cast
from santong.kit.outbox.models import Delivery
from santong.kit.testing.browser import eventually

__all__ = ["cast"]

# What the browser does with a page is the same on every database.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.only_on("sqlite")]

SAVED, DONE = 'form[data-state="saved"]', 'form[data-state="done"]'
ALL_ROWS = """async () => {
  const asked = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
  const text = (_name, value) =>
    value instanceof ArrayBuffer ? String.fromCharCode(...new Uint8Array(value)) : value;
  const db = await asked(indexedDB.open("santong-device"));
  const found = {};
  for (const name of db.objectStoreNames) {
    const rows = await asked(db.transaction(name).objectStore(name).getAll());
    found[name] = rows.map((row) => JSON.stringify(row, text));
  }
  db.close();
  return found;
}"""
READ_KEY = """async () => {
  const asked = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
  const db = await asked(indexedDB.open("santong-device"));
  const [row] = await asked(db.transaction("people").objectStore("people").getAll());
  return crypto.subtle.exportKey("raw", row.key).then(() => "read", (fault) => fault.name);
}"""


@pytest.fixture
def phone(cast: Cast, live_server, chromium: Browser) -> Iterator[BrowserContext]:
    """A phone; nobody is signed in yet."""
    cache.clear()
    context = chromium.new_context(base_url=live_server.url, locale="zh-CN", viewport={"width": 390, "height": 844})
    yield context
    context.close()


@pytest.fixture
def enter(cast: Cast, phone: BrowserContext, live_server) -> Callable[[str], None]:
    """Somebody signs in on the phone."""

    def sign_in(name: str) -> None:
        session = client_of(cast.people[name]).cookies["session"].value
        phone.add_cookies([{"name": "session", "value": session, "url": live_server.url}])

    return sign_in


def crash(page: Page) -> None:
    """Kill the tab's process, as a phone without memory does."""
    with suppress(Error):
        page.goto("chrome://crash")
    page.close()


def acknowledged(name: str) -> bool:
    return Recipient.objects.get(person__username=name).acknowledged


def arrives(page: Page, name: str) -> None:
    eventually(page, lambda: acknowledged(name))


def opened(phone: BrowserContext, address: str) -> Page:
    """A page that is whole, with the parts that it fetches later: the line may be cut next."""
    page = phone.new_page()
    page.goto(address, wait_until="networkidle")
    return page


def led_to(page: Page, address: str) -> bool:
    """Go there. The page for no line comes anew when the browser thinks that it has one, which may overtake this."""
    page.goto(address)
    return page.url.endswith(address)


def test_an_answer_without_a_line_survives_a_killed_tab(cast: Cast, phone, enter):
    received = cast.received(cast.asking(), "ann")
    enter("ann")
    page = opened(phone, f"/notices/{received.pk}/")
    phone.set_offline(True)
    page.get_by_role("button", name="知悉", exact=True).click()
    expect(page.locator(SAVED)).to_be_visible()
    expect(page.get_by_text("已存在本机")).to_be_visible()
    expect(page.locator("[data-outbox-mark]")).to_contain_text("1")
    crash(page)
    assert not acknowledged("ann")
    phone.set_offline(False)
    page = opened(phone, "/")
    arrives(page, "ann")
    expect(page.locator("[data-outbox-mark]")).to_be_hidden()
    assert Delivery.objects.count() == 1


def test_an_answer_with_a_line_arrives_at_once_and_the_page_says_so(cast: Cast, phone, enter):
    received = cast.received(cast.asking(), "ann")
    enter("ann")
    page = opened(phone, f"/notices/{received.pk}/")
    page.get_by_role("button", name="知悉", exact=True).click()
    expect(page.get_by_text("您已知悉")).to_be_visible()
    page.get_by_role("button", name="撤回").click()
    expect(page.get_by_role("button", name="知悉", exact=True)).to_be_visible()
    assert not acknowledged("ann") and Delivery.objects.count() == 2


def test_two_tabs_send_once(cast: Cast, phone, enter):
    received = cast.received(cast.asking(), "ann")
    enter("ann")
    sent: list[str] = []
    phone.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    first, second = opened(phone, f"/notices/{received.pk}/"), opened(phone, "/outbox/")
    phone.set_offline(True)
    first.get_by_role("button", name="知悉", exact=True).click()
    expect(first.locator(SAVED)).to_be_visible()
    expect(second.locator("[data-outbox-list] li")).to_have_count(1)
    expect(second.locator("[data-outbox-list]")).to_contain_text("知悉通知")
    expect(second.locator("[data-outbox-list]")).to_contain_text("Influenza")
    sent.clear()
    phone.set_offline(False)
    arrives(first, "ann")
    expect(second.locator("[data-outbox-empty]")).to_be_visible()
    first.wait_for_timeout(500)
    assert len([url for url in sent if url.endswith("/outbox/")]) == 1 and Delivery.objects.count() == 1


def test_what_lies_on_the_device_cannot_be_read(cast: Cast, phone, enter):
    received = cast.received(cast.asking(), "ann")
    enter("ann")
    page = opened(phone, f"/notices/{received.pk}/")
    phone.set_offline(True)
    page.get_by_role("button", name="知悉", exact=True).click()
    expect(page.locator(SAVED)).to_be_visible()
    rows = page.evaluate(ALL_ROWS)
    assert len(rows["entries"]) == 1 and "Influenza" not in json.dumps(rows)
    assert page.evaluate(READ_KEY) == "InvalidAccessError"


def test_a_session_that_ended_waits_for_the_same_person(cast: Cast, phone, enter):
    received = cast.received(cast.asking(), "ann")
    enter("ann")
    page = opened(phone, f"/notices/{received.pk}/")
    Session.objects.all().delete()
    page.get_by_role("button", name="知悉", exact=True).click()
    expect(page.locator(SAVED)).to_be_visible()
    expect(page.locator("[data-outbox-mark]")).to_have_attribute("title", "登录后送出")
    enter("bob")
    other = opened(phone, "/outbox/")
    expect(other.locator("[data-outbox-empty]")).to_be_visible()
    other.wait_for_timeout(500)
    assert not Delivery.objects.exists() and not acknowledged("ann")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(500)
    assert not Delivery.objects.exists(), "nobody sends what somebody else has left"
    enter("ann")
    back = opened(phone, "/")
    arrives(back, "ann")


def test_what_a_merged_account_left_is_sent_by_the_one_that_stays(cast: Cast, phone, enter):
    received = cast.received(cast.asking(), "ann")
    enter("ann")
    page = opened(phone, f"/notices/{received.pk}/")
    phone.set_offline(True)
    page.get_by_role("button", name="知悉", exact=True).click()
    expect(page.locator(SAVED)).to_be_visible()
    page.close()
    # The accounts are made one: what belonged to one of them belongs to the other.
    kept, dropped = cast.people["bob"], cast.people["ann"]
    Merger.objects.create(kept=kept, dropped=dropped, path=cast.region.lake.path, journal=b"")
    Recipient.objects.filter(person=kept).delete()
    Recipient.objects.filter(pk=received.pk).update(person=kept)
    enter("bob")
    phone.set_offline(False)
    page = opened(phone, "/outbox/")
    arrives(page, "bob")
    assert Delivery.objects.get().person == kept


def test_signing_out_names_what_would_be_lost_and_deletes_it(cast: Cast, phone, enter):
    received = cast.received(cast.asking(), "ann")
    enter("ann")
    page = opened(phone, f"/notices/{received.pk}/")
    page.route("**/outbox/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_role("button", name="知悉", exact=True).click()
    expect(page.locator(SAVED)).to_be_visible()

    def sign_out() -> None:
        page.locator(".person-button").click()
        page.get_by_role("button", name="退出登录").click()

    sign_out()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("等待送出")
    dialog.get_by_role("button", name="先不退出").click()
    assert page.evaluate(ALL_ROWS)["entries"]
    sign_out()
    dialog.get_by_role("button", name="删除并退出登录").click()
    page.wait_for_url("**/account/**")
    assert not any(page.evaluate(ALL_ROWS).values())
    assert not acknowledged("ann")


def test_what_was_refused_is_shown_with_its_reason(cast: Cast, phone, enter):
    notice = cast.asking()
    enter("ann")
    page = opened(phone, f"/notices/{cast.received(notice, 'ann').pk}/")
    phone.set_offline(True)
    page.get_by_role("button", name="知悉", exact=True).click()
    expect(page.locator(SAVED)).to_be_visible()
    Notice.objects.filter(pk=notice.pk).update(state="withdrawn")
    phone.set_offline(False)
    expect(page.locator('form[data-state="refused"]')).to_contain_text("未送达")
    page.goto("/outbox/")
    expect(page.locator("main")).to_contain_text("知悉通知")
    page.get_by_role("button", name="收起").click()
    expect(page.locator("main")).not_to_contain_text("知悉通知")


def test_a_kept_page_opens_without_a_line_and_not_for_the_next_person(cast: Cast, phone, enter):
    received = cast.received(cast.asking(), "ann")
    enter("ann")
    address = f"/notices/{received.pk}/"
    page = opened(phone, address)
    page.get_by_role("button", name="知悉", exact=True).click()
    expect(page.get_by_text("您已知悉")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    eventually(page, lambda: page.evaluate(ALL_ROWS)["pages"])
    phone.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_have_text("Influenza")
    page.goto("/notices/")
    expect(page.locator("h1")).to_have_text("没有网络")
    eventually(page, lambda: led_to(page, address))
    expect(page.locator("h1")).to_have_text("Influenza")
    phone.set_offline(False)
    enter("bob")
    page.goto("/")
    eventually(page, lambda: not page.evaluate(ALL_ROWS)["pages"])
    phone.set_offline(True)
    page.goto(address)
    expect(page.locator("h1")).to_have_text("没有网络")


NEW = "/sent-notices/new/"
ITS_PAGE = re.compile(r"/sent-notices/\d+/$")


def typed(page: Page, text: str) -> None:
    page.goto(NEW)
    page.locator("[name=who]").first.check()
    page.locator("[name=title]").press_sequentially(text)


def test_a_draft_survives_a_killed_tab_and_is_discarded(cast: Cast, phone, enter):
    enter("teacher")
    page = phone.new_page()
    typed(page, "Meeting on Friday")
    page.wait_for_timeout(300 + 200)  # the delay, and the writing
    crash(page)
    page = opened(phone, NEW)
    expect(page.locator("[name=title]")).to_have_value("Meeting on Friday")
    expect(page.get_by_text("未提交的内容已恢复")).to_be_visible()
    assert "Meeting" not in json.dumps(page.evaluate(ALL_ROWS))
    page.locator("[data-draft-discard]").click()
    expect(page.locator("[name=title]")).to_have_value("")
    page.reload()
    page.wait_for_timeout(500)
    expect(page.locator("[name=title]")).to_have_value("")


def test_a_draft_goes_when_the_server_has_accepted_the_form(cast: Cast, phone, enter):
    enter("teacher")
    page = phone.new_page()
    typed(page, "Excursion")
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_url(ITS_PAGE)
    assert Notice.objects.get().title == "Excursion"
    page.wait_for_timeout(500)
    page.goto(NEW)
    page.wait_for_timeout(500)
    expect(page.locator("[name=title]")).to_have_value("")


def test_a_draft_stays_when_the_server_has_refused_the_form(cast: Cast, phone, enter):
    enter("teacher")
    page = phone.new_page()
    typed(page, "Lice")
    page.locator("[name=wants_receipt]").check()
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator("[data-invalid]").first).to_be_visible()
    expect(page.locator("[name=title]")).to_have_value("Lice")
    page.wait_for_timeout(500)
    page.goto(NEW)
    expect(page.locator("[name=title]")).to_have_value("Lice")


def test_a_form_without_a_line_stays_and_is_sent_when_asked(cast: Cast, phone, enter):
    enter("teacher")
    page = phone.new_page()
    typed(page, "Snow")
    page.wait_for_timeout(500)
    phone.set_offline(True)
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("没有网络。您填写的内容已存在本机")).to_be_visible()
    expect(page.locator("[name=title]")).to_have_value("Snow")
    phone.set_offline(False)
    page.get_by_role("button", name="重新发送").click()
    page.wait_for_url(ITS_PAGE)
    assert Notice.objects.get().title == "Snow"


def lose_the_answer(route: Route) -> None:
    """Let the server do it, and break the line before its answer."""
    if route.request.method != "POST":
        return route.continue_()
    route.fetch(max_redirects=0)
    return route.abort()


def test_an_answer_that_was_lost_makes_nothing_twice(cast: Cast, phone, enter):
    """The server did it, the line broke before the answer: sent again from what came back, it is done once."""
    enter("teacher")
    page = phone.new_page()
    typed(page, "Fog")
    page.route(f"**{NEW}", lose_the_answer)
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_timeout(1000)
    assert Notice.objects.count() == 1
    page.unroute_all()
    page.goto(NEW)
    expect(page.get_by_text("这些内容提交过")).to_be_visible()
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_url(ITS_PAGE)
    assert Notice.objects.count() == 1


def test_a_draft_upon_an_older_version_says_so(cast: Cast, phone, enter):
    notice = cast.draft()
    enter("teacher")
    page = opened(phone, f"/sent-notices/{notice.pk}/edit/")
    page.locator("[name=title]").fill("Mine")
    page.wait_for_timeout(500)
    Notice.objects.filter(pk=notice.pk).update(title="Theirs")
    page.reload()
    expect(page.get_by_text("这期间别人改过此项")).to_be_visible()
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator("[data-clash]")).to_be_visible()
    expect(page.locator("[data-clash]")).to_contain_text("Theirs")


def test_another_person_finds_no_draft(cast: Cast, phone, enter):
    enter("teacher")
    page = phone.new_page()
    typed(page, "Secret")
    page.wait_for_timeout(500)
    enter("other")
    page.goto(NEW)
    page.wait_for_timeout(500)
    expect(page.locator("[name=title]")).to_have_value("")
