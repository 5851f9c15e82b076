"""Computing in the background: every hour for this month, once more for the month before while it may change."""

from __future__ import annotations

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.indicators.computing import compute
from santong.kit.jobs.public import job
from santong.kit.measures.public import Counted, Grain, Period

MONTHS = 12
"""Months for which a new version is computed at once."""


@job(title=_("Compute indicators"), queue="long")
def compute_open_months() -> int:
    """Compute all indicators for the months that may still change; how many results that are."""
    return sum(compute(period.first) for period in Period.months_open_on(timezone.localdate()))


@job(title=_("Compute an indicator"))
def compute_indicator(indicator: int, since: str) -> int:
    """Compute one indicator for the months that were counted, from the one in which a version begins."""
    first = parse_date(since)
    months = Counted.objects.filter(measure="schools", grain=Grain.MONTH).exclude(as_of=None)
    if first is not None:
        months = months.filter(day__gte=first)
    days = list(months.order_by("-day").values_list("day", flat=True)[:MONTHS])
    return sum(compute(day, [indicator]) for day in days)
