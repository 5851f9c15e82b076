"""Who is on duty today, and what the week plan says for today, on the home page."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from santong.domains.campus.duty.models import PlanItem
from santong.domains.campus.duty.queries import at_home, on_duty, phones_of

SHOWN = 6


def duty_card(request: Any) -> str:
    """Today's duties with their numbers for those who may see them, and today's lines; "" for a day without any."""
    viewer, today = request.viewer, timezone.localdate()
    shifts = list(on_duty(viewer, today)[:SHOWN])
    lines = PlanItem.objects.visible_to(viewer).filter(day=today, path__in=at_home(viewer)).order_by("starts", "pk")
    found = list(lines[:SHOWN])
    if not shifts and not found:
        return ""
    phones = phones_of(viewer, shifts)
    context = {"shifts": [(row, phones.get(row.pk, "")) for row in shifts], "lines": found}
    return render_to_string("duty/card.html", context, request)
