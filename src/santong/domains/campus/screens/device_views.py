"""What panels ask for: the player, its content, a code to be paired by, its service worker. Nobody is signed in."""

from __future__ import annotations

import json
from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from santong.domains.campus.screens.content import is_up_to_date, prepared_for
from santong.domains.campus.screens.devices import READ, note_seen
from santong.domains.campus.screens.models import Device, Screen
from santong.kit.players import Player

PLAYER = Player(
    Device, name="screen", folder="/screen/", script="frontend/screen.ts", style="frontend/styles/screen.css",
    claimed_at="screens:screens-new", verb="screens.new_device", only=READ,
)  # fmt: skip


def player_page(request: HttpRequest, *, source: str, preview: bool = False) -> HttpResponse:
    """The player as a page."""
    return PLAYER.page(request, "screens/player.html", words, source=source, preview=preview)


def words() -> dict[str, Any]:
    """What this player says beside what all do."""
    return {
        "date": _("%(month)s/%(day)s"),
        "now": _("On now"),
        "next": _("Up next"),
        "over": _("Lessons are over for today"),
        "none": _("No lessons today"),
        "today": _("Lessons of today"),
        "week": _("The next days"),
        "lesson": _("Lesson %(n)s"),
        "until": _("until %(time)s"),
        "minutes": _("begins in %(n)s min"),
        "left": _("%(n)s min left"),
        "too_old": _("There has been no line for a week. Ask the school's IT."),
        "quiet": _("Nothing new today"),
        "urgent": _("Emergency"),
    }


@require_safe
def player(request: HttpRequest) -> HttpResponse:
    """The player, the same for every panel."""
    return player_page(request, source=reverse("screens:content"))


def nothing_new(request: HttpRequest) -> HttpResponse | None:
    """304 for a panel that has already what its screen shows, and about which there is nothing to be noted."""
    etag, version = _etag_of(request), request.headers.get(PLAYER.header, "")
    if not etag or not is_up_to_date(PLAYER.cookie_of(request), etag, version, timezone.now()):
        return None
    return PLAYER.stamped(HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": f'"{etag}"'}))


def _etag_of(request: HttpRequest) -> str:
    """What a panel has already; gateways that compress make the tag of an answer a weak one."""
    return request.headers.get("If-None-Match", "").removeprefix("W/").strip('"')


@require_safe
def content(request: HttpRequest) -> HttpResponse:
    """What a panel shows: JSON, 304 while it is what the panel has already, 403 for one that belongs to no screen."""
    now, device = timezone.now(), PLAYER.device_of(request)
    if device is None or device.screen is None:
        return PLAYER.waiting
    note_seen(device, now, request.headers.get(PLAYER.header, ""))
    prepared = prepared_for(device.screen, now)
    if _etag_of(request) == prepared.etag:
        answer = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    else:
        answer = HttpResponse(prepared.body, content_type="application/json; charset=utf-8")
        Screen.objects.again([device.screen]).update_quietly(fetched_at=now)
    answer["ETag"] = f'"{prepared.etag}"'
    PLAYER.renew(answer, device, request)
    return PLAYER.stamped(answer)


@never_cache
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The player's service worker, with what it keeps so that a panel starts without a line."""
    given = json.dumps({"page": reverse("screens:player"), "files": list(PLAYER.files)})
    return HttpResponse(f"self.kept = {given};\n{_worker_code()}", content_type="text/javascript; charset=utf-8")


@cache
def _worker_code() -> str:
    return (settings.PACKAGE / "static_build" / "screen-worker.js").read_text("utf-8")
