"""What screens do by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.screens.models import Device, Screen
from santong.domains.platform.calendars.public import is_school_day
from santong.domains.platform.organisations.public import Organisation
from santong.kit.jobs.public import job
from santong.kit.pairing import forget_unclaimed

MORNING = timedelta(hours=4)
"""How long the morning is whose end `miss_silent` is scheduled for."""


@job(title=_("Delete panels that nobody has claimed"))
def remove_unclaimed() -> int:
    """Delete them after a day; returns how many."""
    return forget_unclaimed(Device, timezone.now())


@job(title=_("Look for silent class screens"))
def look_for_silent() -> int:
    """At the end of a school morning; returns how many were silent all along."""
    return miss_silent(timezone.now())


def miss_silent(now: datetime) -> int:
    """Let the screens be missed that weren't heard of for a morning, at schools that have school on this day."""
    rows = Screen.objects.by_installation().filter(state=Screen.State.PAIRED, missed_since=None)
    silent = rows.filter(last_seen__lt=now - MORNING)
    schools = Organisation.objects.by_installation().filter(pk__in=silent.values("school"))
    day = timezone.localdate(now)
    # The calendar is asked for those schools alone at which a screen is silent.
    at_school = [school.pk for school in schools if is_school_day(school.path, day)]
    return silent.filter(school__in=at_school).update_quietly(missed_since=F("last_seen"))
