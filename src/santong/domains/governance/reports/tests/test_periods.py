"""Periods: which is the newest one that is over, and which months it has."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santong.domains.governance.reports.periods import Rhythm, Span, end_of_month, name_of, span_before, span_over

DAYS = st.dates(date(2001, 1, 1), date(2090, 12, 31))
AUTUMN, SPRING = Span(date(2025, 9, 1), date(2026, 1, 20)), Span(date(2026, 2, 20), date(2026, 7, 5))


@given(DAYS, st.sampled_from([Rhythm.MONTH, Rhythm.YEAR]))
def test_the_newest_period_is_over_and_the_next_is_not(today: date, rhythm: Rhythm) -> None:
    span = span_over(rhythm, today)
    assert span is not None
    assert span.last < today
    after = span_over(rhythm, end_of_month(span.last + timedelta(days=1)))
    assert after == span


@given(DAYS, st.sampled_from([Rhythm.MONTH, Rhythm.YEAR]))
def test_periods_follow_each_other_without_gap(today: date, rhythm: Rhythm) -> None:
    span = span_over(rhythm, today)
    assert span is not None
    before = span_before(rhythm, span)
    assert before is not None
    assert before.last + timedelta(days=1) == span.first


@given(DAYS)
def test_a_year_has_twelve_months(today: date) -> None:
    span = span_over(Rhythm.YEAR, today)
    assert span is not None
    assert [each.first.month for each in span.months()] == list(range(1, 13))


@pytest.mark.parametrize(
    ("today", "found"), [(date(2026, 1, 20), None), (date(2026, 1, 21), AUTUMN), (date(2026, 8, 1), SPRING)]
)
def test_terms_come_from_the_calendar(today: date, found: Span | None) -> None:
    assert span_over(Rhythm.TERM, today, [AUTUMN, SPRING]) == found
    assert span_over(Rhythm.TERM, today) is None


def test_what_is_asked_once_is_asked_when_its_days_are_over() -> None:
    whole = Span(date(2026, 1, 1), date(2026, 3, 31))
    assert span_over(Rhythm.ONCE, date(2026, 3, 30), whole=whole) is None
    assert span_over(Rhythm.ONCE, date(2026, 3, 31), whole=whole) == whole
    assert span_before(Rhythm.ONCE, whole) is None


@pytest.mark.parametrize(
    ("rhythm", "span", "name"),
    [
        (Rhythm.MONTH, Span(date(2026, 11, 1), date(2026, 11, 30)), "2026-11"),
        (Rhythm.YEAR, Span(date(2026, 1, 1), date(2026, 12, 31)), "2026"),
        (Rhythm.TERM, SPRING, "2026-02–2026-07"),
    ],
)
def test_names(rhythm: Rhythm, span: Span, name: str) -> None:
    assert name_of(rhythm, span.first, span.last) == name


@pytest.mark.parametrize("rhythm", Rhythm)
def test_every_rhythm_is_known_to_the_rules_about_burden(rhythm: Rhythm) -> None:
    assert rhythm.frequency.value == rhythm.value
