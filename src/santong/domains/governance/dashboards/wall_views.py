"""Big screens: the page that a device shows, its content, its code; and the same for whoever is signed in."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from typing import Any

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django_vite.core.asset_loader import DjangoViteAssetLoader

from santong.domains.governance.dashboards.models import VIEW, WALLS, Dashboard, WallDevice
from santong.domains.governance.dashboards.views import place_asked
from santong.domains.governance.dashboards.walls import boards_of, content_of, device_with, note_seen
from santong.domains.governance.indicators.public import LEVELS
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access.middleware import client_address
from santong.kit.http import Request
from santong.kit.pairing import new_paired, renew_code, renewed_cookie, set_cookie
from santong.kit.rates import seconds_to_wait

COOKIE, PATH = "wall", "/wall/"
"""Goes to the addresses of big screens and to no other."""
SCRIPT, STYLE = "frontend/wall.ts", "frontend/styles/wall.css"
CODES_PER_MINUTE = 40
FROM_PLAYER = "X-Wall"
"""A header that pages of other sites can't send: only the player asks for codes."""
TURN = 30
Kind = Organisation.Kind


@cache
def player_files() -> tuple[str, str]:
    """The addresses of the player's script and style."""
    loader = DjangoViteAssetLoader.instance()
    script, style = (str(loader.generate_vite_asset_url(name)) for name in (SCRIPT, STYLE))
    return script, style


def _page(request: HttpRequest, source: str, back: str = "") -> HttpResponse:
    script, style = player_files()
    with translation.override(settings.LANGUAGE_CODE):
        context = {"script": script, "style": style, "source": source, "back": back, "words": words()}
        return render(request, "dashboards/wall.html", context)


def words() -> dict[str, Any]:
    """What the player says by itself."""
    return {
        "weekdays": [_("Sunday"), _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday")],
        "fetched": _("Fetched %(n)s s ago"),
        "as_of": _("figures of %(time)s"),
        "old": [
            _("No line. This is as of %(n)s minutes ago."), _("No line. This is as of %(n)s hours ago."),
            _("No line. This is as of %(n)s days ago."),
        ],
        "unreachable": _("The platform can't be reached. Trying again by itself …"),
        "expires": _("A new code comes by itself after 15 minutes."),
    }  # fmt: skip


@require_safe
def player(request: HttpRequest) -> HttpResponse:
    """The page of a device, the same for all of them."""
    return _page(request, reverse("dashboards:wall-content"))


@require_safe
def content(request: HttpRequest) -> HttpResponse:
    """What a device shows: JSON; 403 for one that belongs to no screen."""
    now, cookie = timezone.now(), request.COOKIES.get(COOKIE, "")
    device = device_with(cookie, now) if cookie else None
    if device is None or device.wall is None:
        return _stamped(JsonResponse({"state": "waiting"}, status=HTTPStatus.FORBIDDEN))
    wall = device.wall
    note_seen(wall, now)
    answer = JsonResponse(content_of(wall.place, boards_of(wall), wall.seconds))
    if renewed := renewed_cookie(device, cookie, now):
        set_cookie(answer, COOKIE, renewed, PATH)
    return _stamped(answer)


def _stamped(answer: HttpResponse) -> HttpResponse:
    """With the server's time in milliseconds, by which screens set their clock."""
    answer["X-Now"] = str(int(timezone.now().timestamp() * 1000))
    answer["Cache-Control"] = "no-store"
    return answer


@csrf_exempt
@require_POST
def code(request: HttpRequest) -> HttpResponse:
    """A code for a device that belongs to no screen, with its picture for phones; 409 for one that has a screen."""
    if not request.headers.get(FROM_PLAYER):
        return JsonResponse({"state": "refused"}, status=HTTPStatus.BAD_REQUEST)
    if wait := seconds_to_wait(f"wall-new-{client_address(request)}", CODES_PER_MINUTE):
        return JsonResponse({"state": "busy", "seconds": wait}, status=HTTPStatus.TOO_MANY_REQUESTS)
    cookie = request.COOKIES.get(COOKIE, "")
    device = device_with(cookie, timezone.now()) if cookie else None
    if device is None:
        device, cookie = new_paired(WallDevice, verb="dashboards.new_device")
    elif device.wall is None:
        renew_code(device)
    else:
        return JsonResponse({"state": "paired"}, status=HTTPStatus.CONFLICT)
    address = f"{settings.PUBLIC_URL.rstrip('/')}{reverse('dashboards:walls-new')}?code={device.code}"
    picture = segno.make(address, error="m", micro=False).svg_data_uri(border=4, light="#fff", omitsize=True)
    answer = JsonResponse({"code": device.code, "picture": picture, "address": request.get_host()})
    set_cookie(answer, COOKIE, cookie, PATH)
    return _stamped(answer)


@login_required
@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """A dashboard full-screen, for whoever may set big screens up."""
    dashboard, place = _shown(request, pk)
    source = f"{reverse('dashboards:show-content', args=[dashboard.pk])}?place={place.pk}"
    return _page(request, source, f"{reverse('dashboards:board')}?place={place.pk}&board={dashboard.pk}")


@login_required
@require_safe
def show_content(request: Request, pk: int) -> HttpResponse:
    """What the full-screen page of a dashboard shows, as JSON."""
    dashboard, place = _shown(request, pk)
    return _stamped(JsonResponse(content_of(place, [dashboard], TURN)))


def _shown(request: Request, pk: int) -> tuple[Dashboard, Organisation]:
    dashboard, place = request.viewer.get(Dashboard, pk, VIEW), place_asked(request)
    request.viewer.demand(WALLS, place.path)
    if dashboard.level != LEVELS[Kind(place.kind)] or not place.path.startswith(dashboard.path):
        raise Http404(pk)
    return dashboard, place
