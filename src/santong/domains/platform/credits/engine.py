"""What somebody has earned by a scheme, what they lack and why; computed of facts alone, without a database.

A course that was taken several times counts once, as the best time; one that is taken in parts adds them up.
Credits that a replacement moves to another course count there and no longer where they came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from santong.domains.platform.credits.kinds import half_year_of, last_day_of, semester_of
from santong.domains.platform.credits.rules import ZERO, CourseRule, Rules
from santong.lib.formulas import of_row

TENTH = Decimal("0.1")
EARLIEST_SHARE = Decimal("0.1")
"""Before a tenth of the time is over, a pace says nothing."""
MOST_PROPOSED = 3


class State(StrEnum):
    DONE, ON_WAY, BEHIND, NO_SCHEME = "done", "on_way", "behind", "no_scheme"


class Why(StrEnum):
    """Why somebody lacks credits, or will."""

    REQUIRED, FLOOR, TOTAL = "required", "floor", "total"
    DUE, PACE = "due", "pace"


class Left(StrEnum):
    """Why a fact gives no credits."""

    UNKNOWN, NOT_EARNED, OUTSIDE, REPEATED, FULL = "unknown", "not_earned", "outside", "repeated", "full"


@dataclass(frozen=True, slots=True)
class Fact:
    """A course that somebody took: its code or name, or the `subject` of an examination. `key` leads to its source.

    `points` and `attendance` are hundredths. What isn't known is None.
    """

    course: str
    on: date
    source: str
    key: str = ""
    subject: str = ""
    points: float | None = None
    attendance: float | None = None
    hours: float | None = None
    credits: Decimal | None = None
    passed: bool | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """Credits of a course with the fact they come from."""

    course: CourseRule
    credits: Decimal
    fact: Fact


@dataclass(frozen=True, slots=True)
class Moved:
    """Credits of one course that count for another one."""

    by: CourseRule
    of: CourseRule
    credits: Decimal
    authority: str


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing: of what, how much is there, how much is needed, and what would fill it."""

    why: Why
    what: str
    have: Decimal
    need: Decimal
    proposals: Sequence[str] = ()


@dataclass(slots=True)
class Result:
    """How somebody stands. `sums` are the credits by category, what is beyond a cap left out."""

    state: State
    earned: Decimal = ZERO
    sums: dict[str, Decimal] = field(default_factory=dict)
    credits: list[Credit] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    left: list[tuple[Fact, Left]] = field(default_factory=list)
    lacks: list[Lack] = field(default_factory=list)
    warnings: list[Lack] = field(default_factory=list)
    first: date | None = None
    last: date | None = None


def stand(rules: Rules, facts: Iterable[Fact], *, since: date, today: date) -> Result:
    """How somebody stands who began on `since`; `today` says which cycle is on, and how much time is over."""
    first, last = window(rules, since, today)
    found = Result(State.ON_WAY, first=first, last=last)
    held = _credited(rules, facts, found, since)
    _move(rules, held, found)
    _add_up(rules, held, found)
    _find_lacks(rules, held, found)
    if not found.lacks:
        found.state = State.DONE
    elif _warn(rules, held, found, since, today):
        found.state = State.BEHIND
    return found


def window(rules: Rules, since: date, today: date) -> tuple[date, date]:
    """The first and the last day on which credits count: of the cycle that is on, or of the whole time."""
    first = since
    while rules.repeats and _later(first, rules.years) <= today:
        first = _later(first, rules.years)
    # Whoever needs longer than planned goes on collecting; only what repeats has an end.
    return first, _later(first, rules.years) if rules.repeats else date.max


def _later(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)


def _credited(rules: Rules, facts: Iterable[Fact], found: Result, since: date) -> dict[str, Decimal]:
    """The credits of each course, by its code; facts that give none are noted with the reason."""
    assert found.first is not None and found.last is not None
    held: dict[str, Decimal] = {}
    best: dict[str, Credit] = {}
    parts: set[tuple[str, int, int]] = set()
    for fact in facts:
        course = _course_of(rules, fact, since)
        if course is None:
            found.left.append((fact, Left.UNKNOWN))
        elif not found.first <= fact.on < found.last:
            found.left.append((fact, Left.OUTSIDE))
        elif not _is_earned(rules, fact):
            found.left.append((fact, Left.NOT_EARNED))
        elif course.adds_up:
            _add_part(rules, course, fact, held, parts, found)
        else:
            credit = Credit(course, _worth(course, fact), fact)
            before = best.get(course.code)
            if before is not None and before.credits >= credit.credits:
                found.left.append((fact, Left.REPEATED))
                continue
            if before is not None:
                found.left.append((before.fact, Left.REPEATED))
            best[course.code] = credit
    found.credits.extend(best.values())
    return held | {code: credit.credits for code, credit in best.items()}


def _course_of(rules: Rules, fact: Fact, since: date) -> CourseRule | None:
    if fact.subject:
        semester = semester_of(half_year_of(since)[0], fact.on)
        return rules.by_subject.get((fact.subject, semester)) or rules.by_subject.get((fact.subject, 0))
    return rules.by_word.get(fact.course)


def _is_earned(rules: Rules, fact: Fact) -> bool:
    values = {
        "成绩": fact.points, "出勤率": fact.attendance, "学时": fact.hours, "通过": fact.passed,
        "学分": None if fact.credits is None else float(fact.credits),
    }  # fmt: skip
    return of_row(rules.condition, values) is True


def _worth(course: CourseRule, fact: Fact) -> Decimal:
    return course.credits if fact.credits is None else min(fact.credits, course.credits)


def _add_part(
    rules: Rules,
    course: CourseRule,
    fact: Fact,
    held: dict[str, Decimal],
    parts: set[tuple[str, int, int]],
    found: Result,
) -> None:
    worth = fact.credits
    if worth is None and fact.hours is not None:
        worth = _rounded(Decimal(str(fact.hours)) / rules.hours_per_credit)
    if worth is None:
        # A part that says neither is what was learnt in a term, and a term is learnt once.
        term = (course.code, *half_year_of(fact.on))
        if term in parts:
            found.left.append((fact, Left.REPEATED))
            return
        parts.add(term)
        worth = course.part
    before = held.get(course.code, ZERO)
    given = worth if not course.credits else min(worth, course.credits - before)
    if given <= 0:
        found.left.append((fact, Left.FULL if worth > 0 else Left.NOT_EARNED))
        return
    held[course.code] = before + given
    found.credits.append(Credit(course, given, fact))


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(TENTH, ROUND_HALF_UP)


def _move(rules: Rules, held: dict[str, Decimal], found: Result) -> None:
    """Replacements in the order of the scheme; credits count once."""
    for each in rules.replacements:
        of, by = rules.by_code.get(each.of), rules.by_code.get(each.by)
        if of is None or by is None:
            continue
        number = min(each.most, of.credits - held.get(of.code, ZERO), held.get(by.code, ZERO))
        if number > 0:
            held[by.code] -= number
            held[of.code] = held.get(of.code, ZERO) + number
            found.moved.append(Moved(by, of, number, each.authority))


def _add_up(rules: Rules, held: Mapping[str, Decimal], found: Result) -> None:
    sums = {each.name: ZERO for each in rules.categories}
    for code, number in held.items():
        category = rules.by_code[code].category
        sums[category] = sums.get(category, ZERO) + number
    for each in rules.categories:
        if each.cap is not None:
            sums[each.name] = min(sums[each.name], each.cap)
    found.sums, found.earned = sums, sum(sums.values(), ZERO)


def _find_lacks(rules: Rules, held: Mapping[str, Decimal], found: Result) -> None:
    if found.earned < rules.total:
        found.lacks.append(Lack(Why.TOTAL, "", found.earned, rules.total, _fills(rules, held)))
    for each in rules.categories:
        have = found.sums[each.name]
        if have < each.floor:
            found.lacks.append(Lack(Why.FLOOR, each.name, have, each.floor, _fills(rules, held, each.name)))
    for course in rules.courses:
        have = held.get(course.code, ZERO)
        if course.required and have < course.credits:
            found.lacks.append(Lack(Why.REQUIRED, course.name, have, course.credits))


def _fills(rules: Rules, held: Mapping[str, Decimal], category: str = "") -> list[str]:
    """Courses that would fill what is missing, the largest first."""
    names = [
        course for course in rules.courses
        if category in ("", course.category) and (not course.credits or held.get(course.code, ZERO) < course.credits)
    ]  # fmt: skip
    names.sort(key=lambda course: (not course.required, held.get(course.code, ZERO) - course.credits))
    return [course.name for course in names[:MOST_PROPOSED]]


def _warn(rules: Rules, held: Mapping[str, Decimal], found: Result, since: date, today: date) -> bool:
    """Note what is overdue, and whether the pace is too slow; answers whether anything was."""
    if rules.repeats:
        share, earned = _share_of_days(found, today), found.earned
    else:
        over = _semesters_over(since, today)
        share = Decimal(min(over, rules.years * 2)) / (rules.years * 2)
        earned = found.earned
        for course in rules.courses:
            have = held.get(course.code, ZERO)
            if course.required and 0 < course.semester <= over and have < course.credits:
                found.warnings.append(Lack(Why.DUE, course.name, have, course.credits))
    if share >= EARLIEST_SHARE and (ahead := _rounded(earned / share)) < rules.total:
        found.warnings.append(Lack(Why.PACE, "", ahead, rules.total))
    return bool(found.warnings)


def _share_of_days(found: Result, today: date) -> Decimal:
    assert found.first is not None and found.last is not None
    return Decimal((today - found.first).days) / (found.last - found.first).days


def _semesters_over(since: date, today: date) -> int:
    """How many semesters are over since somebody began."""
    year, half = half_year_of(since)
    over = semester_of(year, today) - half
    return max(over + (today >= last_day_of(*half_year_of(today))), 0)
