"""What the pages of one's account ask about the person."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from santong.domains.platform.identity import second_factor

register = template.Library()


@register.simple_tag(takes_context=True)
def second_factor_need(context: dict[str, Any]) -> second_factor.Need:
    """What the person of the page has to do about their second factor."""
    return second_factor.need_of(context["request"])


@register.simple_tag(takes_context=True)
def second_factor_waived(context: dict[str, Any]) -> bool:
    """Whether it is the demonstration that asks nothing of a strong role."""
    return settings.DEMO and second_factor.is_strong(context["request"].viewer)
