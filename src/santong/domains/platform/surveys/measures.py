"""What is counted of surveys: how many go out, and how many minutes they ask of whom."""

from __future__ import annotations

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.platform.surveys.models import SEE, Asked, Survey
from santong.kit.measures.public import By, Grain, Measure, Tally
from santong.kit.registry import Label

CATEGORIES: dict[str, Label] = {"staff": _("Staff"), "pupil": _("Pupils"), "parent": _("Parents")}


def _sent() -> QuerySet:
    """Surveys that were opened."""
    rows: QuerySet = Survey.objects.numbers_only().exclude(state=Survey.State.DRAFT)
    return rows


def _minutes() -> QuerySet:
    """Whom they asked, where they say how long it takes."""
    rows: QuerySet = Asked.objects.numbers_only().filter(survey__minutes__isnull=False, survey__removed_at=None)
    return rows


MEASURES = (
    Measure(
        "surveys",
        _("Surveys sent"),
        unit=pgettext_lazy("unit", "surveys"),
        says=_("Forms and surveys that were opened, where they were asked from."),
        permission=SEE,
        numerator=Tally(_sent, day="opens_on"),
        grain=Grain.MONTH,
        order=80,
    ),
    Measure(
        "survey_minutes",
        _("Minutes asked for by surveys"),
        unit=pgettext_lazy("unit", "minutes"),
        says=_("People asked times the minutes that an answer takes, where those people are: the less, the better."),
        permission=SEE,
        numerator=Tally(
            _minutes, count=Sum("survey__minutes"), day="survey__opens_on", splits={"category": "category"}
        ),
        by=(By("category", _("Who is asked"), lambda value: CATEGORIES.get(value, value)),),
        grain=Grain.MONTH,
        order=82,
    ),
)
