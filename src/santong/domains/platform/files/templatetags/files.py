"""Tags for pages that take files."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from santong.domains.platform.files.queries.allowances import home_of, places_of, room_of
from santong.kit.http import Request

register = template.Library()


@register.inclusion_tag("files/upload.html", takes_context=True)
def upload_field(context: dict[str, Any], name: str = "") -> dict[str, Any]:
    """A field to drop files on; with a name, each complete file leaves a hidden input with its id."""
    return {"name": name, "limit": settings.FILES_LIMIT_BYTES}


@register.inclusion_tag("files/room.html", takes_context=True)
def room(context: dict[str, Any]) -> dict[str, Any]:
    """How full one's storage is."""
    request: Request = context["request"]
    return {"room": room_of(request.viewer, home_of(request.viewer))}


@register.inclusion_tag("files/usage.html", takes_context=True)
def usage_table(context: dict[str, Any]) -> dict[str, Any]:
    """What the organisations that the viewer allots storage to use now."""
    request: Request = context["request"]
    return {"places": places_of(request.viewer)}
