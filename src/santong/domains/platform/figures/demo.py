"""Figures of the demonstration region: counted now, and for the months before made up from them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from santong.kit.demo import Region
from santong.kit.measures.public import Counted, Figure, Grain, Measure, Period, recount
from santong.kit.registry import registry

MONTHS = 8
BATCH = 2000


def fill_figures(region: Region) -> None:
    """Everything is counted; each month before has a little less of it than the one after."""
    for measure in registry.of(Measure):
        recount(measure)
        _go_back(measure, region)


def _go_back(measure: Measure, region: Region) -> None:
    period = Period.this_month()
    figures = list(Figure.objects.filter(measure=measure.name, grain=Grain.MONTH, day=period.first))
    for _month in range(MONTHS):
        period = period.before
        shrunk = region.random.uniform(0.97, 1.0)
        # What the month held itself, was counted from the facts.
        if Counted.objects.filter(measure=measure.name, grain=Grain.MONTH, day=period.first).exists():
            continue
        # Of what happens month by month there was less of everything; of a state, a smaller share of the same whole.
        whole = shrunk if measure.grain is not None else 1.0
        figures = [_earlier(each, period.first, shrunk, whole if measure.is_share else 0.0) for each in figures]
        Figure.objects.bulk_create(figures, batch_size=BATCH)
        Counted.objects.create(measure=measure.name, grain=Grain.MONTH, day=period.first, as_of=_end_of(period))


def _earlier(figure: Figure, day: date, shrunk: float, whole: float) -> Figure:
    return Figure(
        measure=figure.measure, grain=figure.grain, day=day, place=figure.place, path=figure.path, by=figure.by,
        value=figure.value, numerator=round(figure.numerator * shrunk), unknown=round(figure.unknown * shrunk),
        denominator=round(figure.denominator * whole),
    )  # fmt: skip


def _end_of(period: Period) -> datetime:
    return timezone.localtime().replace(
        year=period.last.year, month=period.last.month, day=period.last.day, hour=2, minute=10
    ) + timedelta(days=1)
