"""The service worker's script, and the one page that it shows when nothing else can be had."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from santong.kit.http import Request
from santong.kit.shell import Shell, ui_of

MAIN = "frontend/main.ts"
DEVICE = ("frontend/outbox/device.ts", "frontend/outbox/page.ts")
"""What a page without a line needs beside what every page loads."""


@never_cache
@require_safe
def script(request: Request) -> HttpResponse:
    """The script, with what it keeps: files that hold nothing of anybody, and the page for when there is no line."""
    given = json.dumps({"page": reverse("outbox:device"), "files": [static(name) for name in _files()]})
    code = f"self.kept = {given};\n{_code()}"
    return HttpResponse(code, content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(no_store=True)
def device_page(request: Request) -> HttpResponse:
    """What waits on this device, as the device alone knows it; the same for everybody."""
    # Without the request: it is kept on the device for whoever comes, so nothing of anybody may stand in it.
    page = render_to_string("outbox/device.html", {"ui": ui_of(request), "shell": Shell(settings.PRODUCT_NAME)})
    return HttpResponse(page)


@cache
def _code() -> str:
    return (settings.PACKAGE / "static_build" / "service-worker.js").read_text("utf-8")


@cache
def _files() -> list[str]:
    """The files of the build that the page without a line needs, with all that they import."""
    path = Path(str(settings.DJANGO_VITE["default"]["manifest_path"]))
    manifest: dict[str, Any] = json.loads(path.read_text("utf-8"))
    found: dict[str, None] = {}

    def add(name: str) -> None:
        part = manifest[name]
        if part["file"] in found:
            return
        found[part["file"]] = None
        found.update(dict.fromkeys(part.get("css", [])))
        for other in part.get("imports", []):
            add(other)

    for name in (MAIN, *DEVICE, "frontend/icons.txt", "frontend/brand/favicon.svg"):
        add(name)
    return list(found)
