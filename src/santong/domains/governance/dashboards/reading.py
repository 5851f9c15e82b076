"""Reading a dashboard: what each of its panels shows of a place in a month, by the rights of whoever looks.

All indicators of a dashboard are read together, and all measures: a dashboard of twelve figures asks the database as
often as one of three.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from santong.domains.governance.dashboards.models import VIEW, Dashboard, DashboardPanel, PanelKind
from santong.domains.governance.indicators import public as indicators
from santong.domains.governance.indicators.public import LEVELS, Indicator, Light, Peers, Picture, State
from santong.domains.platform.figures import public as figures
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import LEVEL, Viewer, ancestor_paths, below
from santong.kit.measures.public import Grain, Measure, Parts, Period, hidden, newest, totals, totals_below
from santong.kit.registry import Label, registry

Kind = Organisation.Kind
MONTHS = 13
MOST_MOVED = 2
INSIDE = (PanelKind.MAP, PanelKind.TABLE)
"""How panels are shown that need all places inside."""


@dataclass(frozen=True)
class Row:
    """A place inside, or a month, by the figure of a panel. Without a `value` the `text` says why there is none."""

    label: str
    value: float | None
    text: str
    light: Light = Light.NONE
    change: float | None = None
    place: Organisation | None = None
    url: str = ""
    unknown: int = 0


@dataclass(frozen=True)
class Shown:
    """A panel as it is shown. `change` is the difference from the month before, `months` the newest last, `rows` the
    places right below in the order of the tree (of maps and tables), `moved` those that moved most with the whole.
    `unknown` counts schools (of a measure: cases) without a figure. `url` leads on
    to the rows behind, by the rights of whoever looks.
    """

    panel: DashboardPanel
    name: str
    unit: str
    digits: int
    value: float | None
    text: str
    change: float | None = None
    is_percent: bool = False
    better: str = ""
    lights: Sequence[Mapping[str, Any]] = ()
    light: Light = Light.NONE
    target: float | None = None
    aim: str = ""
    months: Sequence[Row] = ()
    rows: Sequence[Row] = ()
    moved: Sequence[Row] = ()
    peers: Peers | None = None
    peers_said: str = ""
    unknown: int = 0
    counts_schools: bool = True
    url: str = ""
    as_of: datetime | None = None

    @property
    def is_lit(self) -> bool:
        """Whether places inside are told apart by lights."""
        return any(row.light != Light.NONE for row in self.rows)


@dataclass(frozen=True)
class Board:
    """A dashboard of a place in a month. `withheld` figures the viewer may not see; `waiting` ones aren't counted."""

    dashboard: Dashboard
    place: Organisation
    month: date
    shown: Sequence[Shown]
    withheld: int = 0
    waiting: Sequence[tuple[str, str]] = ()

    @cached_property
    def as_of(self) -> datetime | None:
        """As of when the oldest of its figures holds."""
        return min((each.as_of for each in self.shown if each.as_of is not None), default=None)

    def of_kind(self, *kinds: str) -> list[Shown]:
        """The panels of some kinds, in their order."""
        return [each for each in self.shown if each.panel.kind in kinds]


def dashboards_for(viewer: Viewer, place: Organisation) -> QuerySet[Dashboard]:
    """The dashboards for places of this level: those of the product, kept at the place, or shared from above."""
    rows = Dashboard.objects.visible_to(viewer, VIEW).filter(level=LEVELS[Kind(place.kind)])
    found: QuerySet[Dashboard] = rows.filter(path__in=["", *ancestor_paths(place.path)]).order_by("path", "order", "pk")
    return found


def read(
    viewer: Viewer, dashboard: Dashboard, place: Organisation, month: date, only: int | None = None,
    sees: Callable[[Measure], bool] | None = None,
) -> Board:  # fmt: skip
    """A dashboard of a place in a month; `only` one panel of it, by its key.

    `sees` says which measures are shown, where that doesn't follow from what the viewer may do at the place.
    """
    rows = DashboardPanel.objects.belonging_to(dashboard=dashboard).order_by("order", "pk")
    panels = list(rows if only is None else rows.filter(pk=only))
    by_indicator, waiting, known = _indicators(viewer, panels, place, month)
    by_measure = _measures(viewer, panels, place, month, sees or (lambda each: viewer.can(each.permission, place.path)))
    shown = []
    for panel in panels:
        found = by_measure.get(panel.measure) if panel.measure else by_indicator.get(panel.indicator_id or 0)
        if isinstance(found, Picture):
            shown.append(_of_indicator(panel, found, place))
        elif found is not None:
            shown.append(_of_measure(panel, found))
    seen = [
        panel for panel in panels if (panel.measure in by_measure if panel.measure else panel.indicator_id in known)
    ]
    return Board(dashboard, place, month, shown, len(panels) - len(seen), waiting)


# --- indicators ---


def _indicators(
    viewer: Viewer, panels: Sequence[DashboardPanel], place: Organisation, month: date
) -> tuple[dict[int, Picture], list[tuple[str, str]], set[int]]:
    """The pictures of the indicators that can be computed and concern the place, by key; the names of those that wait
    for a module, with it; and the keys of all that the viewer sees.
    """
    keys = {panel.indicator_id for panel in panels if panel.indicator_id}
    if not keys or not viewer.can(indicators.VIEW, place.path):
        return {}, [], set()
    rows = Indicator.objects.visible_to(viewer, indicators.VIEW).filter(pk__in=keys, is_published=True)
    known = list(rows.filter(path__in=["", *ancestor_paths(place.path)]))
    beside = {panel.indicator_id for panel in panels if panel.kind == PanelKind.PEERS and panel.indicator_id}
    whole = {panel.indicator_id for panel in panels if panel.kind in INSIDE and panel.indicator_id}
    found = indicators.pictures(viewer, known, place, month, inside=whole, peers=beside)
    waiting = {key: picture for key, picture in found.items() if picture.line.waits_for}
    said = [
        (waiting[key].line.version.name, "、".join(str(each) for each in waiting[key].line.waits_for))
        for panel in panels
        if (key := panel.indicator_id or 0) in waiting
    ]
    counted = {key: picture for key, picture in found.items() if key not in waiting}
    return counted, said, {row.pk for row in known}


def _of_indicator(panel: DashboardPanel, picture: Picture, place: Organisation) -> Shown:
    line, version = picture.line, picture.line.version
    level = LEVELS[Kind(place.kind)]
    result = line.result
    value = _rounded(version, result)
    targets = [each.target for each in line.lights if each.target is not None]
    lights = [each for each in indicators.lit(line, level) if each["target"]]
    return Shown(
        panel, version.name, indicators.unit_of(version, level) if value is not None else "", version.digits, value,
        indicators.figure(version, result), change=line.change, is_percent=indicators.unit_of(version, level) == "%",
        better=str(version.direction), lights=lights, light=line.worst,
        target=targets[-1].value if targets and not _is_truth_at_school(version, level) else None,
        aim=lights[-1]["aim"] if lights else "",
        months=[
            Row(f"{month:%Y-%m}", _rounded(version, each), indicators.with_unit(version, each), unknown=each.unknown)
            for month, each in picture.months
        ],
        rows=[_child(version, each, picture.month, line.indicator.pk) for each in picture.children]
        if panel.kind in INSIDE else (),
        moved=[_child(version, each, picture.month, line.indicator.pk) for each in _moved(picture)],
        peers=picture.peers,
        peers_said=indicators.beside(version, picture.peers) if picture.peers else "",
        unknown=result.unknown if result is not None and level != indicators.Level.SCHOOL else 0,
        url=_indicator_url(line.indicator.pk, place, picture.month), as_of=picture.as_of,
    )  # fmt: skip


def _moved(picture: Picture) -> list[indicators.Child]:
    """The places inside whose figures moved most in the direction of the whole."""
    whole = picture.line.change or 0
    same = [each for each in picture.children if (each.change or 0) * whole > 0]
    return sorted(same, key=lambda each: -abs(each.change or 0))[:MOST_MOVED]


def _is_truth_at_school(version: indicators.Definition, level: str) -> bool:
    return version.unit == indicators.Unit.TRUTH and level == indicators.Level.SCHOOL


def _rounded(version: indicators.Definition, result: Any) -> float | None:
    if result is None or result.value is None:
        return None
    return indicators.rounded(result.value, version.digits)


def _child(version: indicators.Definition, child: indicators.Child, month: date, key: int) -> Row:
    result, place = child.result, child.place
    return Row(
        place.short_name or place.name, _rounded(version, result), indicators.with_unit(version, result), child.light,
        child.change, place, _indicator_url(key, place, month),
        unknown=result.unknown if result.state != State.NOT_APPLICABLE else 0,
    )  # fmt: skip


def _indicator_url(key: int, place: Organisation, month: date) -> str:
    return f"{reverse('indicators:board')}{key}/?{_asked(place, month=f'{month:%Y-%m}')}"


# --- measures ---


@dataclass(frozen=True)
class Counted:
    """A measure at a place: what was counted in the period that stands for the month, and in the months before."""

    measure: Measure
    place: Organisation
    asked: figures.Asked
    period: Period
    as_of: datetime | None
    parts: Parts
    before: Parts | None
    months: Mapping[Period, Parts]
    inside: Mapping[str, Parts] = field(default_factory=dict)
    inside_before: Mapping[str, Parts] = field(default_factory=dict)
    places: Mapping[str, Organisation] = field(default_factory=dict)


def _measures(
    viewer: Viewer, panels: Sequence[DashboardPanel], place: Organisation, month: date, sees: Callable[[Measure], bool]
) -> dict[str, Counted]:
    known = registry.by_name(Measure)
    names = {panel.measure for panel in panels if panel.measure in known}
    chosen = [known[name] for name in sorted(names) if sees(known[name])]
    if not chosen or not viewer.can(figures.PERMISSION, place.path):
        return {}
    last = newest(chosen)
    periods = {each.name: _period(each, month, last) for each in chosen}
    months = _months(month)
    asked = {(each.name, period) for each in chosen for period in (*months, periods[each.name])}
    where = below("path", place.path)
    sums = totals(asked, where)
    pairs = {(each.name, period) for each in chosen for period in (periods[each.name], months[1])}
    inside = {} if place.kind == Kind.SCHOOL else totals_below(pairs, where, len(place.path) + LEVEL)
    places = _places(inside.values(), place)
    found = {}
    for each in chosen:
        key = each.name, periods[each.name]
        if key in sums:
            found[each.name] = Counted(
                each, place, figures.Asked(viewer, each, place, None if _is_now(month) else Period(Grain.MONTH, month)),
                key[1], last[each.name][1] if _is_now(month) and each.name in last else None, sums[key],
                sums.get((each.name, months[1])), {period: sums[each.name, period] for period in reversed(months)
                                                   if (each.name, period) in sums},
                inside.get(key, {}), inside.get((each.name, months[1]), {}), places,
            )  # fmt: skip
    return found


def _is_now(month: date) -> bool:
    return month == Period.this_month().first


def _period(measure: Measure, month: date, last: Mapping[str, tuple[Period, datetime]]) -> Period:
    """What stands for a month: for this one what was counted last."""
    return last[measure.name][0] if _is_now(month) and measure.name in last else Period(Grain.MONTH, month)


def _months(month: date) -> list[Period]:
    """A month and those before it, the newest first."""
    found = [Period(Grain.MONTH, month)]
    while len(found) < MONTHS:
        found.append(found[-1].before)
    return found


def _places(inside: Iterable[Mapping[str, Parts]], place: Organisation) -> dict[str, Organisation]:
    paths = {path for each in inside for path in each} - {place.path}
    rows = Organisation.objects.open_to_everyone().filter(path__in=paths, kind__in=list(LEVELS))
    return {row.path: row for row in rows}


def _of_measure(panel: DashboardPanel, counted: Counted) -> Shown:
    measure, parts = counted.measure, counted.parts
    small = figures.smallest(counted.asked)
    is_hidden = bool(hidden({"": parts}, small))
    value = None if is_hidden else _value(measure, parts)
    hidden_months = hidden({str(each): parts for each, parts in counted.months.items()}, small)
    months = [
        Row(str(each), *_said(measure, parts, str(each) in hidden_months)) for each, parts in counted.months.items()
    ]
    before = counted.before
    change = None if value is None or before is None or before.is_empty else _minus(value, _value(measure, before))
    rows = _inside(counted, small)
    same = [row for row in rows if (row.change or 0) * (change or 0) > 0]
    return Shown(
        panel, str(measure.label), figures.unit_of(measure), 1 if measure.is_share else 0, value,
        _hidden_words() if is_hidden else figures.shown(measure, parts),
        change=change, is_percent=measure.is_share, months=months, rows=rows if panel.kind in INSIDE else (),
        moved=sorted(same, key=lambda row: -abs(row.change or 0))[:MOST_MOVED], unknown=parts.unknown,
        counts_schools=False, url=_measure_url(counted, counted.place), as_of=counted.as_of,
    )  # fmt: skip


def _value(measure: Measure, parts: Parts) -> float | None:
    return parts.percent if measure.is_share else float(parts.numerator)


def _minus(value: float, before: float | None) -> float | None:
    return None if before is None else value - before


def _said(measure: Measure, parts: Parts, is_hidden: bool) -> tuple[float | None, str]:
    if is_hidden:
        return None, _hidden_words()
    return _value(measure, parts), figures.with_unit(measure, parts)


def _hidden_words() -> str:
    return _("Hidden: too few people")


def _inside(counted: Counted, small: int) -> list[Row]:
    measure, then = counted.measure, counted.inside_before
    hidden_places = hidden(counted.inside, small)
    rows = []
    for path, place in sorted(counted.places.items()):
        parts = counted.inside.get(path)
        if parts is None or parts.is_empty:
            continue
        value, text = _said(measure, parts, path in hidden_places)
        earlier = then.get(path)
        change = (
            None if value is None or earlier is None or earlier.is_empty else _minus(value, _value(measure, earlier))
        )
        url = _measure_url(counted, place)
        rows.append(Row(place.short_name or place.name, value, text, change=change, place=place, url=url,
                        unknown=parts.unknown))  # fmt: skip
    return rows


def _measure_url(counted: Counted, place: Organisation) -> str:
    period = {} if _is_now(counted.period.first.replace(day=1)) else {"period": str(counted.period)}
    return f"{reverse('figures:measure', args=[counted.measure.name])}?{_asked(place, **period)}"


def _asked(place: Organisation, **more: str) -> str:
    return urlencode({"place": str(place.pk), **more})


def figures_to_choose(viewer: Viewer, place: Organisation) -> list[tuple[Label, list[tuple[str, Label]]]]:
    """What a viewer may put on a dashboard of a place: groups of keys ("i-12", "m-pupils") with their names."""
    rows = Indicator.objects.visible_to(viewer, indicators.VIEW).filter(is_published=True)
    rows = rows.filter(path__in=["", *ancestor_paths(place.path)]).order_by("path", "code")
    groups: dict[str, list[tuple[str, Label]]] = {}
    for row in rows:
        groups.setdefault(row.topic, []).append((f"i-{row.pk}", f"{row.name} · {row.code}"))
    counted = [
        (f"m-{each.name}", each.label) for each in registry.of(Measure) if viewer.can(each.permission, place.path)
    ]
    return [*groups.items(), ("", counted)]
