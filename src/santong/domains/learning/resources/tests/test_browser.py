"""People at work in the system's Chromium: a teacher before a lesson, an author, a reviewer with a keyboard."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation

from santong.domains.campus.staff.public import NewStaff, NewTeaching, assign_teaching, employ
from santong.domains.learning.resources.actions.reviewing import submit
from santong.domains.learning.resources.actions.using import set_progress
from santong.domains.learning.resources.models import Resource, Review
from santong.domains.platform.files.actions.taking import take_in
from santong.domains.platform.files.models import File
from santong.kit.access import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)
CLIENT = re.compile(r"/upload-file[^/]*\.js")
NAME = "人教版七年级上册 移项 课件.pptx"

DRAGGED = """([name, content]) => {
  const dragged = new DataTransfer();
  dragged.items.add(new File([Uint8Array.from(atob(content), letter => letter.charCodeAt(0))], name));
  return dragged;
}"""


def slides(text: str) -> str:
    """A presentation with one slide, as Base64."""
    made, content = Presentation(), io.BytesIO()
    made.slides.add_slide(made.slide_layouts[5]).shapes.title.text = text
    made.save(content)
    return base64.b64encode(content.getvalue()).decode()


@pytest.fixture
def open_page(cast, live_server, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A page of somebody of the cast."""
    opened = []

    def open_one(name: str, path: str) -> Page:
        context = chromium.new_context(base_url=live_server.url, locale="zh-CN", reduced_motion="reduce")
        opened.append(context)
        cookie = settings.SESSION_COOKIE_NAME
        session = cast.client(name).cookies[cookie].value
        context.add_cookies([{"name": cookie, "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(path)
        return page

    yield open_one
    for context in opened:
        context.close()


def test_a_teacher_has_the_next_lesson_on_screen_in_one_click(cast, open_page):
    node, day = cast.node("移项"), timezone.localdate()
    (staff,) = employ(
        acting=SYSTEM, school=cast.school, drafts=[NewStaff(cast.people["colleague"], ("数学",))], day=day
    )
    assign_teaching(acting=SYSTEM, drafts=[NewTeaching(staff, cast.school_class, "数学")], day=day)
    set_progress(acting=cast.viewer("colleague"), school_class=cast.school_class, subject="数学", node=node)
    row = cast.admitted(title="移项的道理", node=node.pk, textbook=cast.book.pk)
    page = open_page("colleague", "/")
    page.get_by_role("link", name="移项的道理").click()
    page.wait_for_url(f"**{reverse('resources:resource', args=[row.pk])}")
    expect(page.get_by_role("heading", name="移项的道理")).to_be_visible()


def test_an_author_drops_slides_and_hands_them_in(cast, home, open_page):
    page = open_page("author", reverse("resources:new"))
    page.dispatch_event(".upload", "drop", {"dataTransfer": page.evaluate_handle(DRAGGED, [NAME, slides("移项")])})
    page.get_by_role("button", name="继续", exact=True).click()  # too early, perhaps: the form waits for the file
    expect(page.get_by_label("标题")).to_have_value("人教版七年级上册 移项 课件")
    expect(page.get_by_label("学科")).to_have_value("数学")
    expect(page.get_by_label("单元或课")).to_have_value(str(cast.node("移项").pk))
    expect(page.locator("#id_grade option:checked")).to_have_text("七年级")
    page.get_by_role("button", name="保存并提交审核").click()
    expect(page.get_by_text("已提交审核")).to_be_visible()
    take_in(File.objects.get(), convert=False)
    assert Review.objects.get(state="waiting").resource.versions.get().parts.get().file.is_ready


def test_a_form_sent_at_once_waits_for_files_whose_upload_has_not_begun(cast, home, open_page):
    page, late = open_page("author", reverse("resources:new")), []
    page.route(CLIENT, lambda route: late.append(route))
    page.dispatch_event(".upload", "drop", {"dataTransfer": page.evaluate_handle(DRAGGED, [NAME, slides("移项")])})
    page.get_by_role("button", name="继续", exact=True).click()
    expect(page.locator(".upload-name")).to_have_text(NAME)
    for route in late:
        route.continue_()
    expect(page.get_by_label("标题")).to_have_value("人教版七年级上册 移项 课件")


def test_a_file_whose_upload_could_not_begin_is_kept_and_tried_again(cast, home, open_page):
    page = open_page("author", reverse("resources:new"))
    page.route(CLIENT, lambda route: route.abort())
    page.dispatch_event(".upload", "drop", {"dataTransfer": page.evaluate_handle(DRAGGED, [NAME, slides("移项")])})
    page.get_by_role("button", name="继续", exact=True).click()
    again = page.get_by_role("button", name="重试")
    expect(again).to_be_visible()
    page.get_by_role("button", name="继续", exact=True).click()
    expect(again).to_be_focused()
    expect(page.get_by_text("请至少选择一个文件")).to_have_count(0)
    page.unroute(CLIENT)
    again.click()
    page.get_by_role("button", name="继续", exact=True).click()
    expect(page.get_by_label("标题")).to_have_value("人教版七年级上册 移项 课件")


def listening_at(page: Page, heading: str) -> None:
    """Wait for the page with this heading, and for its scripts, before which it hears no keys."""
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.wait_for_load_state()


def test_a_reviewer_needs_no_mouse(cast, open_page):
    for title in ("第一份", "第二份"):
        submit(acting=cast.viewer("author"), resource=cast.draft(title=title))
    page = open_page("affairs", reverse("resources:reviews"))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    listening_at(page, "第一份")
    page.keyboard.press("?")
    keys = page.locator("#shortcuts [data-page-key]")
    expect(keys.filter(has_text="准予入库")).to_have_count(1)
    expect(keys.filter(has_text="需要修改什么")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    page.keyboard.press("a")
    expect(page.locator("#check-fits")).to_be_focused()
    for key in "2345":
        page.keyboard.press(key)
    page.keyboard.press("a")
    listening_at(page, "第二份")
    page.keyboard.press("r")
    page.keyboard.type("请写全课题")
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.wait_for_url(f"**{reverse('resources:reviews')}")
    states = dict(Resource.objects.values_list("title", "status"))
    assert states == {"第一份": "admitted", "第二份": "returned"}
