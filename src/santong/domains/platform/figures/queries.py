"""What the page of a measure shows: a place in a period, its months, its values, the places inside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from django.core.cache import cache
from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from santong.domains.platform.figures.places import at_paths, child_of, named, present_paths
from santong.domains.platform.organisations.public import LEVEL, Organisation
from santong.kit.access import Viewer
from santong.kit.measures.public import (
    By,
    Grain,
    Measure,
    Parts,
    Period,
    Rows,
    Taken,
    count_below,
    hidden,
    months,
    newest,
    of_places,
    series,
    taken,
    totals,
    where_it_stood,
)
from santong.kit.registry import Label, registry

PERMISSION = "figures.view"
MONTHS = 12
KEPT = 60
"""Seconds for which cards show what was read: figures are counted by the hour and by night."""
Kind = Organisation.Kind
Counts = Mapping[str, tuple[Period, datetime]]


@dataclass(frozen=True)
class Asked:
    """A measure at a place; `period` None is now. `as_is` takes the places inside as they are today."""

    viewer: Viewer
    measure: Measure
    place: Organisation
    period: Period | None = None
    by: By | None = None
    as_is: bool = False

    @property
    def opens_rows(self) -> bool:
        """Whether the viewer may list the rows behind the figures of the place."""
        rows = self.measure.rows
        return rows is not None and self.viewer.can(rows.permission or self.measure.permission, self.place.path)

    def query(self, **changes: int | str) -> str:
        """The same question for an address, with some parts changed."""
        said: dict[str, int | str] = {
            "place": self.place.pk,
            "period": str(self.period or ""),
            "by": self.by.name if self.by else "",
            "as": "is" if self.as_is else "",
        }
        return urlencode({name: value for name, value in (said | changes).items() if value})


@dataclass(frozen=True)
class Line:
    """A figure beside others: of a month, a value or a place. A hidden one says only that there is one."""

    label: Label
    parts: Parts
    before: Parts | None = None
    place: Organisation | None = None
    is_hidden: bool = False
    rows: str = ""


@dataclass(frozen=True)
class Picture:
    """A measure at a place in a period. `as_of` None: it was counted just now; without `parts` it never was."""

    asked: Asked
    parts: Parts | None = None
    as_of: datetime | None = None
    before: Parts | None = None
    before_period: Period | None = None
    is_hidden: bool = False
    months: list[Line] = field(default_factory=list)
    values: list[Line] = field(default_factory=list)
    places: list[Line] = field(default_factory=list)

    @cached_property
    def rows(self) -> str:
        """Where the rows behind the figure are listed, "" when they aren't or not for the viewer."""
        return rows_url(self.asked)


def measures_for(viewer: Viewer) -> list[Measure]:
    """What the viewer may see the figures of, somewhere."""
    if not viewer.can(PERMISSION):
        return []
    return [each for each in registry.of(Measure) if viewer.can(each.permission)]


def picture_of(asked: Asked) -> Picture:
    """Everything that the page shows."""
    at_once = is_at_once(asked)
    found = taken(asked.measure, asked.period)
    if found is None and not at_once:
        return Picture(asked, months=_months(asked))
    before = _taken_before(asked, found)
    where = where_of(asked)
    parts, values = _at_once(asked) if found is None or at_once else _kept(asked, found, where)
    return Picture(
        asked,
        parts=parts,
        as_of=found.as_of if found and not at_once else None,
        before=before.total(where) if before else None,
        before_period=before.period if before else None,
        is_hidden=bool(hidden({"": parts}, smallest(asked))),
        months=_months(asked),
        values=_value_lines(asked, values),
        places=[] if found is None or asked.place.kind == Kind.SCHOOL else _place_lines(asked, found, before),
    )


def is_at_once(asked: Asked) -> bool:
    """Whether the figure is counted while one waits: a state of a single school, as it is now."""
    return asked.place.kind == Kind.SCHOOL and asked.measure.grain is None and asked.period is None


def where_of(asked: Asked) -> Q:
    """Whose figures are added up."""
    if asked.as_is:
        return of_places(list(present_paths(asked.place)))
    return where_it_stood(asked.place.pk, asked.place.path)


def smallest(asked: Asked) -> int:
    """The smallest group that is shown; whoever may list the people needs nothing hidden."""
    return 0 if asked.opens_rows else asked.measure.smallest


def rows_url(asked: Asked, value: str | None = None) -> str:
    """Where the rows behind a figure are listed, of one value of the aspect asked for; "" when they can't be."""
    rows, period = asked.measure.rows, asked.period
    if rows is None or not asked.opens_rows:
        return ""
    if asked.measure.grain is None and period is not None:
        return ""
    query: dict[str, int | str] = {**rows.query, rows.place: asked.place.pk}
    if asked.measure.grain:
        query |= _dated(rows, period or Period.this_month())
    if value is not None:
        if asked.by is None or asked.by.name not in rows.by or not value:
            return ""
        query[rows.by[asked.by.name]] = value
    return f"{reverse(rows.url_name)}?{urlencode(query)}"


def _dated(rows: Rows, span: Period) -> dict[str, str]:
    dates = dict(zip(rows.dates, (str(span.first), str(span.last)), strict=True)) if rows.dates else {}
    return {**dates, **({rows.month: str(span)} if rows.month else {})}


def _kept(asked: Asked, found: Taken, where: Q) -> tuple[Parts, Mapping[str, Parts]]:
    return found.total(where), found.by_value(where, asked.by.name) if asked.by else {}


def _at_once(asked: Asked) -> tuple[Parts, Mapping[str, Parts]]:
    sums: dict[tuple[str, str], Parts] = {}
    for (_path, by, value), parts in count_below(asked.measure, asked.place.path).items():
        sums[by, value] = sums.get((by, value), Parts()) + parts
    whole = sums.get(("", ""), Parts())
    name = asked.by.name if asked.by else ""
    values = {value: parts for (by, value), parts in sums.items() if name and by == name}
    if asked.measure.is_out_of_whole(name):
        values = {value: parts.out_of(whole) for value, parts in values.items()}
    return whole, values


def _taken_before(asked: Asked, found: Taken | None) -> Taken | None:
    """The month before the one asked for, or before this one."""
    return taken(asked.measure, _month_before(found.period)) if found else None


def _months(asked: Asked) -> list[Line]:
    periods = months(asked.measure, MONTHS)
    found = series(asked.measure, periods, where_of(asked))
    lines = [(str(period), found.get(period, Parts())) for period in sorted(periods, key=lambda each: each.first)]
    small = hidden(dict(lines), smallest(asked))
    return [Line(label, parts, is_hidden=label in small) for label, parts in lines]


def _value_lines(asked: Asked, values: Mapping[str, Parts]) -> list[Line]:
    if asked.by is None:
        return []
    small = hidden(values, smallest(asked))
    return [
        Line(asked.by.words(value), parts, is_hidden=value in small, rows=rows_url(asked, value))
        for value, parts in sorted(values.items(), key=lambda each: (-each[1].numerator, each[0]))
        if not parts.is_empty
    ]


def _place_lines(asked: Asked, found: Taken, before: Taken | None) -> list[Line]:
    """The places right below, in their order in the tree; what is counted at the place itself comes first."""
    if asked.as_is:
        paths = present_paths(asked.place)
        now, then = (_as_is(asked, each, paths) for each in (found, before))
        places = at_paths(set(now))
    else:
        now, then = (_as_it_was(asked, each) for each in (found, before))
        places = named(found.keys_at(now))
    small = hidden(now, smallest(asked))
    return [
        Line(place.name, now[path], then.get(path), place, path in small)
        for path, place in sorted(places.items())
        if not now[path].is_empty
    ]


def _as_it_was(asked: Asked, found: Taken | None) -> dict[str, Parts]:
    length = len(asked.place.path) + LEVEL
    return found.by_path(where_it_stood(asked.place.pk, asked.place.path), length) if found else {}


def _as_is(asked: Asked, found: Taken | None, paths: Mapping[int, str]) -> dict[str, Parts]:
    sums: dict[str, Parts] = {}
    if found is not None:
        for key, parts in found.by_place(of_places(list(paths))).items():
            path = child_of(asked.place, paths[key])
            sums[path] = sums.get(path, Parts()) + parts
    return sums


@dataclass(frozen=True)
class Card:
    """A measure at a place as it was counted last, and what it was in the month before; without `parts`: not yet."""

    measure: Measure
    place: Organisation
    parts: Parts | None = None
    before: Parts | None = None
    as_of: datetime | None = None
    is_hidden: bool = False


def cards(viewer: Viewer, place: Organisation, measures: list[Measure]) -> list[Card]:
    """The measures that the viewer may see at a place; what was counted may be `KEPT` seconds old."""
    shown = [each for each in measures if viewer.can(each.permission, place.path)]
    # Memcached takes keys of 250 characters, which the names of all measures are longer than.
    names = sha256(",".join(each.name for each in shown).encode()).hexdigest()
    last, sums = cache.get_or_set(
        f"figures-{place.pk}-{place.path}-{names}", lambda: _newest_sums(place, shown), timeout=KEPT
    )
    return [_card(viewer, place, each, last, sums) for each in shown]


def _newest_sums(place: Organisation, measures: list[Measure]) -> tuple[Counts, Mapping[tuple[str, Period], Parts]]:
    """When the measures were counted last, and their sums then and a month before, in three questions for all."""
    last = newest(measures)
    asked = {(name, each) for name, (period, _at) in last.items() for each in (period, _month_before(period))}
    return last, totals(asked, where_it_stood(place.pk, place.path))


def _month_before(period: Period) -> Period:
    return Period(Grain.MONTH, period.first.replace(day=1)).before


def _card(
    viewer: Viewer, place: Organisation, measure: Measure, last: Counts, sums: Mapping[tuple[str, Period], Parts]
) -> Card:
    if measure.name not in last:
        return Card(measure, place)
    period, as_of = last[measure.name]
    parts = sums.get((measure.name, period), Parts())
    is_hidden = bool(hidden({"": parts}, smallest(Asked(viewer, measure, place))))
    return Card(measure, place, parts, sums.get((measure.name, _month_before(period))), as_of, is_hidden)


def places_below(place: Organisation) -> list[Organisation]:
    """The bureaus and schools right below a place."""
    kinds = (Kind.CITY_BUREAU, Kind.COUNTY_BUREAU, Kind.SCHOOL)
    rows = Organisation.objects.open_to_everyone().filter(parent=place, kind__in=kinds, valid_until=None)
    return list(rows.order_by("path"))
