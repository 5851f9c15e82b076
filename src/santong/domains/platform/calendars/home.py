"""What the home page says about today."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext

from santong.domains.platform.calendars.models import CalendarDay
from santong.domains.platform.calendars.queries import days_of, week_of

AHEAD = timedelta(days=45)


def week_note(request: HttpRequest) -> str:
    """The teaching week, for the head of the home page; "" in the vacation."""
    identity = request.identity  # type: ignore[attr-defined]
    week = week_of(identity.path, timezone.localdate()) if identity is not None else None
    return gettext("Teaching week %(n)s") % {"n": week.number} if week is not None else ""


def week_card(request: HttpRequest) -> str:
    """The teaching week, and the next days out of the ordinary; "" for people without a place."""
    identity = request.identity  # type: ignore[attr-defined]
    if identity is None:
        return ""
    today = timezone.localdate()
    week = week_of(identity.path, today)
    special = days_of(identity.path, today, today + AHEAD)
    coming = [row for _, row in sorted(special.items()) if row.kind != CalendarDay.Kind.ORDINARY][:3]
    if week is None and not coming:
        return ""
    return render_to_string("calendars/card.html", {"week": week, "coming": coming, "today": today}, request)
