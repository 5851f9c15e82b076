"""Placing the pupils of a grade into classes as equal as can be, by lots that anybody can draw again.

Classes become equal in size, then in girls and boys, in particulars (boarders, languages), in results where there are
any, and in how many come from each quarter of them. Pupils who stay together and pupils who are kept apart stay so.
Results never sort pupils: they are weighed to make the classes' means and spreads equal, and nothing else.

Only whole numbers are reckoned with, so the same lots give the same classes everywhere. Standard library and
`lots` only: both files go along with the records that people check placements with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

try:
    from santong.lib.lots import Lots, seed_by
except ImportError:  # beside this file, outside of the product
    from lots import Lots, seed_by  # type: ignore[import-not-found,no-redef]

UNIT = 10**6
"""What a deviation of one pupil, or of one point of a mean, counts when it is squared."""
WEIGHTS = {"size": 10**6, "sex": 10**4, "trait": 10**2, "quarter": 4}
"""How much more a deviation of one pupil counts in each of them."""
MARK_WEIGHT = 40
"""How much a deviation of a subject's mean by one point counts."""
HUNDREDTHS = 100
MOST_ROUNDS = 40
TRIED = 12
"""With how many of a class somebody is compared at a time."""
QUARTERS = 4


class NotPlaceable(Exception):
    """Some pupils can't be placed as asked. `codes` are those of the pupils concerned."""

    def __init__(self, reason: str, codes: Sequence[str]) -> None:
        super().__init__(reason)
        self.reason, self.codes = reason, tuple(codes)


TOGETHER_AND_APART = "together and apart"
TOO_MANY_APART = "more to be kept apart than there are classes"
TOO_MANY_TOGETHER = "more to stay together than a class holds"


@dataclass(frozen=True)
class Placed:
    """A pupil to be placed: a code that says nothing of them, sex, particulars by kind, results in hundredths."""

    code: str
    sex: str = ""
    traits: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Wishes:
    """Pairs of codes of pupils who stay together, and who are kept apart."""

    together: Sequence[tuple[str, str]] = ()
    apart: Sequence[tuple[str, str]] = ()


def place(pupils: Sequence[Placed], classes: int, wishes: Wishes, seed: str) -> list[list[str]]:
    """The codes of each class, in order of codes; which class is which is drawn as well. Raises `NotPlaceable`."""
    if classes < 1:
        raise ValueError("no classes")
    units = check(pupils, classes, wishes)
    if not units:
        return [[] for _ in range(classes)]
    search = _Search(
        _Features(sorted(pupils, key=lambda pupil: pupil.code)), units, classes, wishes.apart, Lots(seed, "placing")
    )
    search.begin()
    search.improve()
    groups = [sorted(code for at in search.members[number] for code in units[at]) for number in range(classes)]
    if broken := search.broken_pair():
        raise NotPlaceable(TOO_MANY_APART, broken)
    return Lots(seed, "classes").shuffled(sorted(groups))


def check_wishes(pupils: Sequence[Placed], classes: int, wishes: Wishes) -> None:
    """Refuse wishes that can't be met: tried with those alone whom they are about. Raises `NotPlaceable`."""
    check(pupils, classes, wishes)
    named = {code for pair in (*wishes.together, *wishes.apart) for code in pair}
    # One place for each keeps sizes out of it: what is tried is whether all can be kept apart.
    alone = [Placed(pupil.code) for pupil in pupils if pupil.code in named]
    if alone:
        spare = [Placed(f"{number} {pupil.code}") for pupil in alone for number in range(classes)]
        place([*alone, *spare], classes, wishes, "")


def place_late(
    pupil: Placed, placed: Sequence[Placed], groups: Sequence[Sequence[str]], wishes: Wishes, seed: str
) -> int:
    """The class, from 0 on, of somebody who comes after the draw: by the same rules, by lot among equals."""
    by_code = {each.code: each for each in placed}
    features = _Features([*placed, pupil])
    sums = [features.sum_of([by_code[code] for code in group]) for group in groups]
    kept_apart = {two for pair in wishes.apart if pupil.code in pair for two in pair} - {pupil.code}
    together = {two for pair in wishes.together if pupil.code in pair for two in pair} - {pupil.code}
    open_to = [number for number, group in enumerate(groups) if not kept_apart & set(group)]
    with_kin = [number for number in open_to if together & set(groups[number])]
    if not open_to:
        raise NotPlaceable(TOO_MANY_APART, [pupil.code, *sorted(kept_apart)])
    added = features.vectors[pupil.code]

    def worse(number: int) -> int:
        after = [value + more for value, more in zip(sums[number], added, strict=True)]
        return features.cost(after, len(groups)) - features.cost(sums[number], len(groups))

    # The order in which equals are tried is by lot, and the first of the best stays.
    return min(Lots(seed, f"late {pupil.code}").shuffled(with_kin or open_to), key=worse)


def _units(pupils: Sequence[Placed], together: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The codes of those who stay together, everybody else alone."""
    leader = {pupil.code: pupil.code for pupil in pupils}

    def first(code: str) -> str:
        while leader[code] != code:
            code = leader[code]
        return code

    for one, other in together:
        low, high = sorted((first(one), first(other)))
        leader[high] = low
    found: dict[str, list[str]] = defaultdict(list)
    for pupil in pupils:
        found[first(pupil.code)].append(pupil.code)
    return list(found.values())


def check(pupils: Sequence[Placed], classes: int, wishes: Wishes) -> list[list[str]]:
    """Those who stay together, everybody else alone. Raises `NotPlaceable` for what can't be on its face."""
    units = _units(sorted(pupils, key=lambda pupil: pupil.code), wishes.together)
    unit_of = {code: number for number, unit in enumerate(units) for code in unit}
    for pair in wishes.apart:
        if unit_of[pair[0]] == unit_of[pair[1]]:
            raise NotPlaceable(TOGETHER_AND_APART, units[unit_of[pair[0]]])
    total = sum(map(len, units))
    largest = max(units, key=len, default=[])
    if len(largest) > -(-total // classes):
        raise NotPlaceable(TOO_MANY_TOGETHER, largest)
    return units


class _Features:
    """What is to become equal, as a vector of whole numbers for each pupil: counts first, then sums of results."""

    def __init__(self, pupils: Sequence[Placed]) -> None:
        self.number = len(pupils)
        quarters = _quarters(pupils)
        counts = [("size", "")]
        counts += [("sex", sex) for sex in sorted({pupil.sex for pupil in pupils})]
        counts += [("trait", each) for each in sorted({_trait(*pair) for p in pupils for pair in p.traits.items()})]
        counts += [("quarter", each) for each in sorted(set(quarters.values()))]
        subjects = sorted({subject for pupil in pupils for subject in pupil.marks})
        self.weights = [WEIGHTS[kind] for kind, _value in counts]
        self.first_mark = len(counts)
        self.vectors = {p.code: self._vector(p, counts, quarters.get(p.code, ""), subjects) for p in pupils}
        self.totals = self.sum_of(pupils)

    @staticmethod
    def _vector(
        pupil: Placed, counts: Sequence[tuple[str, str]], quarter: str, subjects: Sequence[str]
    ) -> tuple[int, ...]:
        mine = {("size", ""), ("sex", pupil.sex), ("quarter", quarter)}
        mine |= {("trait", _trait(kind, value)) for kind, value in pupil.traits.items()}
        ones = [int(each in mine) for each in counts]
        for subject in subjects:
            # A class's mean is of those who have a result, so both are counted.
            ones += [pupil.marks.get(subject, 0), int(subject in pupil.marks)]
        return tuple(ones)

    def sum_of(self, pupils: Iterable[Placed]) -> list[int]:
        """The sums of some pupils."""
        rows = [self.vectors[pupil.code] for pupil in pupils]
        return [sum(column) for column in zip(*rows, strict=True)] if rows else [0] * len(self._any())

    def _any(self) -> tuple[int, ...]:
        return next(iter(self.vectors.values()), ())

    def cost(self, sums: Sequence[int], classes: int) -> int:
        """How far a class is from its share of everything; 0 is exactly equal."""
        found, share = 0, classes * classes
        for at, weight in enumerate(self.weights):
            away = classes * sums[at] - self.totals[at]
            found += weight * away * away * UNIT // share
        for at in range(self.first_mark, len(sums), 2):
            marked, all_marked = sums[at + 1], self.totals[at + 1]
            if marked and all_marked:
                away = sums[at] * all_marked - self.totals[at] * marked
                found += MARK_WEIGHT * away * away * UNIT // (marked * all_marked * HUNDREDTHS) ** 2
        return found


def _trait(kind: str, value: str) -> str:
    return f"{kind}={value}"


def _quarters(pupils: Sequence[Placed]) -> dict[str, str]:
    """The quarter of all results together in which somebody is; only of those who have results."""
    marked = sorted((sum(pupil.marks.values()), pupil.code) for pupil in pupils if pupil.marks)
    return {code: str(rank * QUARTERS // len(marked)) for rank, (_sum, code) in enumerate(marked)}


class _Search:
    """Classes that become more equal by moving and exchanging units, always the best exchange that is found."""

    def __init__(
        self,
        features: _Features,
        units: Sequence[Sequence[str]],
        classes: int,
        apart: Iterable[tuple[str, str]],
        lots: Lots,
    ) -> None:
        self.features, self.units, self.classes, self.lots = features, units, classes, lots
        unit_of = {code: number for number, unit in enumerate(units) for code in unit}
        self.apart: dict[int, set[int]] = defaultdict(set)
        for one, other in apart:
            self.apart[unit_of[one]].add(unit_of[other])
            self.apart[unit_of[other]].add(unit_of[one])
        self.vectors = [tuple(map(sum, zip(*(features.vectors[code] for code in unit), strict=True))) for unit in units]
        width = len(self.vectors[0]) if units else 0
        self.members: list[list[int]] = [[] for _ in range(classes)]
        self.sums = [[0] * width for _ in range(classes)]
        self.costs = [0] * classes
        self.at: dict[int, int] = {}

    def begin(self) -> None:
        """Everybody where it costs least: the largest units first, then those kept apart from most, else by lot."""
        order = self.lots.shuffled(range(len(self.units)))
        order.sort(key=lambda unit: (-len(self.units[unit]), -len(self.apart[unit])))
        self.costs = [self.features.cost(sums, self.classes) for sums in self.sums]
        for unit in order:
            choices = self.lots.shuffled(range(self.classes))
            self._put(unit, min(choices, key=lambda number: (self._broken(unit, number), self._worse(unit, number))))

    def improve(self) -> None:
        """Go over all units by lot until no exchange makes it better."""
        for _round in range(MOST_ROUNDS):
            better = [self._improve_one(unit) for unit in self.lots.shuffled(range(len(self.units)))]
            if not any(better):
                return

    def broken_pair(self) -> list[str]:
        """The codes of somebody and of all whom they can't be kept apart from, none when all pairs are kept."""
        for unit in range(len(self.units)):
            beside = [other for other in sorted(self.apart[unit]) if self.at[other] == self.at[unit]]
            if beside:
                return [self.units[each][0] for each in (unit, *beside)]
        return []

    def _improve_one(self, unit: int) -> bool:
        """The best move or exchange of one unit, if it makes anything better."""
        here, best, found = self.at[unit], (0, 0), None
        without = self._changed(here, self.vectors[unit], None)
        for there in range(self.classes):
            if there == here:
                continue
            for other in (None, *self._some(self.members[there])):
                gain = self._gain(unit, here, there, other, without)
                if gain < best:
                    best, found = gain, (there, other)
        if found is None:
            return False
        there, other = found
        self._take(unit)
        if other is not None:
            self._take(other)
            self._put(other, here)
        self._put(unit, there)
        return True

    def _some(self, members: Sequence[int]) -> Sequence[int]:
        """A stretch of a class, from a place by lot on: trying everybody takes four times as long for hardly more."""
        if len(members) <= TRIED:
            return members
        start = self.lots.below(len(members))
        return [*members[start:], *members[:start]][:TRIED]

    def _gain(self, unit: int, here: int, there: int, other: int | None, without: list[int]) -> tuple[int, int]:
        """What becomes different: pairs that are broken, then how unequal it is. Less is better."""
        mine = self.vectors[unit]
        back = self.vectors[other] if other is not None else None
        one = without if back is None else [value + more for value, more in zip(without, back, strict=True)]
        two = self._changed(there, back, mine)
        before = self.costs[here] + self.costs[there]
        cost = self.features.cost(one, self.classes) + self.features.cost(two, self.classes) - before
        broken = 0
        if self.apart[unit]:
            broken += self._broken(unit, there) - self._broken(unit, here) - (other in self.apart[unit])
        if other is not None and self.apart[other]:
            broken += self._broken(other, here) - self._broken(other, there) - (unit in self.apart[other])
        return broken, cost

    def _changed(self, number: int, less: Sequence[int] | None, more: Sequence[int] | None) -> list[int]:
        sums = self.sums[number]
        if less is not None:
            sums = [value - each for value, each in zip(sums, less, strict=True)]
        if more is not None:
            sums = [value + each for value, each in zip(sums, more, strict=True)]
        return sums

    def _broken(self, unit: int, number: int) -> int:
        return sum(1 for other in self.apart[unit] if self.at.get(other) == number)

    def _worse(self, unit: int, number: int) -> int:
        after = self._changed(number, None, self.vectors[unit])
        return self.features.cost(after, self.classes) - self.costs[number]

    def _put(self, unit: int, number: int) -> None:
        self.members[number].append(unit)
        self.members[number].sort()
        self.at[unit] = number
        self._recount(number, self._changed(number, None, self.vectors[unit]))

    def _take(self, unit: int) -> None:
        number = self.at.pop(unit)
        self.members[number].remove(unit)
        self._recount(number, self._changed(number, self.vectors[unit], None))

    def _recount(self, number: int, sums: list[int]) -> None:
        self.sums[number] = sums
        self.costs[number] = self.features.cost(sums, self.classes)


def classes_by(record: Mapping[str, Any]) -> list[list[str]]:
    """The classes that follow from a record, after a check that it is what was committed to. Raises `ValueError`."""
    listed, seed = record["list"], seed_by(record)
    pupils = [Placed(each["code"], each["sex"], each["traits"], each["marks"]) for each in listed["pupils"]]
    wishes = Wishes(*([(one, other) for one, other in listed[kind]] for kind in ("together", "apart")))
    return place(pupils, listed["classes"], wishes, seed)


if __name__ == "__main__":
    import json
    import sys

    with open(sys.argv[1], encoding="utf-8") as _file:
        for _number, _group in enumerate(classes_by(json.load(_file)), 1):
            sys.stdout.write(" ".join([str(_number), *_group]) + "\n")
