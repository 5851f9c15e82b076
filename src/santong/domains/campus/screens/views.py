"""What a person sees of a screen: the same player with the same content, by their own rights."""

from __future__ import annotations

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from santong.domains.campus.screens.content import prepared_for
from santong.domains.campus.screens.device_views import PLAYER, player_page
from santong.domains.campus.screens.models import Screen
from santong.kit.http import Request


@login_required
@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # our requests have a viewer
def show(request: Request, pk: int) -> HttpResponse:
    """The player of a screen, for the frame on its page."""
    request.viewer.get(Screen, pk)
    return player_page(request, source=reverse("screens:preview", args=[pk]), preview=True)


@login_required
@require_safe
def preview(request: Request, pk: int) -> HttpResponse:
    """What a screen shows now, as JSON."""
    prepared = prepared_for(request.viewer.get(Screen, pk), timezone.now())
    return PLAYER.stamped(HttpResponse(prepared.body, content_type="application/json; charset=utf-8"))
