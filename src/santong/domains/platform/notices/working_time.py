"""When people may be reminded of something: in the working hours of the place that asks."""

from __future__ import annotations

from django.utils import timezone

from santong.domains.platform.calendars.public import is_school_day

WORKING_HOURS = range(8, 18)


def is_working_time(path: str) -> bool:
    """Whether it is a school day now at a place, within working hours."""
    now = timezone.localtime()
    return now.hour in WORKING_HOURS and is_school_day(path, now.date())
