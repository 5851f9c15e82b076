"""What other modules may use of calendars."""

from santong.domains.platform.calendars.actions import (
    BadCalendar,
    PeriodPlan,
    clear_day,
    clear_terms,
    set_days,
    set_periods,
    set_terms,
)
from santong.domains.platform.calendars.events import CalendarChanged
from santong.domains.platform.calendars.models import CalendarDay, Period, Term
from santong.domains.platform.calendars.queries import (
    Week,
    days_of,
    is_school_day,
    is_working_day,
    periods_of,
    school_days,
    term_on,
    terms_of,
    terms_within,
    week_of,
    weekday_of,
    weeks_within,
    working_days,
)

__all__ = [
    "BadCalendar",
    "CalendarChanged",
    "CalendarDay",
    "Period",
    "PeriodPlan",
    "Term",
    "Week",
    "clear_day",
    "clear_terms",
    "days_of",
    "is_school_day",
    "is_working_day",
    "periods_of",
    "school_days",
    "set_days",
    "set_periods",
    "set_terms",
    "term_on",
    "terms_of",
    "terms_within",
    "week_of",
    "weekday_of",
    "weeks_within",
    "working_days",
]
