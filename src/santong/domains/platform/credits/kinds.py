"""Whom schemes are for, and the half years by which credits are counted."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

FIRST_MONTH, SECOND_MONTH = 9, 2
"""The months in which the two terms of a school year begin."""


class HolderKind(models.TextChoices):
    """Who collects credits. There is none for the compulsory stages: credits would only sort their pupils."""

    SENIOR = "senior", _("Pupils of senior secondary schools")
    VOCATIONAL = "vocational", _("Pupils of secondary vocational schools")
    STAFF = "staff", _("Teachers and staff")


class Unit(models.TextChoices):
    CREDITS = "credits", _("credits")
    HOURS = "hours", _("hours of training")


def half_year_of(day: date) -> tuple[int, int]:
    """The school year and the half, 1 or 2, in which a day lies: (2026, 1) for 2026-11-03 and for 2027-01-20."""
    if day.month >= FIRST_MONTH:
        return day.year, 1
    return (day.year - 1, 1) if day.month < SECOND_MONTH else (day.year - 1, 2)


def semester_of(entered: int, day: date) -> int:
    """Which semester a day lies in for those who entered in a year: 1 is the first, below it before they came."""
    year, half = half_year_of(day)
    return (year - entered) * 2 + half


def first_day_of(year: int, half: int) -> date:
    """The first day of a half of a school year."""
    return date(year, 9, 1) if half == 1 else date(year + 1, 2, 1)


def last_day_of(year: int, half: int) -> date:
    """The last day of a half of a school year."""
    return date(year + 1, 1, 31) if half == 1 else date(year + 1, 7, 31)
