"""What the home page says about requests."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from santong.domains.platform.requests.queries import waiting_count, waiting_requests

SHOWN = 5


def waiting_card(request: HttpRequest) -> str:
    """The first of what waits for a decision; "" when nothing does."""
    viewer = request.viewer  # type: ignore[attr-defined]
    rows = list(waiting_requests(viewer).select_related("asker")[:SHOWN])
    if not rows:
        return ""
    return render_to_string("requests/card.html", {"rows": rows, "total": waiting_count(viewer)}, request)
