"""In the system's Chromium: an upload that goes on in a new tab, and pages that run nothing of a stranger's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from santong.domains.platform.files.models import File
from santong.domains.platform.files.tests.cast import client, kept
from santong.domains.platform.files.tests.test_conversion import generated
from santong.kit.jobs.testing import run_due

# What the browser does with a page is the same on every database.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.only_on("sqlite")]

PART = 2 * 1024 * 1024
PAGE = """<!doctype html><html><body><p id=p>hello</p>
<script>document.documentElement.dataset.ran = "1"; fetch("/files/")</script><img src=x onerror="document.title='ran'">
</body></html>"""
VECTOR = """<svg xmlns="http://www.w3.org/2000/svg" onload="document.documentElement.dataset.ran='1'">
<script>document.documentElement.dataset.ran = "1"</script><circle r="9"/></svg>"""


@pytest.fixture
def browsing(cast, live_server, chromium) -> Iterator[BrowserContext]:
    """The owner, signed in."""
    context = chromium.new_context(base_url=live_server.url, locale="zh-CN")
    session = client(cast["owner"]).cookies["session"].value
    context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    yield context
    context.close()


def test_an_upload_goes_on_in_a_new_tab(browsing, tmp_path):
    path = tmp_path / "课件.bin"
    path.write_bytes(bytes(range(256)) * 4096 * 5)  # 5 MB, three parts
    sent: list[int] = []

    def once(route: Route) -> None:
        if route.request.method == "PATCH" and sent:
            route.abort()
            return
        if route.request.method == "PATCH":
            sent.append(int(route.request.headers["upload-offset"]))
        route.continue_()

    first = browsing.new_page()
    first.route("**/uploads/**", once)
    first.goto("/files/")
    first.set_input_files(".upload-input", path)
    expect(first.locator("[data-upload-said]").last).to_contain_text("自动继续")
    first.close(run_before_unload=False)
    assert sent == [0]

    second = browsing.new_page()
    offsets: list[str] = []
    second.on("request", lambda r: offsets.append(r.headers["upload-offset"]) if r.method == "PATCH" else None)
    second.goto("/files/")
    second.set_input_files(".upload-input", path)
    expect(second.locator('.upload-item[data-state="checking"]')).to_be_visible()
    run_due()
    expect(second.locator('.upload-item[data-state="ready"]')).to_be_visible()
    assert int(offsets[0]) >= PART  # what the first tab sent isn't sent again
    file = File.objects.get()
    assert file.blob.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    expect(second.locator("#results")).to_contain_text("课件.bin")


def test_what_is_refused_says_why(browsing, tmp_path):
    (tmp_path / "照片.jpg").write_bytes(b"MZ" + b"\0" * 500)
    (tmp_path / "empty.txt").touch()
    page = browsing.new_page()
    page.goto("/files/")
    page.set_input_files(".upload-input", [tmp_path / "照片.jpg", tmp_path / "empty.txt"])
    expect(page.locator('.upload-item[data-state="refused"]')).to_contain_text("文件是空的")
    expect(page.locator('.upload-item[data-state="checking"]')).to_be_visible()
    run_due()
    expect(page.locator('.upload-item[data-state="refused"]').first).to_contain_text("可执行程序")


@pytest.mark.parametrize(("name", "content"), [("a.html", PAGE), ("a.svg", VECTOR)])
def test_no_script_of_a_file_runs(browsing, cast, tmp_path: Path, name, content):
    (tmp_path / name).write_text(content)
    file = kept(cast["owner"], tmp_path / name)
    page = browsing.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/files/{file.pk}/content/")
    ran = "[document.documentElement.dataset.ran, document.title === 'ran', origin]"
    assert page.evaluate(ran) == [None, False, "null"]
    assert not [url for url in asked if url.endswith("/files/")]
    page.goto(f"/files/{file.pk}/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.dataset.ran") is None


def test_a_video_plays_from_its_stream(browsing, cast, tmp_path):
    picture = ("-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=10:duration=4")
    file = kept(cast["owner"], generated(tmp_path / "clip.mp4", *picture, "-preset", "ultrafast"))
    run_due()
    page = browsing.new_page()
    page.goto(f"/files/{file.pk}/")
    moved = "video => new Promise(done => { video.ontimeupdate = () => video.currentTime > 0.5 && done(); })"
    # Attaching the stream loads the element anew, which would interrupt playing.
    attached = "video => new Promise(done => { video.readyState ? done() : video.onloadedmetadata = () => done(); })"
    page.locator("video").evaluate(attached)
    page.locator("video").evaluate("video => { video.muted = true; return video.play(); }")
    page.locator("video").evaluate(moved)
    assert page.locator("video").get_attribute("data-level") in ("360", "720")
