"""Switching between one's identities."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from santong.domains.platform.access.queries import IDENTITY_KEY
from santong.kit.http import Request


@login_required
@require_POST
def switch_identity(request: Request) -> HttpResponse:
    """Act in another of one's identities from now on; home is where each begins."""
    key = request.POST.get("key", "")
    chosen = next((identity for identity in request.identities if identity.key == key), None)
    if chosen is None:
        messages.error(request, _("You no longer have this identity."))
    else:
        request.session[IDENTITY_KEY] = chosen.key
        messages.success(request, _("You are now here as: %(identity)s") % {"identity": chosen.label})
    return redirect("home")
