"""Measures: how a module says what it can count.

    Measure(
        "pupils",
        _("Pupils"),
        unit=_("pupils"),
        permission="pupils.view",
        numerator=Tally(pupils_on_the_roll, "school__path", splits={"stage": "school_class__parent__grade__stage"}),
        by=(By("stage", _("Stage"), words_of(Stage)),),
        follows=("pupils",),
        rows=Rows("students:pupils", {"status": "enrolled"}),
    )

What is declared is counted by jobs, kept by place and period, and shown on pages, cards and in exports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.db.models import Aggregate, Choices, Count, QuerySet

from santong.kit.access.roles import unknown_permission
from santong.kit.measures.models import Grain
from santong.kit.registry import Declared, Label, Named, registry

LONGEST_NAME, LONGEST_ASPECT = 40, 20


@dataclass(frozen=True)
class Narrowings:
    """An aspect whose values are no column: `narrow(rows, value)` gives the rows of each of the `values`.

    A row may be among those of several values.
    """

    values: Sequence[str]
    narrow: Callable[[QuerySet, str], QuerySet]


@dataclass(frozen=True)
class Tally:
    """One additive part of a measure: `rows()` counted by `count`, at the path that the field `place` holds.

    `day` names the field with the day on which a row happened; without it rows are as they are now. `splits` says how
    the aspects of the measure tell the rows apart: by a field, or by narrowing them down. In a denominator an aspect
    that isn't named has no influence: each of its values is out of the whole.
    """

    rows: Callable[[], QuerySet]
    place: str = "path"
    count: Aggregate = field(default_factory=partial(Count, "pk"))
    day: str = ""
    splits: Mapping[str, str | Narrowings] = field(default_factory=dict)


@dataclass(frozen=True)
class By:
    """An aspect that a measure is told apart by; `words` gives what people read for a value ("" is none).

    `values` are those that are known beforehand: formulas can name the figures of each of them.
    """

    name: str
    label: Label
    words: Callable[[str], Label] = str
    values: Sequence[str] = ()


@dataclass(frozen=True)
class Rows:
    """Where the rows behind a figure are listed.

    `place` is the parameter of the address that takes the place's key, `by` those that take an aspect's value, `dates`
    those that take the first and the last day, `month` the one that takes the month (2026-11). `permission` opens the
    list, where that isn't the measure's own. The rows of a state are those of today: for the past they aren't offered.
    """

    url_name: str
    query: Mapping[str, str] = field(default_factory=dict)
    place: str = "place"
    by: Mapping[str, str] = field(default_factory=dict)
    dates: tuple[str, str] | None = None
    month: str = ""
    permission: str = ""


@dataclass(frozen=True)
class Measure(Named):
    """Something that can be counted at every place.

    Without `denominator` it is a number in `unit`, with it a share in percent. `unknown` counts what can't be told.
    What is kept and added up are these parts, never the share. A measure of the grain MONTH is what happened in a
    month; one without is a state, counted for every day.

    Whoever holds `permission` at a place sees its figures. Groups of fewer than `smallest` people are hidden from those
    who may not list them. `follows` names the resources of the change feed that change a state between two nights.
    `summed_by` names the aspect whose values add up to the whole. `from_examinations` marks what comes of results of
    examinations or of rates of promotion: no teacher, school or county of the compulsory stages may be judged by it.
    `known_where` names a measure: whoever judges a place by this one takes it for unknown, and not for 0, where that
    other one counts nothing (no computers where nothing was ever registered).
    """

    name: str
    label: Label
    permission: str
    numerator: Tally
    denominator: Tally | None = None
    unknown: Tally | None = None
    unit: Label = ""
    says: Label = ""
    grain: Grain | None = None
    by: Sequence[By] = ()
    summed_by: str = ""
    follows: Sequence[str] = ()
    rows: Rows | None = None
    smallest: int = 0
    from_examinations: bool = False
    known_where: str = ""
    words: Label = ""
    order: int = 100

    @property
    def is_share(self) -> bool:
        """Whether it is shown in percent."""
        return self.denominator is not None

    @property
    def newest_grain(self) -> Grain:
        """The grain of the figures that stand for now."""
        return self.grain or Grain.DAY

    @property
    def tallies(self) -> Sequence[Tally | None]:
        """Numerator, denominator, unknown."""
        return self.numerator, self.denominator, self.unknown

    def is_out_of_whole(self, by: str) -> bool:
        """Whether the values of an aspect are shares of the whole: places where one never occurred count as well."""
        out_of = self.denominator
        return out_of is not None and by not in ("", self.summed_by) and by not in out_of.splits

    def aspect(self, name: str) -> By | None:
        """The aspect of a name, None for a name that it doesn't have."""
        return next((each for each in self.by if each.name == name), None)

    def faults(self) -> Iterator[str]:
        """A permission that nobody declares, names that are too long, aspects that tell nothing apart."""
        yield from unknown_permission(self, self.permission)
        yield from unknown_permission(self, self.rows.permission or None if self.rows else None)
        names = {each.name for each in self.by}
        if len(self.name) > LONGEST_NAME or any(len(name) > LONGEST_ASPECT for name in names):
            yield f"measure {self.name!r} or one of its aspects has too long a name"
        if not names <= set(self.numerator.splits) or (self.summed_by and self.summed_by not in names):
            yield f"measure {self.name!r} has an aspect that its numerator isn't split by"
        if self.known_where and self.known_where not in registry.by_name(Measure):
            yield f"measure {self.name!r} is known where {self.known_where!r} is counted, and no measure is called so"
        if bool(self.numerator.day) != bool(self.grain):
            yield f"measure {self.name!r} has a grain without a day, or a day without a grain"


@dataclass(frozen=True)
class PlaceKeys(Declared):
    """Who knows the keys of places: `find(paths)` gives them by path, of those that exist."""

    find: Callable[[Sequence[str]], Mapping[str, int]]


def words_of(choices: type[Choices], none: Label = "—") -> Callable[[str], Label]:
    """What people read for the values of a field with choices."""

    def words(value: str) -> Label:
        return dict(choices.choices).get(value, value) or none

    return words
