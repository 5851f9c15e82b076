"""What holds at a place: inherited down the tree, replaced where something else is set."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from santong.domains.platform.calendars.models import CalendarDay
from santong.domains.platform.calendars.public import (
    BadCalendar,
    PeriodPlan,
    clear_day,
    clear_terms,
    days_of,
    is_school_day,
    periods_of,
    school_days,
    set_days,
    set_periods,
    set_terms,
    term_on,
    terms_of,
    week_of,
    weekday_of,
)
from santong.domains.platform.calendars.queries import weeks_of_term
from santong.domains.platform.calendars.shipped import load_national_days
from santong.domains.platform.organisations.public import move_organisation
from santong.kit.access import SYSTEM, Grant, Viewer

pytestmark = pytest.mark.django_db
LATER = {1: (date(2026, 9, 7), date(2027, 1, 29)), 2: (date(2027, 3, 1), date(2027, 7, 9))}


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2026, 9, 1), 1), (date(2026, 9, 6), 1), (date(2026, 9, 7), 2), (date(2026, 11, 22), 12),
        (date(2027, 1, 22), 21),
    ],
)  # fmt: skip
def test_the_week_of_term(region, day, number):
    week = week_of(region.lake.path, day)
    assert (week.number, week.total, week.term.number) == (number, 21, 1)


def test_vacation_has_no_week(region):
    assert week_of(region.lake.path, date(2027, 2, 1)) is None
    assert week_of(region.lake.path, date(2027, 2, 22)).number == 1
    assert week_of(region.lake.path, date(2030, 1, 1)) is None


def test_the_week_costs_one_query(region):
    with CaptureQueriesContext(connection) as queries:
        week_of(region.lake.path, date(2026, 11, 22))
    assert len(queries) == 1


def test_terms_are_inherited_and_replaced_whole(region):
    assert terms_of(region.lake.path, 2026).path == region.city.path
    set_terms(acting=SYSTEM, organisation=region.east, school_year=2026, terms=LATER)
    found = terms_of(region.lake.path, 2026)
    assert found.path == region.east.path and [term.begins for term in found.rows] == [
        date(2026, 9, 7),
        date(2027, 3, 1),
    ]
    assert terms_of(region.west.path, 2026).path == region.city.path
    assert week_of(region.lake.path, date(2026, 9, 7)).number == 1
    clear_terms(acting=SYSTEM, organisation=region.east, school_year=2026)
    assert week_of(region.lake.path, date(2026, 9, 7)).number == 2


def test_national_holidays_and_make_up_days(region):
    path = region.lake.path
    assert days_of(path, date(2026, 10, 1), date(2026, 10, 1))[date(2026, 10, 1)].name == "国庆节"
    assert not is_school_day(path, date(2026, 10, 7))
    assert is_school_day(path, date(2026, 10, 8))
    assert is_school_day(path, date(2026, 10, 10))
    assert not is_school_day(path, date(2026, 10, 11))
    assert not is_school_day(path, date(2027, 2, 1))
    assert CalendarDay.objects.filter(organisation=None).count() == 72
    load_national_days()
    assert CalendarDay.objects.filter(organisation=None).count() == 72


def test_a_make_up_day_teaches_the_lessons_of_a_weekday(region):
    day = date(2026, 10, 10)
    assert weekday_of(region.lake.path, day) is None
    set_days(acting=SYSTEM, organisation=region.east, first=day, last=day, kind="workday", name="调休", follows=3)
    assert weekday_of(region.lake.path, day) == 3
    assert weekday_of(region.west.path, day) is None
    assert weekday_of(region.lake.path, date(2026, 10, 9)) == 5
    assert weekday_of(region.lake.path, date(2026, 10, 11)) is None


def test_a_school_takes_a_holiday_and_one_back(region):
    fair, national = date(2026, 11, 27), date(2026, 10, 1)
    [row] = set_days(acting=SYSTEM, organisation=region.lake, first=fair, last=fair, kind="holiday", name="运动会")
    assert not is_school_day(region.lake.path, fair) and is_school_day(region.hill.path, fair)
    set_days(acting=SYSTEM, organisation=region.lake, first=national, last=national, kind="ordinary")
    assert is_school_day(region.lake.path, national) and not is_school_day(region.hill.path, national)
    clear_day(acting=SYSTEM, row=row)
    assert is_school_day(region.lake.path, fair)


def test_school_days_of_a_stretch(region):
    days = school_days(region.lake.path, date(2026, 9, 28), date(2026, 10, 11))
    assert [day.day for day in days] == [28, 29, 30, 8, 9, 10]


def test_periods_are_numbered_and_inherited(region):
    plans = [
        PeriodPlan("lesson", "", time(9), time(9, 40)),
        PeriodPlan("lesson", "晨读", time(8), time(8, 40)),
        PeriodPlan("break", "", time(8, 40), time(9)),
    ]
    set_periods(acting=SYSTEM, organisation=region.city, periods=plans)
    found = periods_of(region.lake.path)
    assert [(row.number, row.name) for row in found.rows] == [(1, "晨读"), (None, ""), (2, "")]
    assert found.path == region.city.path
    set_periods(acting=SYSTEM, organisation=region.lake, periods=plans[:1])
    assert len(periods_of(region.lake.path).rows) == 1 and len(periods_of(region.hill.path).rows) == 3
    set_periods(acting=SYSTEM, organisation=region.lake, periods=[])
    assert len(periods_of(region.lake.path).rows) == 3


def test_what_no_calendar_can_hold(region):
    day = date(2026, 9, 1)
    with pytest.raises(BadCalendar):
        set_terms(acting=SYSTEM, organisation=region.city, school_year=2026, terms={1: (day, day)})
    overlapping = {1: (day, date(2027, 3, 1)), 2: (date(2027, 2, 1), date(2027, 7, 1))}
    with pytest.raises(BadCalendar):
        set_terms(acting=SYSTEM, organisation=region.city, school_year=2026, terms=overlapping)
    with pytest.raises(BadCalendar):
        set_days(acting=SYSTEM, organisation=region.city, first=day, last=date(2027, 9, 1), kind="holiday")
    plans = [PeriodPlan("lesson", "", time(8), time(9)), PeriodPlan("lesson", "", time(8, 30), time(9, 30))]
    with pytest.raises(BadCalendar):
        set_periods(acting=SYSTEM, organisation=region.city, periods=plans)
    assert term_on(region.lake.path, day).number == 1


def test_only_with_the_right_on_the_place(region):
    viewer = Viewer(person_id=1, grants=(Grant("school_it", region.lake.path),))
    for organisation in (region.hill, region.east):
        with pytest.raises(PermissionDenied):
            set_terms(acting=viewer, organisation=organisation, school_year=2026, terms=LATER)


def test_calendars_follow_a_move(region):
    day = date(2026, 11, 27)
    set_days(acting=SYSTEM, organisation=region.lake, first=day, last=day, kind="holiday")
    move_organisation(acting=SYSTEM, organisation=region.lake, parent=region.west)
    assert not is_school_day(region.lake.path, day)


def test_a_term_week_by_week(region):
    term = terms_of(region.lake.path, 2026).rows[0]
    weeks = weeks_of_term(region.lake.path, term)
    assert len(weeks) == 21 and all(len(week.days) == 7 for week in weeks)
    assert not weeks[0].days[0].in_term and weeks[0].days[1].in_term
    marks = {cell.day: cell.mark for week in weeks for cell in week.days}
    assert (marks[date(2026, 10, 1)], marks[date(2026, 9, 20)], marks[date(2026, 9, 19)]) == (
        "holiday", "workday", "weekend",
    )  # fmt: skip
