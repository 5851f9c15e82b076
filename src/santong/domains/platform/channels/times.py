"""When a message may go out: not in somebody's quiet time, and some only in working hours."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from santong.domains.platform.calendars.public import school_days
from santong.domains.platform.channels.models import Times

DAY = timedelta(days=1)
FIRST_HOUR, LAST_HOUR = time(8), time(18)
LOOKED_AHEAD = timedelta(days=30)


def times_of(people: Collection[int]) -> dict[int, Times]:
    """The times that people have chosen, of those who have."""
    return {row.person_id: row for row in Times.objects.noted(people, by="person_id")}


def after_quiet(times: Times, moment: datetime) -> datetime:
    """The moment, or the end of the quiet time that it lies in."""
    local = timezone.localtime(moment)
    begins, ends, now = times.quiet_from, times.quiet_until, local.time()
    if begins < ends:
        return _at(local, ends) if begins <= now < ends else moment
    if begins == ends:
        return moment
    if now >= begins:
        return _at(local + DAY, ends)
    return _at(local, ends) if now < ends else moment


def in_working_hours(place: str, moment: datetime, first: time = FIRST_HOUR, last: time = LAST_HOUR) -> datetime:
    """The moment, or the next one in which there is school at a place, from eight to six or between other hours."""
    local = timezone.localtime(moment)
    days = school_days(place, local.date(), local.date() + LOOKED_AHEAD)
    for day in days:
        begins, ends = _on(local, day, first), _on(local, day, last)
        if local < ends:
            return max(moment, begins)
    return moment + LOOKED_AHEAD


def _at(local: datetime, at: time) -> datetime:
    return local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)


def _on(local: datetime, day: date, at: time) -> datetime:
    return _at(local, at).replace(year=day.year, month=day.month, day=day.day)
