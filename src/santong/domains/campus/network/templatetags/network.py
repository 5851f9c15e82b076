"""Bandwidths and lights in templates."""

from __future__ import annotations

from typing import Any

from django import template

from santong.domains.campus.network.models import Light
from santong.domains.campus.network.tables import LIGHT_TONES, in_mbps
from santong.kit.pages.columns import tag

register = template.Library()


@register.filter
def mbps(kilobits: int | None) -> str:
    """A rate in Mbps, a dash where it isn't known."""
    return in_mbps(kilobits) or "—"


@register.filter
def light(value: str) -> Any:
    """A light as a coloured tag."""
    return tag(LIGHT_TONES.get(value, "neutral"), Light(value).label)
