"""Until when something was promised, in working hours of a place."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from santong.domains.platform.calendars.public import is_working_day

BEGINS, ENDS = time(9), time(17)
"""The working hours of a working day: eight."""
LONGEST = 240
"""Working hours that can be promised: thirty days."""
MOST_DAYS = 120
"""Days that are looked at for them, one by one."""


def due_after(path: str, moment: datetime, hours: int) -> datetime:
    """The moment at which so many working hours at a place have gone by after another one."""
    left = timedelta(hours=min(hours, LONGEST))
    now = timezone.localtime(moment)
    for _day in range(MOST_DAYS):
        begins, ends = (timezone.make_aware(datetime.combine(now.date(), each)) for each in (BEGINS, ENDS))
        start = max(now, begins)
        if start < ends and is_working_day(path, now.date()):
            if start + left <= ends:
                return start + left
            left -= ends - start
        now = begins + timedelta(days=1) - timedelta(hours=BEGINS.hour)
    return now
