"""Computing indicators for a month: the parts that measures keep, formulas in the database, up the tree from parts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from santong.domains.governance.indicators.evaluating import factor_of
from santong.domains.governance.indicators.kinds import Direction, Level, RollUp, State
from santong.domains.governance.indicators.models import Computed, Indicator, IndicatorVersion, PlaceOfMonth, Result
from santong.domains.governance.indicators.reading import Reading, read_definition
from santong.domains.governance.indicators.standing import TYPE_NAMES, standing_in
from santong.domains.governance.indicators.vocabulary import Word
from santong.kit.access import ancestor_paths, below
from santong.kit.measures.public import Counted, Figure, Grain, Measure, Period
from santong.kit.registry import registry
from santong.lib.formulas import Dialect, Formula, FormulaError, Value, to_sql

INPUTS, ABOVE = "indicator_inputs", "indicator_above"
FIXED = ("place", "path", "level", "school_type", "type_name", "area")
EVERYWHERE = Q()
NOTHING_THERE = "CAST(NULL AS DOUBLE PRECISION)"
"""A NULL of its own has no type, which PostgreSQL takes for text."""
PARTS = {"numerator": 0, "denominator": 1, "unknown": 2}


@dataclass(frozen=True)
class Text:
    """A piece of SQL with its parameters, in their order."""

    sql: str
    given: tuple[Any, ...] = ()


def compute(month: date, indicators: Collection[int] | None = None) -> int:
    """Compute all published indicators (some: by their keys) for a month; how many results that are.

    What was computed before is replaced in one transaction. A month for which schools weren't counted has none.
    """
    places = standing_in(month)
    if not places:
        return 0
    now = timezone.now()
    readings = _readings(month, indicators)
    with transaction.atomic():
        rows = Result.objects.filter(month=month)
        rows = rows if indicators is None else rows.filter(indicator__in=list(indicators))
        rows._raw_delete(rows.db)  # type: ignore[attr-defined]
        with _inputs(month, places, _words(readings.values())) as columns:
            for version, reading in readings.items():
                _compute_one(month, version, _Writing(reading, columns))
        Computed.objects.update_or_create(month=month, defaults={"as_of": now})
        found = Result.objects.filter(month=month)
        return (found if indicators is None else found.filter(indicator__in=list(indicators))).count()


def versions_in(month: date, indicators: Collection[int] | None = None) -> list[IndicatorVersion]:
    """The version of each indicator that is in force in a month."""
    kept = Indicator.objects.numbers_only().filter(is_published=True)
    kept = kept.filter(Q(retired_from=None) | Q(retired_from__gt=month))
    if indicators is not None:
        kept = kept.filter(pk__in=list(indicators))
    rows = IndicatorVersion.objects.noted(list(kept.values_list("pk", flat=True)), by="indicator_id")
    rows = rows.filter(from_month__lte=month).select_related("indicator").order_by("indicator_id", "number")
    return list({row.indicator_id: row for row in rows}.values())


def _readings(month: date, indicators: Collection[int] | None) -> dict[IndicatorVersion, Reading]:
    """What can be computed: without what waits for a module, or names something that is counted no more."""
    found = {}
    for version in versions_in(month, indicators):
        try:
            reading = read_definition(version)
        except FormulaError:
            continue
        if not reading.is_waiting:
            found[version] = reading
    return found


def _words(readings: Iterable[Reading]) -> dict[str, Word]:
    return {name: word for reading in readings for name, word in reading.words.items()}


@contextmanager
def _inputs(month: date, places: Sequence[PlaceOfMonth], words: Mapping[str, Word]) -> Iterator[dict[str, str]]:
    """Tables of what formulas are computed from: a row for each place; and which places stand above which.

    Gives the column of each name.
    """
    counted = {name: word for name, word in words.items() if not word.column}
    columns = {name: f"w{number}" for number, name in enumerate(counted)}
    collation = ' COLLATE "C"' if connection.vendor == "postgresql" else ""
    # Columns are numbered, never named by people; what people wrote are parameters.
    kinds = ["place BIGINT", f"path VARCHAR(48){collation}", *(f"{name} VARCHAR(16)" for name in FIXED[2:])]
    kinds += [f"{column} DOUBLE PRECISION" for column in columns.values()]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {INPUTS} ({', '.join(kinds)})")
        cursor.execute(f"CREATE TEMPORARY TABLE {ABOVE} (place BIGINT, upper BIGINT)")
        _fill(cursor, INPUTS, list(_rows(month, places, counted)))
        _fill(cursor, ABOVE, list(_pairs(places)))
        yield {name: columns.get(name) or word.column for name, word in words.items()}
        cursor.execute(f"DROP TABLE {INPUTS}")
        cursor.execute(f"DROP TABLE {ABOVE}")


def _fill(cursor: Any, table: str, rows: Sequence[Sequence[Any]]) -> None:
    if rows:
        marks = ", ".join(["%s"] * len(rows[0]))
        cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - marks alone


def _pairs(places: Sequence[PlaceOfMonth]) -> Iterator[tuple[int, int]]:
    uppers = {each.path: each.place for each in places if each.level != Level.SCHOOL}
    for each in places:
        if each.level == Level.SCHOOL:
            yield from ((each.place, uppers[path]) for path in ancestor_paths(each.path) if path in uppers)


def _rows(month: date, places: Sequence[PlaceOfMonth], words: Mapping[str, Word]) -> Iterator[list[Any]]:
    keys = {each.path: each.place for each in places}
    sums = _sums(month, keys, words)
    for each in places:
        fixed = [
            each.place,
            each.path,
            each.level,
            each.school_type,
            TYPE_NAMES.get(each.school_type),
            each.area or None,
        ]
        yield fixed + [_number(sums, name, each.place) for name in words]


def facts_of(place: PlaceOfMonth, words: Mapping[str, Word]) -> dict[str, Value]:
    """What each name holds at one school, as formulas are computed with it."""
    counted = {name: word for name, word in words.items() if not word.column}
    keys, inside = {place.path: place.place}, below("path", place.path)
    sums = _sums(place.month, keys, counted, inside)
    columns = {"type_name": TYPE_NAMES.get(place.school_type), "area": place.area or None}
    facts: dict[str, Value] = {name: columns[word.column] for name, word in words.items() if word.column}
    return facts | {name: _number(sums, name, place.place) for name in counted}


def _number(sums: Mapping[str, Mapping[int, int | None]], name: str, place: int) -> float | None:
    """What a name holds at a place, None where it isn't known."""
    found = sums[name].get(place, 0) if name in sums else None
    return None if found is None else float(found)


def _sums(
    month: date, places: Mapping[str, int], words: Mapping[str, Word], where: Q = EVERYWHERE
) -> dict[str, dict[int, int | None]]:
    return sums_in(lambda measure: _periods_of(measure, month), places, words, where)


def _periods_of(measure: Measure, month: date) -> list[Period]:
    period = period_of(measure, month)
    return [period] if period else []


Periods = Callable[[Measure], Sequence[Period]]


def sums_in(
    periods: Periods, places: Mapping[str, int], words: Mapping[str, Word], where: Q = EVERYWHERE
) -> dict[str, dict[int, int | None]]:
    """For each name that was counted its sums by place over the periods that `periods` gives for its measure.

    `places` are keys by path. A place without figures has none, which is 0, and None where the measure that the name's
    own rests on counts nothing there; a name that wasn't counted is left out.
    """
    found: dict[str, dict[int, int | None]] = {**_counted_in(periods, places, words, where)}
    rests = {name: word.source.known_where for name, word in words.items() if word.source and word.source.known_where}
    bases = {measure: Word(measure, measure) for measure in rests.values()}
    based = _counted_in(periods, places, bases, where) if bases else {}
    for name in rests.keys() & found.keys():
        unknown = [place for place in places.values() if not based.get(rests[name], {}).get(place)]
        found[name].update(dict.fromkeys(unknown, None))
    return found


def _counted_in(
    periods: Periods, places: Mapping[str, int], words: Mapping[str, Word], where: Q
) -> dict[str, dict[int, int | None]]:
    found: dict[str, dict[int, int | None]] = {}
    above: dict[str, int] = {}
    for measure, aspects in _wanted(words).items():
        for period in periods(registry.by_name(Measure)[measure]):
            for names in aspects.values():
                for name, _part in names:
                    found.setdefault(name, {})
            for path, by, value, *parts in _figures(measure, period, {by for by, _value in aspects}, where):
                if path not in above:
                    above[path] = next((places[each] for each in reversed(ancestor_paths(path)) if each in places), 0)
                for name, part in aspects.get((by, value), ()):
                    found[name][above[path]] = (found[name].get(above[path]) or 0) + parts[part]
    return found


def _wanted(words: Mapping[str, Word]) -> dict[str, dict[tuple[str, str], list[tuple[str, int]]]]:
    """The names that ask for a part of a measure: by measure, then by aspect and value, each with its part."""
    found: dict[str, dict[tuple[str, str], list[tuple[str, int]]]] = {}
    for name, word in words.items():
        if word.source is not None:
            aspects = found.setdefault(word.measure, {})
            aspects.setdefault((word.by, word.value), []).append((name, PARTS[word.part]))
    return found


def _figures(measure: str, period: Period, aspects: Collection[str], where: Q) -> Iterable[tuple[Any, ...]]:
    rows = Figure.objects.filter(where, measure=measure, grain=period.grain, day=period.first, by__in=list(aspects))
    return rows.order_by().values_list("path", "by", "value", "numerator", "denominator", "unknown").iterator()


def period_of(measure: Measure, month: date) -> Period | None:
    """The counted period that a month's figures are taken from: the newest day of a state in this month, else the
    month; None where it wasn't counted.
    """
    whole = Period(Grain.MONTH, month)
    rows = Counted.objects.filter(measure=measure.name).exclude(as_of=None)
    if measure.grain is None and whole == Period.this_month():
        days = rows.filter(grain=Grain.DAY, day__range=(whole.first, whole.last)).order_by("-day")
        if day := days.values_list("day", flat=True).first():
            return Period(Grain.DAY, day)
    return whole if rows.filter(grain=Grain.MONTH, day=month).exists() else None


@dataclass(frozen=True)
class _Writing:
    """Formulas of one indicator as SQL over the table of inputs."""

    reading: Reading
    columns: Mapping[str, str]

    def of(self, formula: Formula) -> Text:
        """A formula as an expression; of a condition 1 or 0."""
        found = to_sql(formula, {name: f'"{self.columns[name]}"' for name in formula.names}, Dialect(connection.vendor))
        return Text(found.text, tuple(found.parameters))

    def value(self) -> Text:
        found = self.of(self.reading.formula)
        if self.reading.is_truth:
            return Text(f"CASE {found.sql} WHEN TRUE THEN 1.0 WHEN FALSE THEN 0.0 END", found.given)
        return found

    def sides(self) -> tuple[Text, Text]:
        """The two sides of a ratio, nothing for what is none."""
        if self.reading.formula.is_group or self.reading.sides is None:
            return Text(NOTHING_THERE), Text(NOTHING_THERE)
        return self.of(self.reading.sides.numerator), self.of(self.reading.sides.denominator)

    def weight(self) -> Text:
        return self.of(self.reading.weight) if self.reading.weight else Text(NOTHING_THERE)


def _compute_one(month: date, version: IndicatorVersion, to: _Writing) -> None:
    way, level = version.roll_up, version.level
    if level == Level.SCHOOL:
        _insert(month, version, to, _of_schools(version), counts=False)
    if way == RollUp.ANEW:
        _insert(month, version, to, _of_uppers(version, to), counts=True)
    else:
        _roll_up(month, version, to.reading)


def _narrowed(version: IndicatorVersion) -> Text:
    """The schools for which an indicator is computed: of its types, below the bureau that keeps it."""
    types, inside = tuple(map(str, version.types)), _inside(version, INPUTS)
    text, given = f"{INPUTS}.level = %s{inside.sql}", (Level.SCHOOL, *inside.given)
    if not types:
        return Text(text, given)
    marks = ", ".join(["%s"] * len(types))
    return Text(f"{text} AND {INPUTS}.school_type IN ({marks})", (*given, *types))


def _inside(version: IndicatorVersion, table: str) -> Text:
    """Only places at or below the bureau that keeps an indicator."""
    path = version.indicator.path
    return Text(f" AND {table}.path >= %s AND {table}.path < %s", (path, f"{path}~")) if path else Text("")


def _of_schools(version: IndicatorVersion) -> Text:
    """The rows that a formula is computed over, at schools."""
    narrowed = _narrowed(version)
    return Text(f"(SELECT {INPUTS}.*, 1 AS places FROM {INPUTS} WHERE {narrowed.sql}) facts", narrowed.given)  # noqa: S608


def _of_uppers(version: IndicatorVersion, to: _Writing) -> Text:
    """The same at counties and cities: sums of the schools, or the schools themselves for a formula that gathers."""
    narrowed, names = _narrowed(version), [each for each in to.columns.values() if each.startswith("w")]
    levels = (Level.CITY,) if version.level == Level.CITY else (Level.COUNTY, Level.CITY)
    marks, inside = ", ".join(["%s"] * len(levels)), _inside(version, "up")
    own = "up.place AS place, up.path AS path, up.level AS level"
    joined = (
        f" FROM {INPUTS} JOIN {ABOVE} ON {ABOVE}.place = {INPUTS}.place"
        f" JOIN {INPUTS} up ON up.place = {ABOVE}.upper WHERE {narrowed.sql} AND up.level IN ({marks}){inside.sql}"
    )
    given = (*narrowed.given, *levels, *inside.given)
    if to.reading.formula.is_group:
        used = ", ".join(f'{INPUTS}."{to.columns[name]}" AS "{to.columns[name]}"' for name in to.reading.formula.names)
        return Text(f"(SELECT {own}{f', {used}' if used else ''}{joined}) facts", given)
    sums = "".join(f', SUM({INPUTS}."{name}") AS "{name}"' for name in names)
    return Text(f"(SELECT {own}, COUNT(*) AS places{sums}{joined} GROUP BY up.place, up.path, up.level) facts", given)


def _insert(month: date, version: IndicatorVersion, to: _Writing, facts: Text, *, counts: bool) -> None:
    """Compute a formula over rows of facts and keep what it gives."""
    value, (upper, lower), weight = to.value(), to.sides(), to.weight()
    gathers = to.reading.formula.is_group
    if gathers:
        weight = Text(NOTHING_THERE)
    places = "COUNT(*)" if gathers else "places"
    inner = Text(
        f"SELECT place, path, level, {places} AS places, {value.sql} AS v, {upper.sql} AS n0, {lower.sql} AS d0,"  # noqa: S608
        f" {weight.sql} AS w0_ FROM {facts.sql}" + (" GROUP BY place, path, level" if gathers else ""),
        (*value.given, *upper.given, *lower.given, *weight.given, *facts.given),
    )
    numerator, denominator = _kept_sides(to.reading)
    # Nothing divided by nothing applies to nobody.
    state = "CASE WHEN v IS NOT NULL THEN %s WHEN d0 = 0 AND n0 = 0 THEN %s WHEN d0 = 0 THEN %s ELSE %s END"
    columns = f"place, path, level, places, v, {numerator} AS n, {denominator} AS d, {state} AS state"
    middle = f"SELECT {columns} FROM ({inner.sql}) a"  # noqa: S608 - columns alone
    known, unknown, failing = _counting(counts=counts)
    _keep(
        f"SELECT %s, %s, %s, place, path, level, state, v, n, d, {known}, {unknown}, {failing}"  # noqa: S608
        f" FROM ({middle}) b WHERE state <> %s",
        (
            version.indicator_id, version.pk, month,
            State.KNOWN, State.NOT_APPLICABLE, version.when_zero, version.when_blank, *inner.given,
            State.NOT_APPLICABLE,
        ),
    )  # fmt: skip


def _counting(*, counts: bool) -> tuple[str, str, str]:
    if counts:
        return "places", "0", "0"
    one = "CASE WHEN state = '{}' THEN 1 ELSE 0 END"
    return one.format(State.KNOWN), one.format(State.UNKNOWN), one.format(State.FAILS)


def _kept_sides(reading: Reading) -> tuple[str, str]:
    """What is added up on the way up the tree."""
    way = reading.definition.roll_up
    if way == RollUp.MEET:
        return "v", "CASE WHEN v IS NOT NULL THEN 1.0 END"
    if way == RollUp.MEAN:
        return "v * w0_", "CASE WHEN v IS NOT NULL THEN w0_ END"
    if reading.sides is None or reading.formula.is_group:
        return (NOTHING_THERE if reading.formula.is_group else "v"), NOTHING_THERE
    both = "CASE WHEN n0 IS NOT NULL AND d0 IS NOT NULL THEN {} END"
    return both.format("n0"), both.format("d0")


def _roll_up(month: date, version: IndicatorVersion, reading: Reading) -> None:
    """The figures of counties and cities from what was kept of their schools."""
    way = version.roll_up
    if way == RollUp.WORST:
        value = f"{'MAX' if version.direction == Direction.LESS else 'MIN'}(r.value)"
        numerator = denominator = NOTHING_THERE
    elif way == RollUp.SUM:
        value = numerator = "SUM(r.numerator)"
        denominator = NOTHING_THERE
    else:
        numerator, denominator = "SUM(r.numerator)", "SUM(r.denominator)"
        value = f"{numerator} / NULLIF({denominator}, 0) * {factor_of(reading)!r}"
    table, inside = connection.ops.quote_name(Result._meta.db_table), _inside(version, "up")
    summed = (
        f"SELECT up.place, up.path, up.level, {value} AS v, CAST({numerator} AS DOUBLE PRECISION) AS n,"  # noqa: S608
        f" CAST({denominator} AS DOUBLE PRECISION) AS d, SUM(r.known) AS known, SUM(r.unknown) AS unknown,"
        f" SUM(r.failing) AS failing FROM {table} r JOIN {ABOVE} ON {ABOVE}.place = r.place"
        f" JOIN {INPUTS} up ON up.place = {ABOVE}.upper"
        " WHERE r.indicator_id = %s AND r.month = %s AND r.level = %s"
        f"{inside.sql} GROUP BY up.place, up.path, up.level"
    )
    state = "CASE WHEN v IS NOT NULL THEN %s WHEN failing > 0 AND unknown = 0 THEN %s ELSE %s END"
    _keep(
        f"SELECT %s, %s, %s, place, path, level, {state}, v, n, d, known, unknown, failing FROM ({summed}) a",  # noqa: S608
        (
            version.indicator_id, version.pk, month, State.KNOWN, State.FAILS, State.UNKNOWN,
            version.indicator_id, month, Level.SCHOOL, *inside.given,
        ),
    )  # fmt: skip


def _keep(select: str, given: Sequence[Any]) -> None:
    table = connection.ops.quote_name(Result._meta.db_table)
    names = (
        "indicator_id, version_id, month, place, path, level, state, value, numerator, denominator, known, unknown,"
        " failing"
    )
    cast = [f"{each:%Y-%m-%d}" if isinstance(each, date) and connection.vendor == "sqlite" else each for each in given]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) {select}", [str(v) if isinstance(v, State | Level) else v for v in cast]
        )
