"""The bar above the week plan: which week it is, the ways to others, and copying the one before."""

from __future__ import annotations

from typing import Any

from django import template

from santong.domains.campus.duty.models import KEEP, WEEK
from santong.domains.campus.duty.queries import at_home
from santong.domains.platform.calendars.public import week_of
from santong.domains.platform.organisations.public import offices_held

register = template.Library()


@register.inclusion_tag("duty/week_bar.html", takes_context=True)
def week_bar(context: dict[str, Any]) -> dict[str, Any]:
    """The week that the list shows."""
    request, monday = context["request"], context["list"].filter.monday
    places, own = list(offices_held(request.viewer, KEEP)) if request.viewer.can(KEEP) else [], at_home(request.viewer)
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "monday": monday,
        "sunday": monday + WEEK * 6 / 7,
        "before": monday - WEEK,
        "after": monday + WEEK,
        "teaching": week_of(own[-1], monday) if own else None,
        "places": places,
    }
