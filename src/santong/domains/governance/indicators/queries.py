"""Reads: how a place stands by all indicators, and by one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from statistics import quantiles
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from santong.domains.governance.indicators.computing import versions_in
from santong.domains.governance.indicators.evaluating import Outcome, regroup
from santong.domains.governance.indicators.kinds import Level, Light, State
from santong.domains.governance.indicators.lights import Lit, light_of, target_for
from santong.domains.governance.indicators.models import (
    VIEW,
    Computed,
    Definition,
    Indicator,
    IndicatorVersion,
    PlaceOfMonth,
    Plan,
    Result,
    Target,
)
from santong.domains.governance.indicators.reading import Reading, read_definition
from santong.domains.governance.indicators.vocabulary import Word
from santong.domains.platform.figures.public import present_paths
from santong.domains.platform.organisations.public import LEVEL, Organisation
from santong.kit.access import Viewer, ancestor_paths, below
from santong.kit.measures.public import Grain, Measure, Period, taken
from santong.kit.registry import Label, registry
from santong.lib.formulas import FormulaError

Kind = Organisation.Kind
KINDS = (Kind.CITY_BUREAU, Kind.COUNTY_BUREAU, Kind.SCHOOL)
LEVELS = dict(zip(KINDS, (Level.CITY, Level.COUNTY, Level.SCHOOL), strict=True))
MONTHS, MONTHS_OF_SEVERAL = 24, 13
SIZE = "pupils"
"""The measure by which schools are of a similar size."""
FEWEST_PEERS = 5
"""Places of a type beside which a figure is shown; fewer would tell of single ones."""
ORDER = (Light.BEHIND, Light.NEAR, Light.UNKNOWN, Light.MET, Light.NONE)


@dataclass(frozen=True)
class Line:
    """How a place stands by one indicator. `waits_for` are the modules that have yet to count what it needs."""

    indicator: Indicator
    version: IndicatorVersion
    result: Result | None = None
    before: Result | None = None
    lights: Sequence[Lit] = ()
    waits_for: Sequence[Label] = ()

    @property
    def worst(self) -> Light:
        """The most pressing of its lights."""
        return min((each.light for each in self.lights), key=ORDER.index, default=Light.NONE)

    @property
    def change(self) -> float | None:
        """By how much it differs from the month before; None where that isn't known."""
        now, then = self.result, self.before
        if now is None or then is None or now.value is None or then.value is None:
            return None
        return now.value - then.value


@dataclass(frozen=True)
class Board:
    """All indicators of a place in a month."""

    place: Organisation
    month: date
    as_of: datetime | None
    plans: Sequence[Plan]
    lines: Sequence[Line]

    @cached_property
    def counted(self) -> Mapping[str, int]:
        """How many lines have which light."""
        found = Counter(str(line.worst) for line in self.lines if not line.waits_for)
        return {light.value: found.get(light.value, 0) for light in Light}

    @property
    def behind(self) -> list[Line]:
        """The lines that lag."""
        return [line for line in self.lines if line.worst == Light.BEHIND]


def months_computed(most: int = MONTHS) -> list[date]:
    """The months that were computed, the newest first."""
    return list(Computed.objects.order_by("-month").values_list("month", flat=True)[:most])


def month_named(text: str) -> date:
    """The month that an address names, else the newest one that was computed."""
    period = Period.read(text)
    return period.first if period else next(iter(months_computed(1)), Period.this_month().first)


def month_before(month: date) -> date:
    """The first day of the month before."""
    return Period(Grain.MONTH, month).before.first


def indicators_at(viewer: Viewer, place: Organisation) -> QuerySet[Indicator]:
    """The published indicators that are kept by a place or above it, or came with the product."""
    rows = Indicator.objects.visible_to(viewer, VIEW).filter(is_published=True)
    kept: QuerySet[Indicator] = rows.filter(path__in=["", *ancestor_paths(place.path)])
    return kept


def plans_at(viewer: Viewer, place: Organisation, month: date) -> list[Plan]:
    """The plans of a place and of those above it that light the figures of a month, the highest place's first."""
    rows = Plan.objects.visible_to(viewer, VIEW).filter(path__in=ancestor_paths(place.path)).exclude(path="")
    return [plan for plan in rows.order_by("path", "since", "pk") if plan.holds_in(month)]


def targets_of(plans: Sequence[Plan], indicators: Collection[int] | None = None) -> dict[tuple[int, int], list[Target]]:
    """The targets of plans, by plan and indicator."""
    if not plans:
        return {}
    rows = Target.objects.belonging_to(plan__in=list(plans))
    if indicators is not None:
        rows = rows.filter(indicator__in=list(indicators))
    found: dict[tuple[int, int], list[Target]] = {}
    for row in rows:
        found.setdefault((row.plan_id, row.indicator_id), []).append(row)
    return found


def board(
    viewer: Viewer, place: Organisation, month: date, plan: int | None = None, *, computed: bool = False
) -> Board:
    """How a place stands by all its indicators in a month; by one plan, where that is named.

    `computed` leaves out those of which nothing was computed for it.
    """
    found = indicators_at(viewer, place)
    if computed:
        found = found.filter(pk__in=Result.objects.filter(place=place.pk, month=month).values("indicator"))
    indicators: dict[int, Indicator] = found.in_bulk()
    plans = [each for each in plans_at(viewer, place, month) if plan in (None, each.pk)]
    targets = targets_of(plans, list(indicators))
    stood = PlaceOfMonth.objects.filter(month=month, place=place.pk).first()
    rows = Result.objects.filter(place=place.pk, month__in=[month, month_before(month)]).select_related("version")
    results = {(row.indicator_id, row.month): row for row in rows.filter(indicator__in=list(indicators))}
    hide_small(viewer, place, results.values())
    lines = []
    for version in versions_in(month, list(indicators)):
        key = version.indicator_id
        result = results.get((key, month))
        lit = _lights(version, plans, targets, stood, result)
        before = results.get((key, month_before(month)))
        waits = waits_for(version)
        if _concerns(version, stood, result, waits):
            lines.append(Line(indicators[key], version, result, before, lit, waits))
    lines.sort(key=lambda line: (line.indicator.path, line.indicator.code))
    return Board(place, month, as_of(month), plans, lines)


def _concerns(
    version: IndicatorVersion, stood: PlaceOfMonth | None, result: Result | None, waits: Sequence[Label]
) -> bool:
    """Whether an indicator says anything about a place: those for other types of schools don't."""
    if result is not None or stood is None:
        return True
    if stood.level != Level.SCHOOL:
        return True
    types = version.types
    return version.level == Level.SCHOOL and (not types or stood.school_type in types)


def _lights(
    version: IndicatorVersion,
    plans: Sequence[Plan],
    targets: Mapping[tuple[int, int], list[Target]],
    stood: PlaceOfMonth | None,
    result: Result | None,
) -> list[Lit]:
    found = []
    for plan in plans:
        year = stood.month.year if stood is not None else version.from_month.year
        target = target_for(targets.get((plan.pk, version.indicator_id), ()), year, stood)
        found.append(Lit(plan, target, light_of(version, target, result)))
    return found


def waits_for(version: Definition) -> list[Label]:
    """The modules that have yet to count what an indicator needs."""
    reading = reading_of(version)
    return reading.awaits if reading else []


def reading_of(version: Definition) -> Reading | None:
    """A version, or a draft, as it reads today; None when something it names is counted no more."""
    try:
        return read_definition(version)
    except FormulaError:
        return None


@dataclass(frozen=True)
class Child:
    """A place inside another, by one indicator."""

    place: Organisation
    result: Result
    before: Result | None
    light: Light
    target: Target | None = None

    @property
    def change(self) -> float | None:
        """By how much it differs from the month before."""
        if self.before is None or self.before.value is None or self.result.value is None:
            return None
        return self.result.value - self.before.value


@dataclass(frozen=True)
class Peers:
    """Places of the same kind and type in the same region: how many, and between which figures the middle half is."""

    number: int
    low: float
    middle: float
    high: float
    of_size: bool = False
    """Whether they are of a similar size too."""


@dataclass(frozen=True)
class Picture:
    """One indicator at a place in a month."""

    line: Line
    month: date
    as_of: datetime | None
    months: Sequence[tuple[date, Result]] = ()
    children: Sequence[Child] = ()
    peers: Peers | None = None
    stood: PlaceOfMonth | None = None
    lights: Mapping[str, int] = field(default_factory=dict)
    lagging: Sequence[Child] = ()
    """The schools below that lag behind the target, or fail for what they lack."""


def picture(
    viewer: Viewer, indicator: Indicator, place: Organisation, month: date, plan: int | None = None, *,
    as_is: bool = False,
) -> Picture:  # fmt: skip
    """Everything that the page of an indicator shows; `as_is` takes the places inside as they belong today."""
    found = versions_in(month, [indicator.pk]) or list(
        IndicatorVersion.objects.belonging_to(indicator=indicator).order_by("-number")[:1]
    )
    version = found[0]
    plans = [each for each in plans_at(viewer, place, month) if plan in (None, each.pk)]
    targets = targets_of(plans, [indicator.pk])
    stood = PlaceOfMonth.objects.filter(month=month, place=place.pk).first()
    series = _series(viewer, indicator, place, month)
    result = series.get(month)
    line = Line(
        indicator, version, result, series.get(month_before(month)),
        _lights(version, plans, targets, stood, result), waits_for(version),
    )  # fmt: skip
    below_it = [] if place.kind == Kind.SCHOOL else schools_and_bureaus(viewer, indicator, place, month)
    inside = _lit(line, month, holding(plans, targets, indicator), targets, below_it)
    schools = [each for each in inside if each.result.level == Level.SCHOOL]
    lagging = _named(line, month, [each for each in schools if each.lags])
    if as_is and place.kind != Kind.SCHOOL:
        return replace(_picture_as_it_is(viewer, line, place, month, series, stood), lagging=lagging)
    children = _named(line, month, _direct(inside))
    return Picture(
        line, month, as_of(month), sorted(series.items()), children, _peers(line, place, month, stood), stood,
        Counter(str(each.light) for each in schools), lagging,
    )  # fmt: skip


def pictures(
    viewer: Viewer, indicators: Sequence[Indicator], place: Organisation, month: date, *,
    inside: Collection[int] = (), peers: Collection[int] = (),
) -> dict[int, Picture]:  # fmt: skip
    """What `picture` gives of each of several indicators, by their keys, in as many questions as for one.

    The places inside are those right below: all of them for the indicators in `inside`, for the others the two that
    moved most in the direction of the whole, without lights. Beside its peers a place is put for those in `peers`.
    Indicators without a version in the month, and those for other types of schools, are left out.
    """
    versions = {row.indicator_id: row for row in versions_in(month, [row.pk for row in indicators])}
    plans = plans_at(viewer, place, month)
    targets = targets_of(plans, list(versions))
    stood = PlaceOfMonth.objects.filter(month=month, place=place.pk).first()
    series = _series_of_several(viewer, list(versions), place, month)
    lines = {}
    for indicator in indicators:
        version, months = versions.get(indicator.pk), series.get(indicator.pk, {})
        if version is None or not _concerns(version, stood, months.get(month), waits := waits_for(version)):
            continue
        lit = _lights(version, plans, targets, stood, months.get(month))
        lines[indicator.pk] = Line(indicator, version, months.get(month), months.get(month_before(month)), lit, waits)
    children = (
        {} if place.kind == Kind.SCHOOL else _children(viewer, lines, place, month, stood, inside, plans, targets)
    )
    at = as_of(month)
    return {
        key: Picture(
            line, month, at, sorted(series.get(key, {}).items()), children.get(key, []),
            _peers(line, place, month, stood, by_size=True) if key in peers else None, stood,
        )
        for key, line in lines.items()
    }  # fmt: skip


def _children(
    viewer: Viewer, lines: Mapping[int, Line], place: Organisation, month: date, stood: PlaceOfMonth | None,
    inside: Collection[int], plans: Sequence[Plan], targets: Mapping[tuple[int, int], list[Target]],
) -> dict[int, list[Child]]:  # fmt: skip
    """The places inside, by indicator: see `pictures`."""
    at = stood.path if stood is not None else place.path
    whole = {key: line.version for key, line in lines.items() if key in inside}
    rows = _inside(viewer, whole, place, month, at)
    moved = _moved(viewer, {key: line for key, line in lines.items() if key not in inside}, place, month, at)
    named = _NamedPlaces(month, [row for several in (*rows.values(), *moved.values()) for row in several])
    before = _before(month, [*rows, *moved], named.keys)
    found = {}
    for key, line in lines.items():
        lit = (
            _lit_rows(line, month, holding(plans, targets, line.indicator), targets, rows[key], named.stood)
            if key in rows
            else [LitRow(row, Light.NONE, None) for row in moved.get(key, ())]
        )
        found[key] = [
            Child(
                named.places[row.result.place], row.result, before.get((key, row.result.place)), row.light, row.target
            )
            for row in lit
            if row.result.place in named.places
        ]
    return found


MOST_MOVED = 2
PARTS = ("indicator", "place", "path", "level", "state", "value", "numerator", "denominator")


def _moved(
    viewer: Viewer, lines: Mapping[int, Line], place: Organisation, month: date, at: str
) -> dict[int, list[Result]]:
    """The results that moved most in the direction of the whole, by indicator. Read as bare values: of sixty schools
    and ten figures twenty rows are wanted.
    """
    moving = {key: line for key, line in lines.items() if line.change}
    if not moving:
        return {}
    then = {
        (key, where): value
        for key, where, value in _right_below(moving, place, month_before(month), at).values_list(*PARTS[:2], "value")
    }
    steps: dict[int, list[tuple[float, tuple[Any, ...]]]] = {}
    for row in _right_below(moving, place, month, at).values_list(*PARTS):
        earlier, value = then.get((row[0], row[1])), row[5]
        if value is not None and earlier is not None and (value - earlier) * (moving[row[0]].change or 0) > 0:
            steps.setdefault(row[0], []).append((abs(value - earlier), row))
    found = {}
    for key, several in steps.items():
        best = sorted(several, key=lambda each: (-each[0], each[1][2]))[: MOST_MOVED * 3]
        rows = [_bare(moving[key].version, month, row) for _step, row in best]
        hide_small(viewer, place, rows)
        found[key] = [row for row in rows if row.value is not None][:MOST_MOVED]
    return found


def _bare(version: IndicatorVersion, month: date, row: tuple[Any, ...]) -> Result:
    key, *rest = row
    return Result(indicator_id=key, version=version, month=month, **dict(zip(PARTS[1:], rest, strict=True)))


def _right_below(keys: Iterable[int], place: Organisation, month: date, at: str) -> QuerySet[Result]:
    """The results of some indicators at the places right below one that stood at `at`."""
    rows = Result.objects.filter(below("path", at), indicator__in=list(keys), month=month).exclude(place=place.pk)
    if place.kind == Kind.CITY_BUREAU:
        rows = rows.alias(length=Length("path")).filter(Q(level=Level.COUNTY) | Q(length=len(at) + LEVEL))
    return rows


def _series_of_several(
    viewer: Viewer, keys: Sequence[int], place: Organisation, month: date
) -> dict[int, dict[date, Result]]:
    first = month
    for _number in range(MONTHS_OF_SEVERAL - 1):
        first = month_before(first)
    found_rows = Result.objects.filter(place=place.pk, indicator__in=keys, month__range=(first, month))
    rows = list(found_rows.select_related("version"))
    hide_small(viewer, place, rows)
    found: dict[int, dict[date, Result]] = {}
    for row in rows:
        found.setdefault(row.indicator_id, {})[row.month] = row
    return found


def _inside(
    viewer: Viewer, versions: Mapping[int, IndicatorVersion], place: Organisation, month: date, at: str
) -> dict[int, list[Result]]:
    """The results of several indicators at the places right below one, by indicator, in the order of the tree."""
    found: dict[int, list[Result]] = {key: [] for key in versions}
    for row in _right_below(versions, place, month, at).order_by("path") if versions else ():
        row.version = versions[row.indicator_id]
        found[row.indicator_id].append(row)
    hide_small(viewer, place, (row for several in found.values() for row in several))
    return found


def _before(month: date, indicators: Sequence[int], places: Sequence[int]) -> dict[tuple[int, int], Result]:
    """The results of the month before, by indicator and place."""
    rows = Result.objects.filter(month=month_before(month), indicator__in=indicators, place__in=places)
    rows = rows.only("indicator_id", "place", "value")
    return {(row.indicator_id, row.place): row for row in rows}


class _NamedPlaces:
    """The places of results: as rows of the directory, and how they stood in the month."""

    def __init__(self, month: date, rows: Iterable[Result]) -> None:
        self.keys = sorted({row.place for row in rows})
        self.places = Organisation.with_removed.open_to_everyone().in_bulk(self.keys)
        stood = PlaceOfMonth.objects.filter(month=month, place__in=self.keys)
        self.stood = {row.place: row for row in stood}


def as_it_is(viewer: Viewer, line: Line, place: Organisation, month: date) -> tuple[Result | None, list[Child]]:
    """A month as if places had belonged together then as they do today: the region's figure, and those right below.

    What was merged counts to its successor. Nothing is said about changes: last month is another grouping.
    """
    reading, paths = reading_of(line.version), present_paths(place)
    if reading is None:
        return None, []
    found = Result.objects.filter(indicator=line.indicator, month=month, level=Level.SCHOOL, place__in=list(paths))
    groups: dict[str, list[Result]] = {}
    for row in found.select_related("version"):
        groups.setdefault(paths[row.place][: len(place.path) + LEVEL], []).append(row)
    places = {row.path: row for row in Organisation.objects.open_to_everyone().filter(path__in=list(groups))}
    plans = [each.plan for each in line.lights]
    targets = targets_of(plans, [line.indicator.pk])
    held = holding(plans, targets, line.indicator)
    keys = [row.pk for row in places.values() if row.kind == Kind.SCHOOL]
    types = dict(PlaceOfMonth.objects.filter(month=month, place__in=keys).values_list("place", "school_type"))
    children = []
    for path, rows in sorted(groups.items()):
        if path not in places:
            continue
        stood = PlaceOfMonth(month=month, place=places[path].pk, path=path, level=LEVELS[Kind(places[path].kind)])
        stood.school_type = types.get(stood.place, "")
        children.append(_regrouped(viewer, line, reading, stood, places[path], rows, held, targets))
    every = [row for rows in groups.values() for row in rows]
    whole = _put_together(reading, place, LEVELS[Kind(place.kind)], month, every) if every else None
    if whole is not None:
        hide_small(viewer, place, [whole])
    return whole, children


def _put_together(reading: Reading, place: Organisation, level: str, month: date, rows: Sequence[Result]) -> Result:
    found = regroup(
        reading,
        [
            Outcome(row.state, row.value, row.numerator, row.denominator, row.known, row.unknown, row.failing)
            for row in rows
        ],
    )
    return Result(
        indicator=rows[0].indicator, version=rows[0].version, month=month, place=place.pk, path=place.path, level=level,
        state=found.state, value=found.value, numerator=found.numerator, denominator=found.denominator,
        known=found.known, unknown=found.unknown, failing=found.failing,
    )  # fmt: skip


def _regrouped(
    viewer: Viewer, line: Line, reading: Reading, stood: PlaceOfMonth, place: Organisation, rows: Sequence[Result],
    plans: Sequence[Plan], targets: Mapping[tuple[int, int], list[Target]],
) -> Child:  # fmt: skip
    alone = stood.level == Level.SCHOOL and len(rows) == 1
    row = rows[0] if alone else _put_together(reading, place, stood.level, stood.month, rows)
    hide_small(viewer, place, [row])
    target = None
    for plan in plans:
        target = target_for(targets.get((plan.pk, line.indicator.pk), ()), stood.month.year, stood)
    return Child(place, row, None, light_of(line.version, target, row), target)


def _picture_as_it_is(
    viewer: Viewer, line: Line, place: Organisation, month: date, series: Mapping[date, Result],
    stood: PlaceOfMonth | None,
) -> Picture:  # fmt: skip
    whole, children = as_it_is(viewer, line, place, month)
    lights = [Lit(each.plan, each.target, light_of(line.version, each.target, whole)) for each in line.lights]
    shown = replace(line, result=whole, before=None, lights=lights)
    return Picture(shown, month, as_of(month), sorted(series.items()), children, stood=stood)


def as_of(month: date) -> datetime | None:
    """The moment as of which the results of a month hold; None where it wasn't computed."""
    return Computed.objects.filter(month=month).values_list("as_of", flat=True).first()


def holding(plans: Iterable[Plan], targets: Mapping[tuple[int, int], list[Target]], indicator: Indicator) -> list[Plan]:
    """The first plan that has targets for an indicator: places beside each other are held against one."""
    return [plan for plan in plans if targets.get((plan.pk, indicator.pk))][:1]


def _series(viewer: Viewer, indicator: Indicator, place: Organisation, month: date) -> dict[date, Result]:
    rows = Result.objects.filter(place=place.pk, indicator=indicator, month__lte=month).order_by("-month")[:MONTHS]
    found = {row.month: row for row in rows.select_related("version")}
    hide_small(viewer, place, found.values())
    return found


def hide_small(viewer: Viewer, place: Organisation, rows: Iterable[Result]) -> None:
    """Take the figures away that would tell of single people, unless the viewer may list these at the place."""
    smallest: dict[int, int] = {}
    for row in rows:
        if row.version_id not in smallest:
            reading = reading_of(row.version)
            words = reading.words.values() if reading is not None else ()
            smallest[row.version_id] = max((_smallest(viewer, place, word) for word in words), default=0)
        least = smallest[row.version_id]
        if row.value is None or not least:
            continue
        parts = (row.numerator, row.denominator, (row.denominator or 0) - (row.numerator or 0))
        if any(part is not None and 0 < part < least for part in parts):
            row.value = row.numerator = row.denominator = None
            row.is_hidden = True


def _smallest(viewer: Viewer, place: Organisation, word: Word) -> int:
    source = word.source
    if source is None or not source.smallest:
        return 0
    rows = source.rows
    opens = rows is not None and viewer.can(rows.permission or source.permission, place.path)
    return 0 if opens else source.smallest


def schools_and_bureaus(viewer: Viewer, indicator: Indicator, place: Organisation, month: date) -> list[Result]:
    """The results of all places that stood below one in a month."""
    at = PlaceOfMonth.objects.filter(month=month, place=place.pk).values_list("path", flat=True).first()
    rows = Result.objects.filter(below("path", at or place.path), indicator=indicator, month=month)
    found = list(rows.exclude(place=place.pk).select_related("version").order_by("path"))
    hide_small(viewer, place, found)
    return found


@dataclass(frozen=True)
class LitRow:
    """A result beside the target that it is held against."""

    result: Result
    light: Light
    target: Target | None

    @property
    def lags(self) -> bool:
        """Whether it is behind, or fails for what is missing."""
        return self.light == Light.BEHIND or self.result.state == State.FAILS


def _lit(
    line: Line, month: date, plans: Sequence[Plan], targets: Mapping[tuple[int, int], list[Target]],
    rows: Sequence[Result],
) -> list[LitRow]:  # fmt: skip
    """Every result with its light by the last of the plans."""
    stood = {each.place: each for each in PlaceOfMonth.objects.filter(month=month, place__in=[r.place for r in rows])}
    return _lit_rows(line, month, plans, targets, rows, stood)


def _lit_rows(
    line: Line, month: date, plans: Sequence[Plan], targets: Mapping[tuple[int, int], list[Target]],
    rows: Sequence[Result], stood: Mapping[int, PlaceOfMonth],
) -> list[LitRow]:  # fmt: skip
    of_plan = targets.get((plans[-1].pk, line.indicator.pk), []) if plans else []
    found = []
    for row in rows:
        target = target_for(of_plan, month.year, stood.get(row.place)) if plans else None
        found.append(LitRow(row, light_of(line.version, target, row), target))
    return found


def _direct(rows: Sequence[LitRow]) -> list[LitRow]:
    """Those between which and the place of the page nothing else of the results stands."""
    bureaus = {each.result.path for each in rows if each.result.level != Level.SCHOOL}
    return [each for each in rows if bureaus.isdisjoint(ancestor_paths(each.result.path)[:-1])]


def _named(line: Line, month: date, rows: Sequence[LitRow]) -> list[Child]:
    """The places of results, in their order in the tree and never by their figures."""
    keys = [each.result.place for each in rows]
    places = Organisation.with_removed.open_to_everyone().in_bulk(keys)
    then = Result.objects.filter(indicator=line.indicator, month=month_before(month), place__in=keys)
    before = {row.place: row for row in then}
    return [
        Child(places[each.result.place], each.result, before.get(each.result.place), each.light, each.target)
        for each in rows
        if each.result.place in places
    ]


def _peers(
    line: Line, place: Organisation, month: date, stood: PlaceOfMonth | None, *, by_size: bool = False
) -> Peers | None:
    """Beside which figures a place stands: of the same level and type, in the region above it; `by_size` of those of a
    similar number of pupils, where there are enough.
    """
    if stood is None or line.result is None or line.result.value is None:
        return None
    region = place.path[:LEVEL] if stood.level != Level.SCHOOL else place.path[:-LEVEL] or place.path
    alike = PlaceOfMonth.objects.filter(month=month, level=stood.level, school_type=stood.school_type)
    sizes = _sizes(month, place.path[:LEVEL]) if by_size and stood.level == Level.SCHOOL else {}
    for path in (region, place.path[:LEVEL]):
        keys = alike.filter(below("path", path)).values("place")
        rows = Result.objects.filter(indicator=line.indicator, month=month, place__in=keys).exclude(value=None)
        found = rows.exclude(place=place.pk).values_list("place", "value")
        known = {key: value for key, value in found if value is not None}
        near = [value for key, value in known.items() if _is_near(sizes.get(place.pk), sizes.get(key))]
        values = near if len(near) >= FEWEST_PEERS else list(known.values())
        if len(values) >= FEWEST_PEERS:
            low, middle, high = quantiles(values, n=4)
            return Peers(len(values), low, middle, high, of_size=values is near)
    return None


def _sizes(month: date, path: str) -> dict[int, int]:
    """How many pupils the places of a region had in a month, by key."""
    measure = registry.by_name(Measure).get(SIZE)
    found = taken(measure, Period(Grain.MONTH, month)) if measure is not None else None
    return {key: parts.numerator for key, parts in found.by_place(below("path", path)).items()} if found else {}


def _is_near(own: int | None, other: int | None) -> bool:
    """Whether two schools are of a similar size: one has at most twice as many pupils as the other."""
    return bool(own and other) and max(own or 0, other or 0) <= 2 * min(own or 0, other or 0)


def moved_most(children: Sequence[Child], most: int = 2) -> list[Child]:
    """The places whose figures changed most, those that rose and those that fell alike."""
    changed = [each for each in children if each.change]
    return sorted(changed, key=lambda each: -abs(each.change or 0))[:most]


def versions_of(indicator: Indicator) -> list[IndicatorVersion]:
    """All versions of an indicator, the newest first."""
    return list(IndicatorVersion.objects.belonging_to(indicator=indicator).order_by("-number"))
