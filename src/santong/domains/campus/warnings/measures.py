"""What is counted of early warnings: how many there are, never of whom."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.warnings.models import COUNTS, EarlyWarning
from santong.kit.measures.public import Measure, Tally

SMALLEST = 5
"""Fewer warnings than this aren't shown above the school: they could tell of single pupils."""


def about_pupils() -> QuerySet:
    """The warnings about pupils that aren't over."""
    return EarlyWarning.objects.numbers_only().filter(state__in=EarlyWarning.LIVE, pupil__isnull=False)


PUPILS_WARNED = Measure(
    "early_warnings", _("Early warnings about pupils"), unit=pgettext_lazy("unit", "warnings"),
    says=_("Warnings about pupils that aren't over yet, where they are on the roll. Small numbers aren't shown."),
    words=_("warning attendance help"), permission=COUNTS, numerator=Tally(about_pupils, "school__path"),
    smallest=SMALLEST, order=48,
)  # fmt: skip
