"""Times for examination papers: none that share candidates at once, each candidate's spread, rooms enough.

A problem is numbers alone. Papers share candidates; two times stand to each other as `near` says: what it costs for one
candidate to sit one paper at each. What can't be (`never` together, a time that a paper isn't `allowed`) is counted
apart from what it costs, and comes first. The search begins with the paper that has most in common with others, and
goes on by simulated annealing; the same seed finds the same times.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

Pack = Callable[[frozenset[int]], float | None]
"""What rooms cost for the papers of one time; None when there aren't enough of them."""
FORBIDDEN = 1e6
"""What a clash counts in the search."""
COOLEST = 0.02
MOST_SAVED = 20.0
"""No move saves more in rooms than this."""


@dataclass(frozen=True)
class Limit:
    """At most `most` of some papers at some times; each one more costs `price`."""

    papers: frozenset[int]
    times: frozenset[int]
    most: int
    price: float = FORBIDDEN


@dataclass(frozen=True)
class Problem:
    """Papers and times by numbers from 0.

    `near[a][b]` is what it costs for one candidate to sit one paper at each of two times. `common` has the numbers of
    candidates of pairs of papers, the smaller number first. `never` are pairs that may not overlap, `together` papers
    at one time, `overlap[a]` the times that overlap with a time, itself among them. `allowed` is what a time costs a
    paper, by the paper: papers without an entry may be at any time for nothing, others only at the times named.
    """

    papers: int
    times: int
    near: Sequence[Sequence[float]]
    common: Mapping[tuple[int, int], int] = field(default_factory=dict)
    never: Collection[tuple[int, int]] = ()
    together: Collection[Collection[int]] = ()
    overlap: Sequence[frozenset[int]] = ()
    allowed: Mapping[int, Mapping[int, float]] = field(default_factory=dict)
    limits: Sequence[Limit] = ()
    pack: Pack | None = None


@dataclass(frozen=True)
class Answer:
    """The time of each paper; `clashes` is how much isn't as it must be, `cost` all the rest."""

    times: tuple[int, ...]
    clashes: int
    cost: float


def judge(problem: Problem, times: Sequence[int]) -> Answer:
    """How good times are, from nothing but the problem."""
    cost = sum(number * problem.near[times[a]][times[b]] for (a, b), number in problem.common.items())
    clashes = sum(times[b] in _overlap(problem, times[a]) for a, b in problem.never)
    clashes += sum(len({times[each] for each in group}) - 1 for group in problem.together)
    for paper, prices in problem.allowed.items():
        found = prices.get(times[paper])
        clashes, cost = (clashes + 1, cost) if found is None else (clashes, cost + found)
    for limit in problem.limits:
        over = max(0, sum(times[each] in limit.times for each in limit.papers) - limit.most)
        clashes, cost = (clashes + over, cost) if limit.price >= FORBIDDEN else (clashes, cost + over * limit.price)
    if problem.pack is not None:
        for at in range(problem.times):
            rooms = problem.pack(frozenset(paper for paper, there in enumerate(times) if there == at))
            clashes, cost = (clashes + 1, cost) if rooms is None else (clashes, cost + rooms)
    return Answer(tuple(times), clashes, cost)


def _overlap(problem: Problem, at: int) -> frozenset[int]:
    return problem.overlap[at] if problem.overlap else frozenset((at,))


def solve(
    problem: Problem, *, seed: int = 0, steps: int = 200_000, seconds: float = math.inf, start: Sequence[int] = ()
) -> Answer:
    """The best times that are found in so many steps, or seconds."""
    random = Random(seed)  # noqa: S311  (no secret depends on it)
    return _Search(problem, random, start).run(steps, seconds)


class _Search:
    """Papers that go together move as one unit; `price[unit][time]` is what a unit would cost there by its pairs."""

    def __init__(self, problem: Problem, random: Random, start: Sequence[int]) -> None:
        self.problem, self.random = problem, random
        self.units = _units(problem)
        self.unit_of = {paper: at for at, unit in enumerate(self.units) for paper in unit}
        self.never: set[tuple[int, int]] = set()
        self.common = self._weights()
        self.own = [[self._alone(unit, at) for at in range(problem.times)] for unit in self.units]
        self.limits_of: list[list[Limit]] = [
            [limit for limit in problem.limits if limit.papers & frozenset(unit)] for unit in self.units
        ]
        self.at = [-1] * len(self.units)
        self.price = [list(row) for row in self.own]
        self.there: list[set[int]] = [set() for _time in range(problem.times)]
        self.packed: dict[frozenset[int], float] = {}
        for unit in sorted(range(len(self.units)), key=lambda each: -sum(self.common[each].values())):
            given = start[self.units[unit][0]] if start else -1
            self._enter(unit, given if given >= 0 else min(range(problem.times), key=lambda at: self._total(unit, at)))

    def _weights(self) -> list[dict[int, int]]:
        found: list[dict[int, int]] = [{} for _unit in self.units]
        for (a, b), number in self.problem.common.items():
            one, other = self.unit_of[a], self.unit_of[b]
            if one != other:
                for x, y in ((one, other), (other, one)):
                    found[x][y] = found[x].get(y, 0) + number
        for a, b in self.problem.never:
            one, other = self.unit_of[a], self.unit_of[b]
            if one != other:
                self.never |= {(one, other), (other, one)}
                for x, y in ((one, other), (other, one)):
                    found[x].setdefault(y, 0)
        return found

    def _alone(self, unit: Sequence[int], at: int) -> float:
        found = 0.0
        for paper in unit:
            prices = self.problem.allowed.get(paper)
            if prices is not None:
                found += prices.get(at, FORBIDDEN)
        return found

    def _spread(self, unit: int, at: int, sign: int) -> None:
        """Bring the prices of the others into line with a unit that comes or goes."""
        near, overlap = self.problem.near[at], _overlap(self.problem, at)
        for other, number in self.common[unit].items():
            prices = self.price[other]
            if number:
                for there, each in enumerate(near):
                    if each:
                        prices[there] += sign * number * each
            if (unit, other) in self.never:
                for there in overlap:
                    prices[there] += sign * FORBIDDEN

    def _enter(self, unit: int, at: int) -> None:
        self.at[unit] = at
        self.there[at].add(unit)
        self._spread(unit, at, 1)

    def _leave(self, unit: int) -> None:
        at = self.at[unit]
        self.at[unit] = -1
        self.there[at].discard(unit)
        self._spread(unit, at, -1)

    def _rooms(self, units: Collection[int]) -> float:
        if self.problem.pack is None:
            return 0.0
        papers = frozenset(paper for unit in units for paper in self.units[unit])
        found = self.packed.get(papers)
        if found is None:
            rooms = self.problem.pack(papers)
            found = self.packed[papers] = FORBIDDEN if rooms is None else rooms
        return found

    def _over(self, unit: int, at: int) -> float:
        """What limits cost more with a unit at a time than without it; the unit itself is nowhere."""
        found = 0.0
        for limit in self.limits_of[unit]:
            if at in limit.times:
                held = sum(self.at[self.unit_of[paper]] in limit.times for paper in limit.papers)
                own = sum(paper in limit.papers for paper in self.units[unit])
                found += limit.price * max(0, held + own - max(held, limit.most))
        return found

    def _total(self, unit: int, at: int) -> float:
        """What a unit that is nowhere would cost at a time, with the rooms that it takes."""
        there = self.there[at]
        return self.price[unit][at] + self._over(unit, at) + self._rooms(there | {unit}) - self._rooms(there)

    def run(self, steps: int, seconds: float) -> Answer:
        """Anneal: what is worse is accepted ever less often."""
        best, least = list(self.at), self._cost()
        cost, begun = least, time.monotonic()
        hottest = self._temperature()
        for temperature in self._cooling(hottest, steps, seconds, begun):
            cost += self._step(temperature)
            if cost < least - 1e-9:
                best, least = list(self.at), cost
        return judge(self.problem, [best[self.unit_of[paper]] for paper in range(self.problem.papers)])

    def _cooling(self, hottest: float, steps: int, seconds: float, begun: float) -> Iterator[float]:
        temperature = hottest
        for step in range(steps):
            if step % 100 == 0:
                share = step / steps
                if seconds < math.inf:
                    share = max(share, (time.monotonic() - begun) / seconds)
                    if share >= 1:
                        return
                temperature = hottest * (COOLEST / hottest) ** share
            yield temperature

    def _temperature(self) -> float:
        """The mean of what moves cost at the beginning, clashes aside."""
        found = [abs(each) for each in self._samples() if 0 < abs(each) < FORBIDDEN / 2]
        return max(1.0, 0.5 * sum(found) / len(found)) if found else 1.0

    def _samples(self) -> Iterator[float]:
        for _sample in range(200):
            unit = self.random.randrange(len(self.units))
            yield self.price[unit][self.random.randrange(self.problem.times)] - self.price[unit][self.at[unit]]

    def _cost(self) -> float:
        pairs = sum(self.price[unit][at] - self.own[unit][at] for unit, at in enumerate(self.at)) / 2
        own = sum(self.own[unit][at] for unit, at in enumerate(self.at))
        limits = sum(
            limit.price * max(0, sum(self.at[self.unit_of[each]] in limit.times for each in limit.papers) - limit.most)
            for limit in self.problem.limits
        )
        return pairs + own + limits + sum(map(self._rooms, self.there))

    def _step(self, temperature: float) -> float:
        """Try to move a unit, or to exchange the times of two; how much dearer it became."""
        random = self.random
        unit, to = random.randrange(len(self.units)), random.randrange(self.problem.times)
        there = self.at[unit]
        if to == there:
            return 0.0
        partner = random.choice(tuple(self.there[to])) if self.there[to] and random.random() < 0.3 else None
        accepted = -temperature * math.log(random.random() or 1e-12)
        if self.limits_of[unit] or (partner is not None and self.limits_of[partner]):
            return self._tried(unit, partner, to, accepted)
        change = self._change(unit, partner, to)
        if change > accepted + FORBIDDEN / 2 and self.problem.pack is not None:
            return 0.0
        change += self._change_of_rooms(unit, partner, to) if change <= accepted + MOST_SAVED else FORBIDDEN
        if change > accepted:
            return 0.0
        self._leave(unit)
        if partner is not None:
            self._leave(partner)
            self._enter(partner, there)
        self._enter(unit, to)
        return change

    def _change(self, unit: int, partner: int | None, to: int) -> float:
        """How much dearer pairs become when a unit moves, or changes places with another; rooms and limits aside."""
        there, price = self.at[unit], self.price
        found = price[unit][to] - price[unit][there]
        if partner is None:
            return found
        # Each price counts the other where it is; after the exchange they stand to each other as before.
        found += price[partner][there] - price[partner][to] + 2 * self._pair(unit, partner, there, to)
        return found - self._pair(unit, partner, to, to) - self._pair(unit, partner, there, there)

    def _pair(self, one: int, other: int, at: int, there: int) -> float:
        found: float = self.common[one].get(other, 0) * self.problem.near[at][there]
        if (one, other) in self.never and there in _overlap(self.problem, at):
            found += FORBIDDEN
        return found

    def _change_of_rooms(self, unit: int, partner: int | None, to: int) -> float:
        if self.problem.pack is None:
            return 0.0
        from_here, into = self.there[self.at[unit]], self.there[to]
        after_here, after_there = from_here - {unit}, into | {unit}
        if partner is not None:
            after_here, after_there = after_here | {partner}, after_there - {partner}
        before = self._rooms(from_here) + self._rooms(into)
        return self._rooms(after_here) + self._rooms(after_there) - before

    def _tried(self, unit: int, partner: int | None, to: int, accepted: float) -> float:
        there = self.at[unit]
        moved = [(unit, to)] + ([(partner, there)] if partner is not None else [])
        change = 0.0
        for each, _goal in moved:
            place = self.at[each]
            self._leave(each)
            change -= self._total(each, place)
        for each, goal in moved:
            change += self._total(each, goal)
            self._enter(each, goal)
        if change <= accepted:
            return change
        for each, _goal in moved:
            self._leave(each)
        for each, goal in [(unit, there)] + ([(partner, to)] if partner is not None else []):
            self._enter(each, goal)
        return 0.0


def _units(problem: Problem) -> list[list[int]]:
    """Papers that go together, directly or by others, and each other one alone."""
    group = list(range(problem.papers))
    for each in problem.together:
        members = list(each)
        for other in members[1:]:
            old, new = group[other], group[members[0]]
            group = [new if at == old else at for at in group]
    found: dict[int, list[int]] = {}
    for paper, at in enumerate(group):
        found.setdefault(at, []).append(paper)
    return list(found.values())
