"""The calendars of the demonstration region."""

from __future__ import annotations

from datetime import date, time

from santong.domains.platform.calendars.actions import PeriodPlan, set_days, set_periods, set_terms
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM
from santong.kit.demo import Region

TERMS = {
    2025: {1: (date(2025, 9, 1), date(2026, 1, 30)), 2: (date(2026, 3, 2), date(2026, 7, 3))},
    2026: {1: (date(2026, 9, 1), date(2027, 1, 22)), 2: (date(2027, 2, 22), date(2027, 7, 2))},
}
DAY = (
    ("lesson", "", "08:10", "08:50"),
    ("lesson", "", "09:00", "09:40"),
    ("exercise", "大课间", "09:40", "10:10"),
    ("lesson", "", "10:10", "10:50"),
    ("lesson", "", "11:00", "11:40"),
    ("meal", "午餐午休", "11:40", "14:00"),
    ("lesson", "", "14:00", "14:40"),
    ("lesson", "", "14:50", "15:30"),
    ("lesson", "", "15:40", "16:20"),
    ("study", "课后服务", "16:30", "17:30"),
)


def set_calendars(region: Region) -> None:
    """Terms and periods for the whole city; one school keeps a holiday of its own."""
    roots = Organisation.objects.by_installation().filter(parent=None)
    for city in roots:
        for year, terms in TERMS.items():
            set_terms(acting=SYSTEM, organisation=city, school_year=year, terms=terms)
        plans = [
            PeriodPlan(kind, name, time.fromisoformat(begins), time.fromisoformat(ends))
            for kind, name, begins, ends in DAY
        ]
        set_periods(acting=SYSTEM, organisation=city, periods=plans)
    school = Organisation.objects.by_installation().filter(kind=Organisation.Kind.SCHOOL).order_by("path").first()
    if school is not None:
        day = date(2026, 11, 27)
        set_days(acting=SYSTEM, organisation=school, first=day, last=day, kind="holiday", name="秋季运动会调休")
