"""Big screens: the page that a device shows, its content, its code; and the same for whoever is signed in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from santong.domains.governance.dashboards.models import VIEW, WALLS, Dashboard, WallDevice
from santong.domains.governance.dashboards.views import place_asked
from santong.domains.governance.dashboards.walls import boards_of, content_of, note_seen
from santong.domains.governance.indicators.public import LEVELS
from santong.domains.platform.organisations.public import Organisation
from santong.kit.http import Request
from santong.kit.players import Player

PLAYER = Player(
    WallDevice, name="wall", folder="/wall/", script="frontend/wall.ts", style="frontend/styles/wall.css",
    claimed_at="dashboards:walls-new", verb="dashboards.new_device",
)  # fmt: skip
TURN = 30
Kind = Organisation.Kind


def _page(request: HttpRequest, source: str, back: str = "") -> HttpResponse:
    return PLAYER.page(request, "dashboards/wall.html", words, source=source, back=back)


def words() -> dict[str, Any]:
    """What this player says beside what all do."""
    return {
        "fetched": _("Fetched %(n)s s ago"),
        "as_of": _("figures of %(time)s"),
    }


@require_safe
def player(request: HttpRequest) -> HttpResponse:
    """The page of a device, the same for all of them."""
    return _page(request, reverse("dashboards:wall-content"))


@require_safe
def content(request: HttpRequest) -> HttpResponse:
    """What a device shows: JSON; 403 for one that belongs to no screen."""
    device = PLAYER.device_of(request)
    if device is None or device.wall is None:
        return PLAYER.waiting
    wall = device.wall
    note_seen(wall, timezone.now())
    answer = JsonResponse(content_of(wall.place, boards_of(wall), wall.seconds))
    PLAYER.renew(answer, device, request)
    return PLAYER.stamped(answer)


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
    return PLAYER.stamped(JsonResponse(content_of(place, [dashboard], TURN)))


def _shown(request: Request, pk: int) -> tuple[Dashboard, Organisation]:
    dashboard, place = request.viewer.get(Dashboard, pk, VIEW), place_asked(request)
    request.viewer.demand(WALLS, place.path)
    if dashboard.level != LEVELS[Kind(place.kind)] or not place.path.startswith(dashboard.path):
        raise Http404(pk)
    return dashboard, place
