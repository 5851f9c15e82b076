"""What panels ask for: the player, its content, a code to be paired by, its service worker. Nobody is signed in."""

from __future__ import annotations

import json
from functools import cache
from http import HTTPStatus
from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django_vite.core.asset_loader import DjangoViteAssetLoader

from santong.domains.campus.screens.content import is_up_to_date, prepared_for
from santong.domains.campus.screens.devices import device_with, new_device, note_seen
from santong.domains.campus.screens.models import Screen
from santong.kit.access.middleware import client_address
from santong.kit.pairing import renew_code, renewed_cookie, set_cookie
from santong.kit.rates import seconds_to_wait

COOKIE, PATH = "screen", "/screen/"
"""Goes to the addresses of the player and to no other."""
SCRIPT, STYLE = "frontend/screen.ts", "frontend/styles/screen.css"
CODES_PER_MINUTE = 40
"""For one address: all panels of a school often stand behind one."""
FROM_PLAYER = "X-Screen"
"""A header that pages of other sites can't send: only the player asks for codes."""


@cache
def player_files() -> tuple[str, str]:
    """The addresses of the player's script and style. A new build has new ones, by which panels know it."""
    loader = DjangoViteAssetLoader.instance()
    script, style = (str(loader.generate_vite_asset_url(name)) for name in (SCRIPT, STYLE))
    return script, style


def player_page(request: HttpRequest, *, source: str, preview: bool = False) -> HttpResponse:
    """The player as a page in the language of the region: a panel's own is often that of its maker."""
    script, style = player_files()
    with translation.override(settings.LANGUAGE_CODE):
        context = {"script": script, "style": style, "source": source, "preview": preview, "words": words()}
        return render(request, "screens/player.html", context)


def words() -> dict[str, Any]:
    """What the player says by itself."""
    return {
        "weekdays": [_("Sunday"), _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday")],
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
        "old": [
            _("No line. This is as of %(n)s minutes ago."), _("No line. This is as of %(n)s hours ago."),
            _("No line. This is as of %(n)s days ago."),
        ],
        "too_old": _("There has been no line for a week. Ask the school's IT."),
        "unreachable": _("The platform can't be reached. Trying again by itself …"),
        "expires": _("A new code comes by itself after 15 minutes."),
        "quiet": _("Nothing new today"),
        "urgent": _("Emergency"),
    }  # fmt: skip


@require_safe
def player(request: HttpRequest) -> HttpResponse:
    """The player, the same for every panel."""
    return player_page(request, source=reverse("screens:content"))


def nothing_new(request: HttpRequest) -> HttpResponse | None:
    """304 for a panel that has already what its screen shows, and about which there is nothing to be noted."""
    etag, cookie, version = _etag_of(request), request.COOKIES.get(COOKIE, ""), request.headers.get(FROM_PLAYER, "")
    if not etag or not is_up_to_date(cookie, etag, version, timezone.now()):
        return None
    return stamped(HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": f'"{etag}"'}))


def _etag_of(request: HttpRequest) -> str:
    """What a panel has already; gateways that compress make the tag of an answer a weak one."""
    return request.headers.get("If-None-Match", "").removeprefix("W/").strip('"')


@require_safe
def content(request: HttpRequest) -> HttpResponse:
    """What a panel shows: JSON, 304 while it is what the panel has already, 403 for one that belongs to no screen."""
    now, cookie = timezone.now(), request.COOKIES.get(COOKIE, "")
    device = device_with(cookie, now) if cookie else None
    if device is None or device.screen is None:
        answer: HttpResponse = JsonResponse({"state": "waiting"}, status=HTTPStatus.FORBIDDEN)
        return stamped(answer)
    note_seen(device, now, request.headers.get(FROM_PLAYER, ""))
    prepared = prepared_for(device.screen, now)
    if _etag_of(request) == prepared.etag:
        answer = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    else:
        answer = HttpResponse(prepared.body, content_type="application/json; charset=utf-8")
        Screen.objects.again([device.screen]).update_quietly(fetched_at=now)
    answer["ETag"] = f'"{prepared.etag}"'
    if renewed := renewed_cookie(device, cookie, now):
        set_cookie(answer, COOKIE, renewed, PATH)
    return stamped(answer)


def stamped(answer: HttpResponse) -> HttpResponse:
    """With the server's time in milliseconds, by which panels set their clock, and the player that there is now."""
    answer["X-Now"] = str(int(timezone.now().timestamp() * 1000))
    answer["X-Player"] = player_files()[0]
    answer["Cache-Control"] = "no-store"
    return answer


@csrf_exempt
@require_POST
def code(request: HttpRequest) -> HttpResponse:
    """A code for a panel that belongs to no screen, with its picture for phones; 403 for one that has a screen."""
    if not request.headers.get(FROM_PLAYER):
        return JsonResponse({"state": "refused"}, status=HTTPStatus.BAD_REQUEST)
    if wait := seconds_to_wait(f"screen-new-{client_address(request)}", CODES_PER_MINUTE):
        return JsonResponse({"state": "busy", "seconds": wait}, status=HTTPStatus.TOO_MANY_REQUESTS)
    cookie = request.COOKIES.get(COOKIE, "")
    device = device_with(cookie, timezone.now()) if cookie else None
    if device is None:
        issued = new_device()
        device, cookie = issued.device, issued.cookie
    elif device.screen is None:
        renew_code(device)
    else:
        return JsonResponse({"state": "paired"}, status=HTTPStatus.CONFLICT)
    address = f"{settings.PUBLIC_URL.rstrip('/')}{reverse('screens:screens-new')}?code={device.code}"
    picture = segno.make(address, error="m", micro=False).svg_data_uri(border=4, light="#fff", omitsize=True)
    answer = JsonResponse({"code": device.code, "picture": picture, "address": request.get_host()})
    set_cookie(answer, COOKIE, cookie, PATH)
    return stamped(answer)


@never_cache
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The player's service worker, with what it keeps so that a panel starts without a line."""
    given = json.dumps({"page": reverse("screens:player"), "files": list(player_files())})
    return HttpResponse(f"self.kept = {given};\n{_worker_code()}", content_type="text/javascript; charset=utf-8")


@cache
def _worker_code() -> str:
    return (settings.PACKAGE / "static_build" / "screen-worker.js").read_text("utf-8")
