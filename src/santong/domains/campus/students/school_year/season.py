"""When the school year may be changed: once a year, near its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.campus.students.models import YearChange
from santong.domains.platform.calendars.public import terms_of
from santong.domains.platform.organisations.public import Organisation, school_year_of
from santong.kit.refusals import NotPossible

BEFORE, AFTER = timedelta(weeks=3), timedelta(weeks=12)
"""How long before and after the last day of the second term the change is to be expected: from the last
lessons until the new first classes have come."""
USUAL_END = (7, 5)
"""Month and day on which the second term ends where no calendar says."""
APART = timedelta(days=180)
"""A school doesn't change the year twice within so many days."""
FARTHEST = timedelta(weeks=8)
"""How far the last day of the old year may lie from the day on which the change is made."""


@dataclass(frozen=True)
class Season:
    """The days on which a change of the year is to be expected at a school."""

    opens: date
    closes: date

    def includes(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.opens <= day <= self.closes


def season_near(school: Organisation, day: date) -> Season:
    """The season that a day lies in, or the next one."""
    first = school_year_of(day) - 1
    seasons = (_season(school, year) for year in (first, first + 1, first + 2))
    return next(season for season in seasons if day <= season.closes)


def _season(school: Organisation, year: int) -> Season:
    terms = terms_of(school.path, year).rows
    end = max((term.ends for term in terms if term.number == 2), default=date(year + 1, *USUAL_END))
    return Season(end - BEFORE, end + AFTER)


def begins_after(day: date) -> int:
    """The calendar year in which the school year begins that follows a last day; in summer that is this autumn."""
    return school_year_of(day) + (1 if day.month in (6, 7, 8) else 0)


def last_change(school: Organisation) -> YearChange | None:
    """The last change of a school that still stands."""
    rows = YearChange.objects.belonging_to(school=school).filter(taken_back_at=None)
    return rows.order_by("-made_at", "-pk").first()


def change_in_force(school: Organisation, day: date) -> YearChange | None:
    """The change that leaves none to be made on a day: of the same school year, or of just now."""
    last = last_change(school)
    if last is None:
        return None
    is_recent = timezone.localdate() - timezone.localdate(last.made_at) < APART
    return last if is_recent or last.begins >= begins_after(day) else None


def refuse_a_second(school: Organisation, day: date) -> None:
    """Raises `NotPossible`, with what happened and when, where the year was changed already."""
    made = change_in_force(school, day)
    if made is None:
        return
    text = _(
        "The school year %(first)s–%(second)s has begun already, on %(at)s: %(promoted)s pupils moved up, "
        "%(graduated)s graduated. To change it again, take that back first."
    )
    raise NotPossible(text % in_words(made))


def in_words(made: YearChange) -> dict[str, object]:
    """What is said about a change."""
    return {
        "first": made.begins,
        "second": made.begins + 1,
        "at": timezone.localtime(made.made_at).strftime("%Y-%m-%d %H:%M"),
        "promoted": made.promoted,
        "graduated": made.graduated,
    }
