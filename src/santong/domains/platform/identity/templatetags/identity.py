"""What the pages of one's account ask about the person."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from santong.domains.platform.identity import second_factor

register = template.Library()


@register.simple_tag(takes_context=True)
def second_factor_need(context: dict[str, Any]) -> str:
    """ "lacking" when the role needs one that isn't there, "waived" in the demonstration, else ""."""
    request = context["request"]
    if second_factor.is_lacking(request, request.viewer):
        return "lacking"
    return "waived" if settings.DEMO and second_factor.is_strong(request.viewer) else ""
