"""What the home page says about who is away."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from santong.domains.campus.office.models import Absence

SHOWN = 6


def away_card(request: HttpRequest) -> str:
    """Who is away today; "" when nobody is."""
    rows = Absence.objects.visible_to(request.viewer).on(timezone.localdate())  # type: ignore[attr-defined]
    found = list(rows.select_related("person").order_by("until", "pk")[:SHOWN])
    return render_to_string("office/away.html", {"rows": found}, request) if found else ""
