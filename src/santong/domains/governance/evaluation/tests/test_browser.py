"""An inspector at a school without a line: noted on the phone, with a photo, delivered once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, expect

from santong.domains.governance.evaluation.models import Finding
from santong.domains.governance.evaluation.tests.conftest import Cast
from santong.domains.platform.access.testing import client_of

# What the browser does with a page is the same on every database.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.only_on("sqlite")]


@pytest.fixture
def phone(live_server, chromium: Browser) -> Iterator[BrowserContext]:
    """A phone; nobody is signed in yet."""
    cache.clear()
    context = chromium.new_context(base_url=live_server.url, locale="zh-CN", viewport={"width": 390, "height": 844})
    yield context
    context.close()


def _picture() -> bytes:
    """A photo as cameras make them: larger than what an outbox takes."""
    file = BytesIO()
    Image.radial_gradient("L").resize((2400, 1800)).convert("RGB").save(file, "JPEG", quality=95)
    return file.getvalue()


def test_a_finding_with_a_photo_waits_for_the_line(cast: Cast, phone: BrowserContext, live_server):
    session = client_of(cast.inspector).cookies["session"].value
    phone.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    page = phone.new_page()
    page.goto(f"/evaluated/{cast.at().pk}/visit/")
    page.wait_for_load_state("networkidle")
    phone.set_offline(True)
    form = page.locator('form[data-kind="evaluation.note_finding"]')
    form.locator('[name="text"]').fill("二楼灭火器过期")
    form.locator('[name="owner"]').fill("总务处")
    form.locator('[name="due"]').fill((timezone.localdate() + timedelta(days=7)).isoformat())
    form.locator('input[type="file"]').set_input_files(
        {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": _picture()}
    )
    expect(form.get_by_text("照片会一起送出")).to_be_visible()
    form.get_by_role("button", name="记下问题").click()
    expect(form.get_by_text("已存在本机")).to_be_visible()
    assert not Finding.objects.exists()
    phone.set_offline(False)
    page.goto(f"/evaluated/{cast.at().pk}/visit/")
    for _attempt in range(100):
        if Finding.objects.exists():
            break
        page.wait_for_timeout(100)
    page.reload()
    expect(page.get_by_text("二楼灭火器过期")).to_be_visible()
    [found] = Finding.objects.select_related("photo__blob")
    assert found.photo is not None
    assert found.photo.blob is not None
    assert found.photo.blob.size < 44_000
