"""Reading what was counted: sums of parts over a place and all below it, as it was and as it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Substr

from santong.kit.access import NOTHING, below
from santong.kit.measures.counting import count, inside
from santong.kit.measures.measure import Measure
from santong.kit.measures.models import Counted, Figure, Grain
from santong.kit.measures.periods import Period

SUMS = {"n": Sum("numerator"), "d": Sum("denominator"), "u": Sum("unknown")}


@dataclass(frozen=True)
class Parts:
    """What may be added up of a figure. `denominator` is 0 for numbers that are no shares."""

    numerator: int = 0
    denominator: int = 0
    unknown: int = 0

    def __add__(self, other: Parts) -> Parts:
        return Parts(
            self.numerator + other.numerator, self.denominator + other.denominator, self.unknown + other.unknown
        )

    def out_of(self, whole: Parts) -> Parts:
        """The same, as a share of a whole."""
        return Parts(self.numerator, whole.denominator, self.unknown)

    @property
    def percent(self) -> float | None:
        """The share in percent, with one decimal; None where there is nothing to be a share of."""
        return round(100 * self.numerator / self.denominator, 1) if self.denominator else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was there to be counted."""
        return not (self.numerator or self.denominator or self.unknown)

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From a row of `SUMS`."""
        return cls(row["n"] or 0, row["d"] or 0, row["u"] or 0)


@dataclass(frozen=True)
class Taken:
    """A measure in one period that was counted. `as_of` is the moment as of which the figures hold."""

    measure: Measure
    period: Period
    as_of: datetime

    def total(self, place: Q) -> Parts:
        """The sum over what `place` says (`where_it_stood`, `of_places`)."""
        return Parts.of(self._rows(place).aggregate(**SUMS))

    def by_path(self, place: Q, length: int, by: str = "", value: str = "") -> dict[str, Parts]:
        """The sums of the places whose paths have `length` characters, each with all below it, by their paths then.

        What stands above them is counted under its own path. With `by`, only what has this value of an aspect.
        """
        rows = self._rows(place, by).filter(value=value).values(at=Substr("path", 1, length))
        found = {row["at"]: Parts.of(row) for row in rows.annotate(**SUMS)}
        if not self.measure.is_out_of_whole(by):
            return found
        whole = self.by_path(place, length)
        return {path: found.get(path, Parts()).out_of(parts) for path, parts in whole.items()}

    def by_place(self, place: Q) -> dict[int, Parts]:
        """What was counted at each single place, by its key."""
        return {row["place"]: Parts.of(row) for row in self._rows(place).values("place").annotate(**SUMS)}

    def keys_at(self, paths: Collection[str]) -> dict[str, int]:
        """The keys of the places that stood at some paths then."""
        return dict(self._rows(Q(path__in=list(paths))).values_list("path", "place"))

    def by_value(self, place: Q, by: str) -> dict[str, Parts]:
        """The sums for each value of an aspect."""
        rows = self._rows(place, by).values("value").annotate(**SUMS)
        found = {row["value"]: Parts.of(row) for row in rows}
        if not self.measure.is_out_of_whole(by):
            return found
        whole = self.total(place)
        return {value: parts.out_of(whole) for value, parts in found.items()}

    def by_path_and_value(self, place: Q, by: str) -> dict[str, dict[str, Parts]]:
        """What was counted at each single place for each value of an aspect, by path."""
        found: dict[str, dict[str, Parts]] = {}
        for row in self._rows(place, by).values("path", "value").annotate(**SUMS):
            found.setdefault(row["path"], {})[row["value"]] = Parts.of(row)
        return found

    def _rows(self, place: Q, by: str = "") -> QuerySet[Figure]:
        rows = Figure.objects.filter(place, measure=self.measure.name, grain=self.period.grain, by=by)
        return rows.filter(day=self.period.first).order_by()


def taken(measure: Measure, period: Period | None = None) -> Taken | None:
    """A measure in a period; without one, as it was counted last. None when it wasn't."""
    rows = Counted.objects.filter(measure=measure.name).exclude(as_of=None)
    if period is None:
        row = rows.filter(grain=measure.newest_grain).order_by("-day").first()
    else:
        row = rows.filter(grain=period.grain, day=period.first).first()
    if row is None or row.as_of is None:
        return None
    return Taken(measure, Period(Grain(row.grain), row.day), row.as_of)


def months(measure: Measure, most: int) -> list[Period]:
    """The months that were counted, the newest first."""
    rows = Counted.objects.filter(measure=measure.name, grain=Grain.MONTH).exclude(as_of=None)
    return [Period(Grain.MONTH, day) for day in rows.order_by("-day").values_list("day", flat=True)[:most]]


def series(measure: Measure, periods: Collection[Period], place: Q) -> dict[Period, Parts]:
    """The sums over what `place` says in several months."""
    rows = Figure.objects.filter(place, measure=measure.name, grain=Grain.MONTH, by="")
    rows = rows.filter(day__in=[period.first for period in periods]).order_by()
    return {Period(Grain.MONTH, row["day"]): Parts.of(row) for row in rows.values("day").annotate(**SUMS)}


def totals(asked: Collection[tuple[str, Period]], place: Q) -> dict[tuple[str, Period], Parts]:
    """The sums of several measures, by name and period, in one question."""
    rows = _of_several(asked).filter(place).values("measure", "grain", "day").annotate(**SUMS)
    found = {_key(row): Parts.of(row) for row in rows}
    return {key: found[key] for key in found.keys() & set(asked)}


def totals_below(
    asked: Collection[tuple[str, Period]], place: Q, length: int
) -> dict[tuple[str, Period], dict[str, Parts]]:
    """The sums of several measures over the places whose paths have `length` characters, each with all below it, in
    one question; by name and period, then by path.
    """
    rows = _of_several(asked).filter(place).values("measure", "grain", "day")
    found: dict[tuple[str, Period], dict[str, Parts]] = {}
    for row in rows.annotate(at=Substr("path", 1, length)).annotate(**SUMS):
        if (key := _key(row)) in asked:
            found.setdefault(key, {})[row["at"]] = Parts.of(row)
    return found


def _of_several(asked: Collection[tuple[str, Period]]) -> QuerySet[Figure]:
    """The figures of measures in periods, and perhaps of others of these in others of those: a condition for each pair
    would take longer to write than the answer to read.
    """
    wanted = NOTHING
    for grain in {period.grain for _name, period in asked}:
        names = {name for name, period in asked if period.grain == grain}
        days = {period.first for _name, period in asked if period.grain == grain}
        wanted |= Q(measure__in=names, grain=grain, day__in=days)
    return Figure.objects.filter(wanted, by="").order_by()


def _key(row: Mapping[str, Any]) -> tuple[str, Period]:
    return row["measure"], Period(Grain(row["grain"]), row["day"])


def newest(measures: Iterable[Measure]) -> dict[str, tuple[Period, datetime]]:
    """The periods in which measures were counted last, and as of when they hold."""
    found: dict[str, tuple[Period, datetime]] = {}
    grains = {measure.name: measure.newest_grain for measure in measures}
    rows = Counted.objects.filter(measure__in=list(grains)).exclude(as_of=None).order_by("day")
    for name, grain, day, as_of in rows.values_list("measure", "grain", "day", "as_of"):
        if grain == grains[name] and as_of is not None:
            found[name] = Period(Grain(grain), day), as_of
    return found


def now(measure: Measure, path: str) -> Parts:
    """A state at a place and all below it, counted at once: for places as small as a school."""
    rows = count_below(measure, path).items()
    return sum((parts for (_path, by, _value), parts in rows if not by), Parts())


def count_below(measure: Measure, path: str, period: Period | None = None) -> dict[tuple[str, str, str], Parts]:
    """The parts at a place and all below it, counted at once, by path, aspect and value."""
    found = count(measure, period, inside(path))
    return {key: Parts(*numbers) for key, numbers in found.items()}


def where_it_stood(place: int, path: str) -> Q:
    """A place by its key, with all that stood below it, wherever it stood itself: as it was.

    `path` is where it stands now.
    """
    rows = Figure.objects.filter(place=place).order_by()
    if set(rows.values_list("path", flat=True).distinct()) <= {path}:
        return below("path", path)
    spans: dict[tuple[str, str], list[date]] = {}
    for was, grain, day in rows.values_list("path", "grain", "day").distinct():
        spans.setdefault((was, grain), []).append(day)
    found = NOTHING
    for (was, grain), days in spans.items():
        found |= below("path", was) & Q(grain=grain, day__in=days)
    return found


def of_places(keys: Collection[int]) -> Q:
    """Some places, wherever they stood: as it is."""
    return Q(place__in=keys)
