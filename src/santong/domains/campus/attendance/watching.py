"""Who of a school is often away, and where the roll isn't called: read for those who are to notice it early."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from santong.domains.campus.attendance.models import Presence, RollCall
from santong.domains.campus.attendance.queries import days_of_pupil
from santong.domains.campus.attendance.words import ABSENT, ON_LEAVE
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.calendars.public import school_days
from santong.domains.platform.organisations.public import Organisation, classes_of


@dataclass(frozen=True)
class Away:
    """The days on which a pupil was away without leave and on leave, of the `known` days on which that was asked."""

    absent: Sequence[date]
    on_leave: Sequence[date]
    known: int


def away_at(school: Organisation, first: date, last: date, *, least: int) -> Mapping[Pupil, Away]:
    """The pupils of a school of whom on at least `least` days it was said that they were missing or on leave.

    What follows from all words of a day is counted, so that it can be less.
    """
    rows = Presence.objects.inside(school).filter(
        day__gte=first, day__lte=last, ended_at=None, state__in=(ABSENT, ON_LEAVE),
        pupil__status=Pupil.Status.ENROLLED,
    )  # fmt: skip
    often = rows.order_by().values("pupil").annotate(days=Count("day", distinct=True)).filter(days__gte=least)
    keys = [row["pupil"] for row in often]
    pupils = Pupil.objects.noted(keys).select_related("person", "school_class").order_by("path", "pk")
    return {pupil: away_of(pupil, first, last) for pupil in pupils}


def away_of(pupil: Pupil, first: date, last: date) -> Away:
    """How a single pupil was away from one day to another."""
    days = {day: each.state.state for day, each in days_of_pupil(pupil, first, last).items() if each.state.state}
    return Away(
        [day for day, state in days.items() if state == ABSENT],
        [day for day, state in days.items() if state == ON_LEAVE],
        len(days),
    )


def classes_without_calls(school: Organisation, days: Collection[date]) -> Mapping[Organisation, date | None]:
    """The classes with pupils in which the roll was called on none of some days, with the last day on which it was."""
    if not days:
        return {}
    rows = RollCall.objects.inside(school)
    called = set(rows.filter(day__in=list(days)).values_list("school_class", flat=True))
    silent = [each for each in classes_of(school) if each.pk not in called]
    with_pupils = set(
        Pupil.objects.belonging_to(school_class=silent)
        .filter(status=Pupil.Status.ENROLLED)
        .values_list("school_class", flat=True)
    )
    newest = dict(rows.filter(school_class__in=silent).order_by("day").values_list("school_class", "day"))
    return {each: newest.get(each.pk) for each in silent if each.pk in with_pupils}


def last_school_days(path: str, until: date, number: int) -> list[date]:
    """The last days with school up to a day, at most `number`, in order."""
    return school_days(path, date.fromordinal(until.toordinal() - 3 * number - 60), until)[-number:]
