"""What the use of equipment does by itself: counting, switching off at night, forgetting."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.usage.counting import count_day, days_to_count, schools_with_terminals
from santong.domains.campus.usage.models import Hour
from santong.domains.campus.usage.ordering import switch_off_for_the_night
from santong.kit.jobs.public import job

KEPT = timedelta(days=60)
"""How long minutes of devices are kept; the lessons counted from them stay."""


@job(title=_("Count the use of equipment in lessons"))
def count_lately() -> int:
    """Days of which something was heard since they were counted; returns how many."""
    now = timezone.now()
    found = days_to_count(now)
    for school, day in found:
        count_day(school, day, now)
    return len(found)


@job(title=_("Count the use of equipment of yesterday"))
def count_yesterday() -> int:
    """Also where nothing was heard: those lessons aren't known. Returns how many schools were counted."""
    now = timezone.now()
    schools = schools_with_terminals()
    for school in schools:
        count_day(school, timezone.localdate(now) - timedelta(days=1), now)
    return len(schools)


@job(title=_("Switch devices off for the night"))
def switch_off() -> int:
    """By the rules of schools; returns how many orders were given."""
    return switch_off_for_the_night(timezone.now())


@job(title=_("Delete old minutes of devices"))
def forget_minutes() -> int:
    """Those older than `KEPT`; returns how many hours."""
    rows = Hour.objects.by_installation().filter(begins__lt=timezone.now() - KEPT)
    return int(rows._raw_delete(rows.db))
