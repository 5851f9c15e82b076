"""Counting what a measure declares, and keeping it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from santong.kit.access import ancestor_paths, below
from santong.kit.changes.feed import last_position
from santong.kit.changes.models import Change
from santong.kit.measures.measure import Measure, Narrowings, PlaceKeys, Tally
from santong.kit.measures.models import Counted, Figure, Grain
from santong.kit.measures.periods import Period, month_of
from santong.kit.registry import registry

MOST_PLACES = 400
"""Places that are counted by their names; when more have changed, everything is counted at once."""
BATCH = 500

Key = tuple[str, str, str]
"""Path, aspect, value."""
Numbers = dict[Key, list[int]]
"""Numerator, denominator and unknown."""
Where = Callable[[str], Q]
"""Given the name of the field with the path, which rows."""


def everywhere(field: str) -> Q:
    """All rows."""
    return Q()


def at(places: Collection[str]) -> Where:
    """Rows that stand exactly at some paths."""
    return lambda field: Q(**{f"{field}__in": list(places)})


def inside(path: str) -> Where:
    """Rows that stand at a path or below it."""
    return lambda field: below(field, path)


def count(measure: Measure, period: Period | None = None, where: Where = everywhere) -> Numbers:
    """The parts of a measure at each place (`where`), whole and by each of its aspects.

    Without a period, of the state that things are in now.
    """
    found: Numbers = {}
    for aspect in ("", *(each.name for each in measure.by)):
        if aspect or not measure.summed_by:
            _count_aspect(found, measure, aspect, period, where)
    if measure.summed_by:
        _sum_up(found, measure.summed_by)
    return found


def _count_aspect(found: Numbers, measure: Measure, aspect: str, period: Period | None, where: Where) -> None:
    for part, tally in enumerate(measure.tallies):
        if tally is not None and (not aspect or aspect in tally.splits):
            for path, value, number in _groups(tally, aspect, period, where):
                found.setdefault((path, aspect, value), [0, 0, 0])[part] += number
    out_of = measure.denominator
    if aspect and aspect == measure.summed_by and out_of is not None and aspect not in out_of.splits:
        _fill_up(found, measure, aspect, _groups(out_of, "", period, where))


def _fill_up(found: Numbers, measure: Measure, aspect: str, whole: Iterable[tuple[str, str, int]]) -> None:
    """Each value that is summed up is out of the whole, also one that was counted 0 times."""
    split = measure.numerator.splits[aspect]
    known = split.values if isinstance(split, Narrowings) else {value for _path, by, value in found if by == aspect}
    for path, _value, number in whole:
        for value in known:
            found.setdefault((path, aspect, value), [0, 0, 0])[1] = number


def _groups(tally: Tally, aspect: str, period: Period | None, where: Where) -> Iterator[tuple[str, str, int]]:
    rows = tally.rows().filter(where(tally.place))
    if tally.day and period is not None:
        rows = rows.filter(**{f"{tally.day}__range": (period.first, period.last)})
    split = tally.splits[aspect] if aspect else ""
    if isinstance(split, Narrowings):
        for value in split.values:
            yield from _grouped(split.narrow(rows, value), tally, "", value)
    else:
        yield from _grouped(rows, tally, split, "")


def _grouped(rows: QuerySet, tally: Tally, field: str, value: str) -> Iterator[tuple[str, str, int]]:
    fields = {"counted_at": F(tally.place), **({"counted_by": F(field)} if field else {})}
    for row in rows.order_by().values(**fields).annotate(counted=tally.count):
        if row["counted_at"] is not None:
            yield row["counted_at"], str(row["counted_by"] or "") if field else value, row["counted"] or 0


def _sum_up(found: Numbers, aspect: str) -> None:
    for (path, by, _value), numbers in list(found.items()):
        if by == aspect:
            whole = found.setdefault((path, "", ""), [0, 0, 0])
            found[path, "", ""] = [a + b for a, b in zip(whole, numbers, strict=True)]


@dataclass(frozen=True)
class Now:
    """The moment of a counting: what it has seen of the change feed, and its day."""

    moment: datetime
    position: int

    @classmethod
    def taken(cls) -> Now:
        """Before anything is counted, so that what changes meanwhile is counted again."""
        return cls(timezone.now(), last_position())

    @property
    def day(self) -> date:
        return timezone.localdate(self.moment)


def recount(measure: Measure) -> int:
    """Count a measure everywhere and keep it, for today and its month, or for the months that may still change;
    how many figures that are.
    """
    now = Now.taken()
    if measure.grain is None:
        found = count(measure)
        keep(measure, Period(Grain.DAY, now.day), found, now)
        keep(measure, Period(Grain.MONTH, month_of(now.day)), found, now)
        return len(found)
    return sum(_recount_month(measure, period, now) for period in Period.months_open_on(now.day))


def _recount_month(measure: Measure, period: Period, now: Now) -> int:
    found = count(measure, period)
    keep(measure, period, found, now)
    return len(found)


def refresh(measure: Measure) -> int:
    """Count a state anew where the change feed tells of changes since it was counted; at how many places that was.

    What hasn't been counted today is counted everywhere.
    """
    now, today = Now.taken(), Period(Grain.DAY, timezone.localdate())
    before = Counted.objects.filter(measure=measure.name, grain=today.grain, day=today.first).first()
    if before is None or before.as_of is None:
        return recount(measure)
    places = _changed(measure.follows, before.position, now.position)
    if len(places) > MOST_PLACES:
        return recount(measure)
    keep(measure, today, count(measure, where=at(places)) if places else {}, now, places)
    return len(places)


def _changed(resources: Sequence[str], after: int, end: int) -> set[str]:
    rows = Change.objects.filter(resource__in=resources, position__gt=after, position__lte=end)
    pairs = rows.order_by().values_list("path", "former_path").distinct()
    return {above for pair in pairs for path in pair if path for above in ancestor_paths(path)}


@transaction.atomic
def keep(measure: Measure, period: Period, found: Numbers, now: Now, places: Collection[str] | None = None) -> None:
    """Put figures in place of those that are kept for a period (at some places).

    All or nothing: whoever is stopped in the midst leaves the figures of before, and whoever comes again leaves the
    same as the first time.
    """
    held, _made = Counted.objects.get_or_create(measure=measure.name, grain=period.grain, day=period.first)
    held = Counted.objects.select_for_update().get(pk=held.pk)
    rows = Figure.objects.filter(measure=measure.name, grain=period.grain, day=period.first)
    if places is not None:
        rows = rows.filter(path__in=list(places))
    every = _with_those_above(found, rows.filter(by="").values_list("path", flat=True) if places is not None else ())
    rows.delete()
    keys = _place_keys({path for path, _by, _value in every})
    Figure.objects.bulk_create(_figures(measure, period, every, keys), batch_size=BATCH)
    held.as_of, held.position = now.moment, now.position
    held.save()


def _with_those_above(found: Numbers, known: Iterable[str]) -> Numbers:
    paths = {path for path, _by, _value in found}
    above = {each for path in paths for each in ancestor_paths(path)}
    return {(path, "", ""): [0, 0, 0] for path in {*known, *above, *paths}} | found


def _place_keys(paths: Collection[str]) -> Mapping[str, int]:
    wanted = sorted(paths)
    return {path: key for each in registry.of(PlaceKeys) for path, key in each.find(wanted).items()}


def _figures(measure: Measure, period: Period, found: Numbers, keys: Mapping[str, int]) -> list[Figure]:
    # Zeros where no place stands any more are what is left of one that moved.
    return [
        Figure(
            measure=measure.name, grain=period.grain, day=period.first, place=keys.get(path, 0), path=path,
            by=by, value=value, numerator=numbers[0], denominator=numbers[1], unknown=numbers[2],
        )
        for (path, by, value), numbers in found.items()
        if path in keys or any(numbers)
    ]  # fmt: skip
