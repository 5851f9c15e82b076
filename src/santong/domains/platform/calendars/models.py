"""School terms, days out of the ordinary and periods of the day, set anywhere in the tree."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Scope
from santong.kit.models import PathField, ScopedModel

NATIONWIDE = ""
"""The path of what holds for the whole country, above every organisation."""


class Placed(ScopedModel):
    """Something set for an organisation and all below it; without one for the whole country."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    path = PathField(blank=True, editable=False)

    # No secret to anybody who is signed in; changing them needs the right on the place.
    scope = Scope(view="calendars.view", everyone=True)

    class Meta:
        abstract = True

    @property
    def audit_name(self) -> str:
        """The row and its place."""
        return f"{self} @ {self.path}"


class Term(Placed):
    """A term of a school year; `school_year` is the year in which that begins."""

    class Number(models.IntegerChoices):
        FIRST = 1, _("First term")
        SECOND = 2, _("Second term")

    school_year = models.PositiveSmallIntegerField(_("school year"))
    number = models.PositiveSmallIntegerField(_("term"), choices=Number)
    begins = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["school_year", "number"]
        indexes = [models.Index(fields=["path", "ends"], name="term_path")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "school_year", "number"], name="term_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="term_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.school_year}-{self.number}"


class CalendarDay(Placed):
    """A day that isn't as its weekday says.

    `follows` is the weekday (1 Monday to 7 Sunday) whose lessons a make-up day teaches; empty
    while nobody has settled it. `ORDINARY` takes back for a place what is set above it.
    """

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("Holiday")
        WORKDAY = "workday", _("Make-up day")
        ORDINARY = "ordinary", _("As usual")

    WEEKDAYS = [
        (1, _("Monday")),
        (2, _("Tuesday")),
        (3, _("Wednesday")),
        (4, _("Thursday")),
        (5, _("Friday")),
        (6, _("Saturday")),
        (7, _("Sunday")),
    ]

    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    name = models.CharField(_("occasion"), max_length=30, blank=True)
    follows = models.PositiveSmallIntegerField(_("lessons of"), choices=WEEKDAYS, null=True, blank=True)

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering = ["day"]
        indexes = [models.Index(fields=["path", "day"], name="calendar_day_path")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "day"], name="calendar_day_once"),
            models.UniqueConstraint(fields=["day"], condition=Q(organisation=None), name="calendar_day_national_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Period(Placed):
    """A stretch of the school day, in its order; `number` counts lessons only."""

    class Kind(models.TextChoices):
        LESSON = "lesson", _("Class time")
        BREAK = "break", _("Break")
        EXERCISE = "exercise", _("Exercise")
        MEAL = "meal", _("Meal and rest")
        STUDY = "study", _("Private study")

    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.LESSON)
    number = models.PositiveSmallIntegerField(_("lesson number"), null=True, blank=True)
    name = models.CharField(_("name of the period"), max_length=20, blank=True)
    begins = models.TimeField(_("begins"))
    ends = models.TimeField(_("ends"))

    class Meta:
        verbose_name = _("period of the day")
        verbose_name_plural = _("periods of the day")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "position"], name="period_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="period_times_in_order"),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.kind} {self.number or self.position}"


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return date.fromordinal(day.toordinal() - day.weekday())
