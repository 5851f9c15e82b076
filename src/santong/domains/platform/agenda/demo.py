"""Own entries of the accounts that people try out."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from santong.domains.platform.agenda.models import PersonalEntry
from santong.domains.platform.calendars.public import monday_of
from santong.domains.platform.identity.public import Person
from santong.kit.agenda import midnight
from santong.kit.demo import Region

NAMES = ("principal", "teacher", "class-teacher", "affairs")
ENTRIES = (
    # days after Monday, hour, minute, minutes it lasts (0: all day), title, where, rule
    (0, 8, 0, 30, "升旗仪式", "操场", "FREQ=WEEKLY"),
    (1, 15, 40, 80, "年级组教研", "会议室", "FREQ=WEEKLY"),
    (2, 12, 10, 30, "与家长通电话", "", ""),
    (3, 16, 30, 60, "课后服务值班", "图书阅览室", "FREQ=WEEKLY;INTERVAL=2"),
    (4, 0, 0, 0, "交期末复习计划", "", ""),
    (5, 9, 0, 120, "县里培训", "教师进修学校", ""),
)


def write_some(region: Region) -> None:
    """A week of entries for everybody with an account of their own."""
    first = monday_of(timezone.localdate())
    rows = []
    for person in Person.objects.by_installation().filter(username__in=NAMES):
        for days, hour, minute, lasts, title, where, rule in ENTRIES:
            day = first + timedelta(days=days)
            begins = timezone.make_aware(datetime.combine(day, time(hour, minute))) if lasts else midnight(day)
            ends = begins + timedelta(minutes=lasts) if lasts else midnight(day + timedelta(days=1))
            given = {"title": title, "where": where, "rule": rule, "all_day": not lasts}
            rows.append(PersonalEntry(person=person, begins=begins, ends=ends, **given))
    PersonalEntry.objects.bulk_create(rows)
