"""What rules find at schools: figures that can't be, that stand out, that jumped, that two sources say differently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from santong.domains.governance.checks.models import CheckKind, CheckRule
from santong.domains.governance.indicators.public import Reading, facts_known_of
from santong.domains.governance.reports.public import (
    Bound,
    Span,
    Unusual,
    Values,
    bind,
    confirmed_figures,
    counted_in,
    counted_now,
    fill,
    fill_now,
    judge,
)
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import below
from santong.lib.outliers import usual

MONTHS = 14
"""Earlier months that a change is held against: the same month of the year before is among them."""
YEAR = 12
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Found:
    """What a rule found at a place; see the fields of `DataIssue`."""

    rule: CheckRule
    place: Organisation
    month: date
    value: float | None
    other: float | None = None
    low: float | None = None
    high: float | None = None
    peers: int = 0
    facts: Mapping[str, float | None] = field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        """What of it a `DataIssue` keeps."""
        names = ("month", "value", "other", "low", "high", "peers")
        return {**{name: getattr(self, name) for name in names}, "facts": dict(self.facts)}


@dataclass(frozen=True)
class Facts:
    """What was counted, for some rules at some schools: now and, for jumps, in the months before, the newest first."""

    rules: Sequence[CheckRule]
    schools: Sequence[Organisation]
    month: date
    bound: Mapping[str, Bound]
    now: Mapping[int, Values]
    earlier: Sequence[Mapping[int, Values]]

    def value(self, rule: CheckRule, place: int, side: str = "a") -> float | None:
        """The figure of a rule's side at a place, None where it isn't known."""
        return self.now.get(place, {}).get(_code(rule, side), {}).get("v")

    def names(self, rule: CheckRule, place: int) -> dict[str, float | None]:
        """What the names of a rule's formulas hold at a place."""
        readings = [reading for side in "ab" if (reading := self._reading(rule, side))]
        names = dict.fromkeys(name for each in readings for name, word in each.words.items() if not word.column)
        return {name: self.now.get(place, {}).get(f"w:{name}", {}).get("v") for name in names}

    def earlier_of(self, rule: CheckRule, place: int) -> list[float | None]:
        """The figures of the months before, the newest first. What happens in a month is held against the one before
        it, a state against the end of the last month.
        """
        reading = self._reading(rule, "a")
        sources = [word.source for word in reading.words.values() if word.source] if reading else []
        first = 1 if any(source.grain for source in sources) else 0
        months = [month[place] for month in self.earlier[first:] if place in month]
        return [month.get(_code(rule, "a"), {}).get("v") for month in months]

    def _reading(self, rule: CheckRule, side: str) -> Reading | None:
        each = self.bound.get(_code(rule, side))
        return each.reading if each else None


def _code(rule: CheckRule, side: str) -> str:
    return f"{side}:{rule.pk}"


def field_of(code: str, formula: str, *, truth: bool = False, digits: int = 4) -> dict[str, Any]:
    """A formula as a field of a report, so that it is computed as those are."""
    unit, roll_up = ("truth", "meet") if truth else ("none", "sum")
    return {
        "code": code, "label": code, "section": "", "kind": "fact", "binding": formula, "unit": unit,
        "roll_up": roll_up, "digits": digits,
    }  # fmt: skip


def bound_of(rules: Iterable[CheckRule], span: Span) -> dict[str, Bound]:
    """The sides of rules, and each of the names in them, by code."""
    sides = [
        field_of(_code(rule, side), formula, truth=rule.kind == CheckKind.IMPOSSIBLE)
        for rule in rules
        for side, formula in (("a", rule.formula), ("b", rule.other))
        if formula
    ]
    bound = bind(sides, span)
    names = {
        name: None
        for each in bound
        if each.reading is not None
        for name, word in each.reading.words.items()
        if not word.column
    }
    return {each.code: each for each in (*bound, *bind([field_of(f"w:{name}", name) for name in names], span))}


def schools_of(path: str = "") -> list[Organisation]:
    """The schools at or below a path that are open today."""
    rows = Organisation.objects.open_to_everyone().filter(kind=Organisation.Kind.SCHOOL)
    rows = rows.filter(below("path", path) if path else Q())
    return list(rows.open_on(timezone.localdate()).order_by("path"))


def span_now() -> Span:
    """What happened in the last month that is over; states are today's."""
    last = timezone.localdate().replace(day=1) - DAY
    return Span(last.replace(day=1), last)


def gather(rules: Sequence[CheckRule], path: str = "", fresh: Organisation | None = None) -> Facts:
    """Read what was counted at all schools below a path; of the school `fresh` count it at once."""
    span, schools = span_now(), schools_of(path)
    bound = bound_of(rules, span)
    now = fill(list(bound.values()), schools, counted_now(span), path)
    if fresh is not None:
        now = {**now, fresh.pk: fill_now(list(bound.values()), fresh, span)}
    jumps = [bound[_code(rule, "a")] for rule in rules if rule.kind == CheckKind.JUMP]
    return Facts(rules, schools, span.first, bound, now, _earlier(jumps, schools, span, path))


def _earlier(bound: Sequence[Bound], schools: Sequence[Organisation], span: Span, path: str) -> list[dict[int, Values]]:
    """The months before: states are compared with the end of the last month, what happens with the month before it."""
    found: list[dict[int, Values]] = []
    for _month in range(MONTHS if bound else 0):
        span = Span((span.first - DAY).replace(day=1), span.first - DAY) if found else span
        found.append(fill(bound, schools, counted_in(span), path))
    return found


def judge_all(facts: Facts, only: Organisation | None = None) -> list[Found]:
    """What all rules find, at all schools or only at one (beside all others)."""
    found: list[Found] = []
    for rule in facts.rules:
        schools = [each for each in facts.schools if each.path.startswith(rule.path)]
        asked = [each for each in schools if only is None or each.pk == only.pk]
        found += JUDGES[CheckKind(rule.kind)](facts, rule, asked, schools)
    return found


Places = Sequence[Organisation]


def _impossible(facts: Facts, rule: CheckRule, asked: Places, schools: Places) -> list[Found]:
    return [
        Found(rule, each, facts.month, None, facts=facts.names(rule, each.pk))
        for each in asked
        if facts.value(rule, each.pk)
    ]


def _peers(facts: Facts, rule: CheckRule, asked: Places, schools: Places) -> list[Found]:
    """What stands out among the schools of the same type."""
    types = {key: str(known["type_name"] or "") for key, known in facts_known_of(schools).items()}
    groups: dict[str, list[float]] = {}
    for each in schools:
        if (value := facts.value(rule, each.pk)) is not None:
            groups.setdefault(types[each.pk], []).append(value)
    found = []
    for each in asked:
        value, among = facts.value(rule, each.pk), usual(groups.get(types[each.pk], []))
        if value is not None and among is not None and among.is_beyond(value, rule.tolerance):
            found.append(
                Found(
                    rule, each, facts.month, _rounded(value, rule), _rounded(among.middle, rule),
                    _rounded(among.low, rule), _rounded(among.high, rule), among.number - 1,
                    facts.names(rule, each.pk),
                )
            )  # fmt: skip
    return found


def _jump(facts: Facts, rule: CheckRule, asked: Places, schools: Places) -> list[Found]:
    """What changed more than it usually does, and more than it did a year ago at this time."""
    found = []
    for each in asked:
        value = facts.value(rule, each.pk)
        earlier = facts.earlier_of(rule, each.pk)
        if judge(value, earlier) != Unusual.NO and not _as_last_year(value, earlier):
            found.append(Found(rule, each, facts.month, value, earlier[0], facts=facts.names(rule, each.pk)))
    return found


def _as_last_year(value: float | None, earlier: Sequence[float | None]) -> bool:
    """Whether a year ago there was as large a step in the same direction, as in September."""
    if value is None or len(earlier) <= YEAR:
        return False
    before, then, before_then = earlier[0], earlier[YEAR - 1], earlier[YEAR]
    if before is None or then is None or before_then is None:
        return False
    step, usual_step = value - before, then - before_then
    return step * usual_step > 0 and abs(step) <= 2 * abs(usual_step)


def _conflict(facts: Facts, rule: CheckRule, asked: Places, schools: Places) -> list[Found]:
    confirmed = confirmed_figures(rule.formula, asked) if rule.reported else {}
    found = []
    for each in asked:
        value, other = facts.value(rule, each.pk), facts.value(rule, each.pk, "b")
        if rule.reported:
            other = confirmed[each.pk].value if each.pk in confirmed else None
        if value is not None and other is not None and _differ(value, other, rule.tolerance):
            found.append(
                Found(
                    rule, each, facts.month, _rounded(value, rule), _rounded(other, rule),
                    facts=facts.names(rule, each.pk),
                )
            )  # fmt: skip
    return found


def _differ(value: float, other: float, percent: float) -> bool:
    return abs(value - other) > percent / 100 * max(abs(value), abs(other))


def _rounded(value: float, rule: CheckRule) -> float:
    return round(value, rule.digits)


JUDGES = {
    CheckKind.IMPOSSIBLE: _impossible,
    CheckKind.PEERS: _peers,
    CheckKind.JUMP: _jump,
    CheckKind.CONFLICT: _conflict,
}
