"""Scoring: points for figures, what they come to, and which band that reaches. Pure functions, no database.

What is unknown is never zero: every sum is a pair, `low` with nothing for what is unknown, `high` with all of it. A
band is certain when `low` reaches it, and possible when `high` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

ZERO, HUNDRED = Decimal(0), Decimal(100)
MORE, LESS = "more", "less"


class BadScale(ValueError):
    """A scale that can't be read; the text is the part of it that is wrong."""


@dataclass(frozen=True)
class Step:
    """From which figure on there are how many points."""

    at: Decimal
    points: Decimal


def read_scale(text: str, direction: str) -> list[Step]:
    """The steps of a scale such as "100=2, 50=1", the best first; raises `BadScale`."""
    found = [
        _step(part) for part in text.replace("，", ",").replace("；", ",").replace(";", ",").split(",") if part.strip()
    ]
    return sorted(found, key=lambda step: step.at, reverse=direction == MORE)


def _step(part: str) -> Step:
    at, sign, points = part.replace("＝", "=").partition("=")
    try:
        step = Step(Decimal(at.strip()), Decimal(points.strip()))
    except ArithmeticError as problem:
        raise BadScale(part.strip()) from problem
    if not sign or not step.at.is_finite() or not step.points.is_finite() or step.points < 0:
        raise BadScale(part.strip())
    return step


def reached(steps: Sequence[Step], direction: str, value: Decimal) -> Decimal:
    """The points of a figure; 0 for one that reaches no step."""
    for step in steps:
        if value >= step.at if direction == MORE else value <= step.at:
            return step.points
    return ZERO


def next_step(steps: Sequence[Step], direction: str, value: Decimal) -> Step | None:
    """The nearest better step that a figure doesn't reach; None where it has reached the best."""
    beyond = [step for step in steps if (value < step.at if direction == MORE else value > step.at)]
    return beyond[-1] if beyond else None


@dataclass(frozen=True)
class Item:
    """A scored item. `most` are its points; of those with the same `choice` the best `best_of` count."""

    code: str
    section: str
    most: Decimal
    is_must: bool = False
    choice: str = ""
    best_of: int = 0


@dataclass(frozen=True)
class Band:
    """A verdict and what it takes: `least` points in all, every must-have, and a floor (in percent) of each section.

    `sections` narrows the floor to some of them; empty: all. Whatever is None isn't asked for.
    """

    label: str
    least: Decimal | None = None
    needs_musts: bool = False
    floor: Decimal | None = None
    sections: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sum:
    """Points, at least and at most, of how many there are."""

    low: Decimal = ZERO
    high: Decimal = ZERO
    most: Decimal = ZERO

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.low + other.low, self.high + other.high, self.most + other.most)

    @property
    def unknown(self) -> Decimal:
        """The points of which nobody knows."""
        return self.high - self.low


@dataclass(frozen=True)
class Lack:
    """What a band still takes: `kind` is "points", "must" or "section"; `by` the points that are missing.

    `is_unknown` when it may be there, and only isn't known.
    """

    kind: str
    name: str = ""
    by: Decimal = ZERO
    is_unknown: bool = False


@dataclass(frozen=True)
class Score:
    """What items come to. `certain` and `possible` are labels of bands, "" for none of them."""

    total: Sum
    sections: Mapping[str, Sum]
    certain: str
    possible: str
    next_band: str = ""
    lacks: Sequence[Lack] = field(default_factory=tuple)

    @property
    def is_settled(self) -> bool:
        """Whether nothing that is unknown could change the verdict."""
        return self.certain == self.possible


Points = Mapping[str, Decimal | None]
"""Points by the code of the item; None, or no entry, for what is unknown."""


def score(items: Sequence[Item], bands: Sequence[Band], points: Points) -> Score:
    """What the points of a place come to, and which of the bands (the best first) that reaches."""
    sections: dict[str, Sum] = {}
    for item_sum, section in _sums(items, points):
        sections[section] = sections.get(section, Sum()) + item_sum
    total = sum(sections.values(), Sum())
    certain = possible = next_band = ""
    lacks: list[Lack] = []
    for band in bands:
        missing = lacking(band, items, points, total, sections)
        if not possible and all(each.is_unknown for each in missing):
            possible = band.label
        if not missing:
            certain = band.label
            break
        # The last one that isn't reached is the next to be.
        next_band, lacks = band.label, missing
    return Score(total, sections, certain, possible, next_band, tuple(lacks))


def _sums(items: Sequence[Item], points: Points) -> Iterable[tuple[Sum, str]]:
    chosen: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        if item.choice:
            chosen.setdefault((item.section, item.choice), []).append(item)
        else:
            yield _sum(item, points.get(item.code)), item.section
    for (section, _choice), group in chosen.items():
        yield _best(group, points), section


def _sum(item: Item, given: Decimal | None) -> Sum:
    return Sum(ZERO, item.most, item.most) if given is None else Sum(given, given, item.most)


def _best(group: Sequence[Item], points: Points) -> Sum:
    """The best few of a group: of what is known at least, of what might be at most."""
    number = max((item.best_of for item in group), default=0) or len(group)
    sums = [_sum(item, points.get(item.code)) for item in group]
    parts = ([each.low for each in sums], [each.high for each in sums], [each.most for each in sums])
    return Sum(*(sum(sorted(part, reverse=True)[:number], ZERO) for part in parts))


def lacking(band: Band, items: Sequence[Item], points: Points, total: Sum, sections: Mapping[str, Sum]) -> list[Lack]:
    """What a band takes and isn't certain."""
    found = []
    if band.least is not None and total.low < band.least:
        found.append(Lack("points", "", band.least - total.low, total.high >= band.least))
    if band.needs_musts:
        found += _musts(items, points)
    if band.floor is not None:
        for name, each in sections.items():
            least = each.most * band.floor / HUNDRED
            if (not band.sections or name in band.sections) and each.low < least:
                found.append(Lack("section", name, least - each.low, each.high >= least))
    return found


def _musts(items: Sequence[Item], points: Points) -> list[Lack]:
    """The must-haves that aren't fully met."""
    found = []
    for item in items:
        given = points.get(item.code)
        if item.is_must and (given is None or given < item.most):
            found.append(Lack("must", item.code, item.most - (given or ZERO), given is None))
    return found


def items_of(content: Mapping[str, Any]) -> list[Item]:
    """The items of a version as they are scored."""
    return [
        Item(row["code"], row["section"], Decimal(row["points"]), row["is_must"], row["choice"], row["best_of"])
        for row in content["items"]
    ]


def bands_of(content: Mapping[str, Any]) -> list[Band]:
    """The bands of a version, the best first."""
    return [
        Band(
            row["label"], _decimal(row["least"]), row["needs_musts"], _decimal(row["floor"]),
            tuple(name.strip() for name in row["sections"].replace("，", "、").split("、") if name.strip()),
        )
        for row in content["bands"]
    ]  # fmt: skip


def _decimal(text: str | None) -> Decimal | None:
    return None if text in (None, "") else Decimal(str(text))
