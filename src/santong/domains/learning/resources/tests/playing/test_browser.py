"""Players, the classroom screen and an offline copy in the system's Chromium."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from santong.domains.learning.resources.models import Mark, Playing
from santong.domains.learning.resources.views.copying import SIZES
from santong.kit.testing.browser import eventually

# What the browser does with a page is the same on every database.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.only_on("sqlite")]

PLAYS = "document.querySelector('video').currentTime > {}"


def until(page: Page, expression: str) -> None:
    """Wait until it is true. Playwright's own waiting needs eval, which the policy of our pages forbids."""
    eventually(page, lambda: page.evaluate(expression))


def url(name: str, *args: object) -> str:
    return reverse(f"resources:{name}", args=args)


@pytest.fixture
def open_page(cast, live_server, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A page of the colleague's; the test fails when the content security policy is broken."""
    opened, refused = [], []

    def open_one(path: str, width: int = 1440, height: int = 900) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="zh-CN",
            reduced_motion="reduce",
        )
        opened.append(context)
        name = settings.SESSION_COOKIE_NAME
        session = cast.client("colleague").cookies[name].value
        context.add_cookies([{"name": name, "value": session, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda told: refused.append(told.text) if "Content Security" in told.text else None)
        page.goto(path)
        return page

    yield open_one
    for context in opened:
        context.close()
    assert not refused


def test_a_video_plays_at_both_rungs_seeks_with_pictures_and_remembers(film, open_page):
    row, file = film
    page = open_page(url("play", row.pk, file.pk))
    video = page.locator("video")
    assert video.evaluate("video => video.canPlayType('video/mp4; codecs=\"avc1.64001f\"')"), (
        "no H.264 in this Chromium"
    )
    page.locator(".player-start").click()
    until(page, PLAYS.format(0.3))
    for height in ("360", "720"):
        page.locator("[data-quality]").select_option(height)
        page.locator(".player-seek input").evaluate("bar => { bar.value = 0; bar.dispatchEvent(new Event('change')) }")
        expect(video).to_have_attribute("data-level", height)
        until(page, f"document.querySelector('video').videoHeight === {height}")
    bar = page.locator(".player-seek input")
    box = bar.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    picture = page.locator(".player-picture")
    expect(picture).to_be_visible()
    assert "sprite.jpg" in picture.evaluate("element => element.style.backgroundImage")
    page.locator(".player").evaluate("element => element.querySelector('[data-play]').blur()")
    video.evaluate("video => video.play()")
    until(page, PLAYS.format(2.5))
    page.locator("[data-mute]").focus()
    page.keyboard.press("k")
    until(page, "document.querySelector('video').paused")
    page.keyboard.press("n")
    page.keyboard.type("这里提问")
    page.keyboard.press("Enter")
    expect(page.locator(".player-mark")).to_contain_text("这里提问")
    assert Mark.objects.get().at > 2
    page.evaluate("dispatchEvent(new Event('online'))")
    eventually(page, Playing.objects.first)
    page.keyboard.press("Escape")
    page.locator(".player-mark").click()
    until(page, "!document.querySelector('video').paused")
    assert Playing.objects.get().seconds > 1


def test_a_lost_line_is_named_while_it_is_tried_again(film, open_page):
    row, file = film
    page = open_page(url("play", row.pk, file.pk))
    page.locator(".player-start").click()
    until(page, PLAYS.format(0.3))
    page.context.set_offline(True)
    page.locator("[data-quality]").select_option("720")  # has to be fetched
    notice = page.get_by_text("网络")
    expect(notice).to_be_visible(timeout=5000)
    page.context.set_offline(False)
    expect(notice).to_be_hidden()
    until(page, "document.querySelector('video').videoHeight === 720")


def test_what_was_watched_survives_a_line_that_is_down(film, open_page):
    row, file = film
    page = open_page(url("play", row.pk, file.pk))
    page.route("**/watched/", lambda route: route.abort())
    page.locator(".player-start").click()
    until(page, PLAYS.format(2.5))
    page.locator("video").evaluate("video => video.pause()")
    until(page, "Object.keys(localStorage).some(key => key.startsWith('watched:'))")
    assert not Playing.objects.exists()
    page.unroute("**/watched/")
    with page.expect_response("**/watched/"):
        page.reload()
    until(page, "!Object.keys(localStorage).some(key => key.startsWith('watched:'))")
    assert Playing.objects.get().seconds > 2


def test_pages_are_leafed_through_and_zoomed_by_keyboard(shelf, open_page):
    row, file = shelf.put("plan.pdf")
    page = open_page(url("play", row.pk, file.pk), width=390, height=844)
    page.wait_for_load_state("networkidle")  # what answers the keys is fetched for such pages only
    number = page.locator("[data-page-number]")
    room = page.locator(".paper-room")
    room.focus()
    page.keyboard.press("PageDown")
    expect(number).to_have_value("2")
    page.keyboard.press("End")
    expect(number).to_have_value("3")
    wide = page.locator(".paper-page").first.bounding_box()
    page.keyboard.press("+")
    assert wide
    page.wait_for_function(
        "before => document.querySelector('.paper-page').getBoundingClientRect().width > before", arg=wide["width"]
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (3840, 2160)])
def test_a_basket_is_shown_by_keyboard_and_remote(shelf, open_page, width, height):
    basket = shelf.basket(shelf.put("plan.pdf")[0], shelf.put("picture.png")[0])
    page = open_page(url("present-collection", basket.pk), width=width, height=height)
    place = page.locator("[data-say-place]")
    expect(place).to_have_text(re.compile(r"^1\D+4$"))
    for key, expected in [("PageDown", 2), ("ArrowRight", 3), (" ", 4), ("PageDown", 4), ("PageUp", 3), ("Home", 1)]:
        page.keyboard.press(key)
        expect(place).to_have_text(re.compile(rf"^{expected}\D+4$"))
    shown = page.locator(".slide:not([hidden]) img").bounding_box()
    assert shown and shown["width"] == width and shown["height"] > height * 0.85
    button = page.locator("[data-step='1']").bounding_box()
    assert button and button["height"] >= 44 * height / 1080
    page.keyboard.press("b")
    expect(page.locator("[data-black]")).to_be_visible()
    page.keyboard.press("PageDown")
    expect(page.locator("[data-black]")).to_be_hidden()
    expect(place).to_have_text(re.compile(r"^1\D+4$"))
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    expect(place).to_have_text(re.compile(r"^4\D+4$"))
    page.keyboard.press("F5")
    assert page.evaluate("document.fullscreenElement !== null"), "F5 of a remote shows full screen instead of loading"
    page.reload()
    expect(place).to_have_text(re.compile(r"^4\D+4$"))
    page.keyboard.press("Escape")
    expect(page.locator("[data-ask]")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("[data-ask]")).to_be_hidden()


def test_a_copy_opens_from_a_folder(cast, shelf, film, chromium, tmp_path: Path):
    basket = shelf.basket(film[0], shelf.put("plan.pdf")[0])
    response = cast.client("colleague").get(url("copy", basket.pk, SIZES[0]))
    saved = tmp_path / "copy.zip"
    saved.write_bytes(b"".join(response.streaming_content))
    with zipfile.ZipFile(saved) as archive:
        archive.extractall(tmp_path / "stick")
    context = chromium.new_context(offline=True, viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "stick" / "index.html").as_uri())
    expect(page.locator("[data-say-place]")).to_have_text(re.compile(r"^1\D+4$"))
    page.keyboard.press(" ")
    until(page, PLAYS.format(0.3))
    assert page.evaluate("document.querySelector('video').textTracks[0].cues.length") == 1
    page.keyboard.press("PageDown")
    until(page, "document.querySelector('.slide:not([hidden]) img').naturalWidth > 0")
    assert not [address for address in asked if not address.startswith(("file:", "data:"))]
    context.close()
