"""Filling reports: what each field gives at places, from counted figures or counted at once, and summed up the tree.

A value of a field is a mapping that JSON keeps: `s` the state ("known", "unknown", "fails", "na", "waits", "words"),
`v` the figure, `n` and `d` what is added up on the way up, `k` and `x` at how many places it is known and unknown.
Beside them stand, for the people who confirm: `b` the figure of the period before, `u` why it is unusual (`variation`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from santong.domains.governance.indicators.public import (
    Definition,
    Indicator,
    IndicatorVersion,
    Outcome,
    Reading,
    RollUp,
    State,
    Word,
    evaluate,
    facts_known_of,
    faults,
    reading_of,
    regroup,
    rounded,
    sums_in,
    versions_in,
    words,
)
from santong.domains.governance.reports.models import ReportField
from santong.domains.governance.reports.periods import Counted, Span
from santong.domains.governance.reports.variation import Unusual, judge
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import below
from santong.kit.formula_words import problem_in_words
from santong.kit.measures.public import Measure, Parts, Period, count_below
from santong.kit.registry import Label, registry
from santong.lib.formulas import Formula, FormulaError, Kind, Value, of_row, read

FieldKind = ReportField.Kind
WAITS, WORDS = "waits", "words"
Values = dict[str, dict[str, Any]]
"""What fields give at one place, by code."""
Facts = Mapping[str, Value]


@dataclass(frozen=True)
class Bound:
    """A field with what fills it: a reading over facts, or a formula over other fields."""

    code: str
    label: str
    section: str
    kind: str
    unit: str
    digits: int
    says: str = ""
    mark: str = ""
    source: str = ""
    reason: str = ""
    reading: Reading | None = None
    formula: Formula | None = None

    @property
    def waits_for(self) -> list[Label]:
        """The modules that have yet to count what it needs."""
        return self.reading.awaits if self.reading is not None else []

    @property
    def waits(self) -> bool:
        """Whether nothing can fill it yet. Nobody may type it in either."""
        if self.kind in (FieldKind.WORDS, FieldKind.FORMULA):
            return False
        return self.reading is None or self.reading.is_waiting

    @property
    def is_words(self) -> bool:
        """Whether a person writes it."""
        return self.kind == FieldKind.WORDS

    @property
    def counts(self) -> bool:
        """Whether it counts people or things, so that a step of one is nothing."""
        ratio = self.formula is not None or (self.reading is not None and self.reading.sides is not None)
        return not ratio

    @cached_property
    def comes_from(self) -> list[Label]:
        """Who knows it, without repetition."""
        if self.reading is None:
            return []
        return list({str(word.comes_from): word.comes_from for word in self.reading.words.values()}.values())


def bind(fields: Iterable[Mapping[str, Any]], span: Span) -> list[Bound]:
    """The fields of a version, with indicators as they were defined in the last month of a period."""
    rows = list(fields)
    wanted = {row["binding"] for row in rows if row["kind"] == FieldKind.INDICATOR}
    defined = _defined(wanted, span) if wanted else {}
    codes = {row["code"]: Kind.NUMBER for row in rows if row["kind"] != FieldKind.WORDS}
    return [_bound(row, defined, codes) for row in rows]


def _defined(codes: set[str], span: Span) -> dict[str, IndicatorVersion]:
    keys = Indicator.objects.numbers_only().filter(code__in=codes).order_by("path").values_list("pk", flat=True)
    found: dict[str, IndicatorVersion] = {}
    for version in versions_in(span.last.replace(day=1), list(keys)):
        found.setdefault(version.indicator.code, version)
    return found


def _bound(row: Mapping[str, Any], defined: Mapping[str, IndicatorVersion], codes: Mapping[str, Kind]) -> Bound:
    reading: Reading | None = None
    formula: Formula | None = None
    unit, digits = row["unit"], row["digits"]
    if row["kind"] == FieldKind.FACT:
        reading = reading_of(definition_of(row))
    elif row["kind"] == FieldKind.INDICATOR and (version := defined.get(row["binding"])) is not None:
        reading, unit, digits = reading_of(version), version.unit, version.digits
    elif row["kind"] == FieldKind.FORMULA:
        formula = _formula(row["binding"], {code: kind for code, kind in codes.items() if code != row["code"]})
    texts = {name: row.get(name, "") for name in ("code", "label", "section", "kind", "says", "mark", "source")}
    return Bound(unit=unit, digits=digits, reading=reading, formula=formula, **texts)


def _formula(text: str, codes: Mapping[str, Kind]) -> Formula | None:
    try:
        return read(text, codes)
    except FormulaError:
        return None


def definition_of(row: Mapping[str, Any]) -> Definition:
    """A fact as indicators define one, so that ratios are divided after they are summed up.

    Where one would be divided by zero it is unknown, and not left out: pupils without devices count in the ratio
    of the county.
    """
    return Indicator(
        formula=row["binding"], unit=row["unit"], roll_up=row["roll_up"], digits=row["digits"], name=row["label"],
        when_blank=State.UNKNOWN, when_zero=State.UNKNOWN,
    )  # fmt: skip


def fault_of(row: Mapping[str, Any], others: Iterable[Mapping[str, Any]]) -> tuple[str, str] | None:
    """What is wrong with a field that is being written: the field of the form and the words; None for nothing."""
    kind = row["kind"]
    if kind == FieldKind.FACT:
        return _fault_of_fact(row)
    if kind == FieldKind.INDICATOR:
        known = Indicator.objects.numbers_only().filter(code=row["binding"], is_published=True)
        return None if known.exists() else ("binding", _("No published indicator has this code."))
    if kind == FieldKind.FORMULA:
        return _fault_of_formula(row, others)
    return _fault_of_words(row)


def _fault_of_fact(row: Mapping[str, Any]) -> tuple[str, str] | None:
    definition = definition_of(row)
    for name, problem in faults(definition).items():
        return _named(name, problem)
    reading = reading_of(definition)
    for word in reading.words.values() if reading is not None else ():
        if word.source is not None and word.source.smallest:
            return "binding", _(
                "“%(word)s” could tell of single people. Reports are read further up: leave it out."
            ) % {"word": word.name}
    return None


def _named(name: str, problem: str) -> tuple[str, str]:
    return ("binding" if name in ("formula", "weight", "level") else name), problem


def _fault_of_formula(row: Mapping[str, Any], others: Iterable[Mapping[str, Any]]) -> tuple[str, str] | None:
    # Formulas are worked out in one go: they name facts and indicators, never each other.
    codes = {each["code"]: Kind.NUMBER for each in others if each["kind"] in (FieldKind.FACT, FieldKind.INDICATOR)}
    try:
        formula = read(row["binding"], codes)
    except FormulaError as problem:
        return "binding", problem_in_words(problem)
    if formula.kind is not Kind.NUMBER or formula.is_group:
        return "binding", _("A formula over fields gives one number: use the codes of fields, such as A1 / A2 * 100.")
    return None


def _fault_of_words(row: Mapping[str, Any]) -> tuple[str, str] | None:
    word = words().get(row["label"].strip())
    if word is None:
        return None
    if word.is_awaited:
        return "kind", _("“%(word)s” waits for a module that counts it, and isn't typed in until then.") % {
            "word": word.name
        }
    return "kind", _("“%(word)s” is known already: take it from the records.") % {"word": word.name}


def words_of(bound: Iterable[Bound]) -> dict[str, Word]:
    """The names of all facts that fields need."""
    readings = (each.reading for each in bound if each.reading is not None and not each.waits)
    return {name: word for reading in readings for name, word in reading.words.items()}


def fill(bound: Sequence[Bound], places: Sequence[Organisation], counted: Counted, inside: str) -> dict[int, Values]:
    """What the fields give at each of some schools that stand inside a path, from counted figures; by their keys."""
    needed = words_of(bound)
    paths = {place.path: place.pk for place in places}
    to_sum = {name: word for name, word in needed.items() if not word.column}
    sums = sums_in(counted, paths, to_sum, below("path", inside))
    known = facts_known_of(places)
    found = {}
    for place in places:
        facts = {name: _fact(name, word, place.pk, sums, known) for name, word in needed.items()}
        found[place.pk] = values_at(bound, facts)
    return found


def _fact(
    name: str, word: Word, place: int, sums: Mapping[str, Mapping[int, int | None]], known: Mapping[int, Facts]
) -> Value:
    if word.column:
        return known[place][word.column]
    found = sums[name].get(place, 0) if name in sums else None
    return None if found is None else float(found)


def fill_now(bound: Sequence[Bound], place: Organisation, span: Span) -> Values:
    """What the fields give at one school, counted at once; of what happened, in the months of the span."""
    return values_at(bound, facts_now(words_of(bound), place, span))


def facts_now(needed: Mapping[str, Word], place: Organisation, span: Span) -> dict[str, Value]:
    """The facts of one school by name, counted at once; None for what isn't known, nothing for what nobody counts."""
    known = facts_known_of([place])[place.pk]
    facts: dict[str, Value] = {name: known[word.column] for name, word in needed.items() if word.column}
    counted: dict[str, dict[tuple[str, str], Parts]] = {}

    def parts_of(measure: str, by: str, value: str) -> Parts:
        if measure not in counted:
            counted[measure] = _counted_now(registry.by_name(Measure)[measure], place.path, span)
        return counted[measure].get((by, value), Parts())

    for name, word in needed.items():
        if word.source is None or word.column:
            continue
        rests = word.source.known_where
        is_known = not rests or bool(parts_of(rests, "", "").numerator)
        facts[name] = float(getattr(parts_of(word.measure, word.by, word.value), word.part)) if is_known else None
    return facts


def _counted_now(measure: Measure, path: str, span: Span) -> dict[tuple[str, str], Parts]:
    periods: Sequence[Period | None] = [None] if measure.grain is None else span.months()
    found: dict[tuple[str, str], Parts] = {}
    for period in periods:
        for (_path, by, value), parts in count_below(measure, path, period).items():
            found[by, value] = found.get((by, value), Parts()) + parts
    return found


def values_at(bound: Sequence[Bound], facts: Facts) -> Values:
    """What the fields give for the facts of a school."""
    found = {each.code: _value(each, facts) for each in bound if each.kind != FieldKind.FORMULA}
    return _with_formulas(bound, found)


def _value(each: Bound, facts: Facts) -> dict[str, Any]:
    if each.is_words:
        return {"s": WORDS}
    reading = each.reading
    if reading is None or each.waits:
        return {"s": WAITS}
    return _kept(evaluate(reading, {name: facts.get(name) for name in reading.words}), each.digits)


def _kept(outcome: Outcome, digits: int) -> dict[str, Any]:
    value = None if outcome.value is None else rounded(outcome.value, digits)
    found: dict[str, Any] = {"s": str(outcome.state), "v": value, "k": int(outcome.known), "x": int(outcome.unknown)}
    if outcome.numerator is not None:
        found["n"] = outcome.numerator
    if outcome.denominator is not None:
        found["d"] = outcome.denominator
    return found


def _with_formulas(bound: Sequence[Bound], found: Values) -> Values:
    numbers = {code: value.get("v") for code, value in found.items()}
    every = dict(found)
    for each in bound:
        if each.kind == FieldKind.FORMULA:
            every[each.code] = _computed(each, numbers, found)
    return {each.code: every[each.code] for each in bound}


def _computed(each: Bound, numbers: Mapping[str, float | None], found: Values) -> dict[str, Any]:
    if each.formula is None or any(found.get(name, {}).get("s") == WAITS for name in each.formula.names):
        return {"s": WAITS}
    value = of_row(each.formula, {name: numbers.get(name) for name in each.formula.names})
    if value is None:
        return {"s": str(State.UNKNOWN), "v": None, "k": 0, "x": 1}
    return {"s": str(State.KNOWN), "v": rounded(float(value), each.digits), "k": 1, "x": 0}


def sum_up(bound: Sequence[Bound], of: Sequence[Values]) -> Values:
    """What the fields give for several places together, each by its own rule: sums, ratios of sums, never a sum of
    ratios. Formulas are computed anew from the fields summed up.
    """
    found = {each.code: _summed(each, [values.get(each.code, {}) for values in of]) for each in bound
             if each.kind != FieldKind.FORMULA}  # fmt: skip
    return _with_formulas(bound, found)


def _summed(each: Bound, values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    if each.is_words:
        return {"s": WORDS}
    if each.reading is None or each.waits:
        return {"s": WAITS}
    outcomes = [_outcome(value) for value in values if value.get("s") not in (None, WAITS, WORDS)]
    if each.reading.definition.roll_up == RollUp.ANEW and each.reading.sides is None:
        return _kept(_added(outcomes), each.digits)
    return _kept(regroup(each.reading, outcomes), each.digits)


def _added(outcomes: Sequence[Outcome]) -> Outcome:
    """Sums of what is no ratio: what is computed anew of sums of facts is the sum of what was computed of each."""
    known = [each.value for each in outcomes if each.value is not None]
    unknown = sum(each.unknown for each in outcomes)
    if not known:
        return Outcome(State.UNKNOWN, unknown=unknown)
    total = math.fsum(known)
    return Outcome(State.KNOWN, total, total, None, sum(each.known for each in outcomes), unknown)


def _outcome(value: Mapping[str, Any]) -> Outcome:
    figure = value.get("v")
    numerator = value.get("n", figure)
    return Outcome(value["s"], figure, numerator, value.get("d"), value.get("k", 0), value.get("x", 0),
                   int(value["s"] == State.FAILS))  # fmt: skip


def compare(bound: Sequence[Bound], values: Values, earlier: Sequence[Values]) -> int:
    """Put the figures of the period before beside those of a report, and mark what is unusual; how many that are."""
    asks = 0
    for each in bound:
        value = values[each.code]
        if value["s"] in (WAITS, WORDS):
            continue
        before = [values_then.get(each.code, {}).get("v") for values_then in earlier]
        value["b"] = before[0] if before else None
        applies = value["s"] != State.NOT_APPLICABLE
        value["u"] = str(judge(value["v"], before, counts=each.counts)) if applies else str(Unusual.NO)
        asks += bool(value["u"])
    return asks
