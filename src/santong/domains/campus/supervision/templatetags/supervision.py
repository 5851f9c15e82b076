"""The numbers above the list of supervised tasks."""

from __future__ import annotations

from typing import Any

from django import template

from santong.domains.campus.supervision.models import Assignment
from santong.domains.campus.supervision.queries import numbers_of

register = template.Library()


@register.inclusion_tag("supervision/numbers.html", takes_context=True)
def supervision_numbers(context: dict[str, Any]) -> dict[str, Any]:
    """How things stand among what the reader sees."""
    return {"numbers": numbers_of(Assignment.objects.visible_to(context["request"].viewer))}  # type: ignore[arg-type]
