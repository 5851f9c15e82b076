"""Examples of an indicator: what goes in, and what should come out. One a line:

    刚好: 学生数=400, 学生终端数=40 => 10
    两校汇总: 学生数=400, 学生终端数=40; 学生数=80, 学生终端数=20 => 8

Several schools are divided by “;” and computed up the tree. 空 is a fact that is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from santong.domains.governance.indicators.evaluating import Outcome, evaluate, gather, roll_up, rounded
from santong.domains.governance.indicators.kinds import State
from santong.domains.governance.indicators.reading import Reading
from santong.kit.registry import Label
from santong.lib.formulas import Kind, Value

WIDE = str.maketrans("，；：＝、（）", ",;:=,()")
ARROW = re.compile(r"\s*(?:=>|→|⇒)\s*")
BLANK, YES, NO = {"空", "缺", "blank"}, {"是", "达标", "符合", "met", "yes"}, {"否", "不符合", "no"}
STATES = {
    "缺数": State.UNKNOWN, "unknown": State.UNKNOWN, "不达标": State.FAILS, "fails": State.FAILS,
    "不适用": State.NOT_APPLICABLE, "na": State.NOT_APPLICABLE,
}  # fmt: skip
MOST = 30
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,9})?")
NEARLY = 1e-9


@dataclass(frozen=True)
class Case:
    """An example as it was written; `problem` says why it can't be tried."""

    title: str
    given: str
    expected: str
    rows: tuple[dict[str, Value], ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class Tried:
    """An example that was tried, and what came out, in words."""

    case: Case
    found: str
    passed: bool


def cases_of(reading: Reading) -> list[Case]:
    """The examples of a definition, in their order."""
    lines = [line.strip() for line in reading.definition.cases.splitlines() if line.strip()]
    return [_case(line, reading) for line in lines[:MOST]]


def _case(line: str, reading: Reading) -> Case:
    halves = ARROW.split(line.strip())
    if len(halves) != 2:
        return Case("", line, "", problem=_("Write what should come out after “=>”."))
    left, expected = halves[0].translate(WIDE), halves[1].strip()
    title, colon, given = left.partition(":")
    if not colon:
        title, given = "", left
    try:
        rows = tuple(_row(part, reading) for part in given.split(";") if part.strip())
    except ValueError as problem:
        return Case(title.strip(), given.strip(), expected, problem=str(problem))
    if not rows:
        return Case(
            title.strip(), given.strip(), expected, problem=_("Write what goes in before “=>”, such as 学生数=400.")
        )
    if not _is_expectation(expected):
        words = _("“%(word)s” can't come out. Write a number, 是, 否, 缺数, 不达标 or 不适用.") % {"word": expected}
        return Case(title.strip(), given.strip(), expected, problem=words)
    return Case(title.strip(), given.strip(), expected, rows)


def _row(text: str, reading: Reading) -> dict[str, Value]:
    row: dict[str, Value] = {}
    for pair in text.split(","):
        name, sign, value = (part.strip() for part in pair.partition("="))
        if not sign:
            raise ValueError(_("“%(text)s” lacks a “=”.") % {"text": pair.strip()})
        if name not in reading.names:
            raise ValueError(_("The formula doesn't name “%(word)s”.") % {"word": name})
        row[name] = _value(value, reading.words[name].kind)
    missing = [name for name in reading.names if name not in row]
    if missing:
        raise ValueError(_("“%(words)s” is missing; write 空 where a fact is missing.") % {"words": "、".join(missing)})
    return row


def _value(text: str, kind: Kind) -> Value:
    if text in BLANK:
        return None
    if kind is Kind.TEXT:
        return text
    if kind is Kind.TRUTH and text in YES | NO:
        return text in YES
    if kind is Kind.NUMBER and NUMBER.fullmatch(text):
        return float(text)
    raise ValueError(_("“%(text)s” doesn't fit here.") % {"text": text})


def _is_expectation(text: str) -> bool:
    return text in STATES or text in YES | NO or NUMBER.fullmatch(text.rstrip("%")) is not None


def outcome_of(reading: Reading, rows: tuple[dict[str, Value], ...]) -> Outcome:
    """What comes out of one school, or of several."""
    if reading.formula.is_group:
        return gather(reading, rows)
    if len(rows) == 1:
        return evaluate(reading, rows[0])
    return roll_up(reading, [evaluate(reading, row) for row in rows], rows)


def try_cases(reading: Reading) -> Iterator[Tried]:
    """Each example with what comes out."""
    for case in cases_of(reading):
        if case.problem:
            yield Tried(case, case.problem, passed=False)
            continue
        outcome = outcome_of(reading, case.rows)
        yield Tried(case, str(said(reading, outcome, len(case.rows))), passed=_is_so(reading, case, outcome))


def said(reading: Reading, outcome: Outcome, schools: int = 1) -> Label:
    """An outcome in words."""
    if outcome.value is None:
        return State(outcome.state).label
    if reading.is_truth and schools == 1:
        return _("Yes") if outcome.value else _("No")
    return f"{rounded(outcome.value, reading.definition.digits):g}"


def _is_so(reading: Reading, case: Case, outcome: Outcome) -> bool:
    expected = case.expected
    if expected in STATES:
        return outcome.state == STATES[expected]
    if outcome.value is None:
        return False
    if expected in YES | NO:
        return bool(outcome.value) is (expected in YES)
    digits = reading.definition.digits
    return abs(rounded(outcome.value, digits) - rounded(float(expected.rstrip("%")), digits)) < NEARLY


def objection(reading: Reading) -> str:
    """Why the examples don't allow to publish; "" when they do."""
    tried = list(try_cases(reading))
    if not tried:
        return _("It has no example yet. Write at least one: what goes in, and what should come out.")
    failed = [each for each in tried if not each.passed]
    if failed:
        first = failed[0]
        return _("The example “%(title)s” gives %(found)s, not %(expected)s.") % {
            "title": first.case.title or first.case.given, "found": first.found, "expected": first.case.expected or "?",
        }  # fmt: skip
    return ""
