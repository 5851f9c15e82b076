"""Places of offers for pupils with ranked wishes: as many wishes as possible come true, lots decide between equals.

Never first come. Of all ways to give the places, the one is taken
1. in which fewest go without anything, then fewest without a second place, and so on;
2. then most get their first wish, then most their second, and so on;
3. then the pupil with lot 1 fares best, then the one with lot 2, and so on.

There is exactly one such way, so the same seed gives the same places on every machine. It is found by shortest
augmenting paths: every pupil in turn takes a place, others exchange theirs as long as that makes it better. The three
rules are one whole number, the first of them in its highest digits.

Standard library only: this file goes along with the records that people check draws with.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

try:
    from santong.lib.lots import Lots, commitment_of, digest_of, seed_of
except ImportError:  # beside this file, outside of the product
    from lots import Lots, commitment_of, digest_of, seed_of  # type: ignore[import-not-found,no-redef]

NOTHING = ""
"""Where a pupil's places come from who gets none."""


@dataclass(frozen=True)
class Offered:
    """An offer: `most` places, None for any number. Nobody gets two offers of one `time`, unless that is empty."""

    key: str
    most: int | None = None
    time: str = ""


@dataclass(frozen=True)
class Asked:
    """A pupil, by a code that says nothing of them, with the keys of the offers wished for, the dearest first."""

    code: str
    wishes: Sequence[str] = ()


@dataclass(frozen=True)
class Given:
    """The keys of the offers that each code gets, dearest first, and the lot of each code, from 1."""

    places: Mapping[str, Sequence[str]]
    lots: Mapping[str, int]


def assign(pupils: Sequence[Asked], offers: Sequence[Offered], each: int, seed: str) -> Given:
    """Give the places; `each` is how many a pupil gets at most. Raises `ValueError` for an offer that isn't there."""
    order = Lots(seed, "order of choice").shuffled(sorted(pupil.code for pupil in pupils))
    lots = {code: number for number, code in enumerate(order, 1)}
    search = _Search(sorted(pupils, key=lambda pupil: lots[pupil.code]), offers, each)
    for pupil in search.pupils:
        for _place in range(each):
            search.place(pupil.code)
    return Given({pupil.code: search.places_of(pupil) for pupil in search.pupils}, lots)


@dataclass
class _Search:
    """The places given so far, which are the best ones for those who had their turn."""

    pupils: Sequence[Asked]
    offers: Sequence[Offered]
    each: int
    cost: dict[tuple[str, str], int] = field(default_factory=dict)
    without: dict[str, list[int]] = field(default_factory=dict)
    holders: dict[str, set[str]] = field(default_factory=dict)
    held: dict[str, set[str]] = field(default_factory=dict)
    edges: dict[str, dict[str, tuple[int, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_key = {offer.key: offer for offer in self.offers}
        self.wishes = {pupil.code: list(pupil.wishes) for pupil in self.pupils}
        self.lacking = dict.fromkeys(self.wishes, 0)
        for offer in self.offers:
            self.holders[offer.key], self.edges[offer.key] = set(), {}
        for code, wishes in self.wishes.items():
            self.held[code] = set()
            if unknown := [key for key in wishes if key not in self.by_key]:
                raise ValueError(f"{code} wishes for {unknown[0]!r}, which isn't offered")
        self._reckon()

    def _reckon(self) -> None:
        """What every place costs whom. Ranks count from 0."""
        ranks = max((len(wishes) for wishes in self.wishes.values()), default=0)
        base = len(self.pupils) * self.each + 1
        whole = 2 ** ((ranks + 1) * len(self.pupils))
        for at, (code, wishes) in enumerate(self.wishes.items()):
            digit = 2 ** ((ranks + 1) * (len(self.pupils) - 1 - at))
            for rank, key in enumerate(wishes):
                shared = base**ranks - base ** (ranks - 1 - rank)
                self.cost[code, key] = shared * whole - 2 ** (ranks - 1 - rank) * digit
            self.without[code] = [base ** (ranks + 1 + more) * whole for more in range(self.each)]

    def place(self, code: str) -> None:
        """Give one more place to a pupil, or none where everything else is better."""
        best, came = self._ways(code)
        # The way ends at an offer with a place left, or with somebody who goes without.
        end, last, least = NOTHING, (NOTHING, code), self.without[code][self.lacking[code]]
        for key, cost in best.items():
            if self._has_place(key) and cost < least:
                end, least = key, cost
            if NOTHING in self.edges[key]:
                more, who = self.edges[key][NOTHING]
                if cost + more < least:
                    end, last, least = NOTHING, (key, who), cost + more
        self._follow(end, last, came)

    def _has_place(self, key: str) -> bool:
        most = self.by_key[key].most
        return most is None or len(self.holders[key]) < most

    def _ways(self, code: str) -> tuple[dict[str, int], dict[str, tuple[str, str]]]:
        """What it costs to free a place of each offer for a pupil, and who comes there from where for that."""
        best: dict[str, int] = {}
        came: dict[str, tuple[str, str]] = {}
        waiting: deque[str] = deque()
        for key in self._open_to(code, without=None):
            best[key], came[key] = self.cost[code, key], (NOTHING, code)
            waiting.append(key)
        while waiting:
            here = waiting.popleft()
            for there, (more, who) in self.edges[here].items():
                if there == NOTHING or best[here] + more >= best.get(there, best[here] + more + 1):
                    continue
                best[there], came[there] = best[here] + more, (here, who)
                if there not in waiting:
                    waiting.append(there)
        return best, came

    def _follow(self, end: str, last: tuple[str, str], came: Mapping[str, tuple[str, str]]) -> None:
        touched: set[str] = set()
        there, (here, who) = end, came[end] if end else last
        steps = [(here, who, there)]
        while here:
            there, (here, who) = here, came[here]
            steps.append((here, who, there))
        for start, pupil, _goal in steps:
            if start:
                self.holders[start].discard(pupil)
                self.held[pupil].discard(start)
                touched.add(start)
        for _start, pupil, goal in steps:
            if goal:
                self.holders[goal].add(pupil)
                self.held[pupil].add(goal)
            else:
                self.lacking[pupil] += 1
            touched |= self.held[pupil]
        for key in touched:
            self._look_from(key)

    def _open_to(self, code: str, without: str | None) -> Iterable[str]:
        """The offers that somebody could take, given that they give one up."""
        kept = self.held[code] - {without}
        times = {self.by_key[key].time for key in kept} - {NOTHING}
        for key in self.wishes[code]:
            if key not in self.held[code] and self.by_key[key].time not in times:
                yield key

    def _look_from(self, key: str) -> None:
        """Who leaves an offer most cheaply, and to where."""
        found: dict[str, tuple[int, str]] = {}
        for code in self.holders[key]:
            now = self.cost[code, key]
            ways = [(other, self.cost[code, other] - now) for other in self._open_to(code, key)]
            if self.lacking[code] < self.each:
                ways.append((NOTHING, self.without[code][self.lacking[code]] - now))
            for other, more in ways:
                if other not in found or more < found[other][0]:
                    found[other] = (more, code)
        self.edges[key] = found

    def places_of(self, pupil: Asked) -> list[str]:
        """What a pupil has, dearest first."""
        return [key for key in pupil.wishes if key in self.held[pupil.code]]


def ranks_of(pupils: Iterable[Asked], given: Given) -> dict[int, int]:
    """How many got their first wish (1), their second … and nothing (0)."""
    found: dict[int, int] = defaultdict(int)
    for pupil in pupils:
        places = given.places[pupil.code]
        for key in places:
            found[list(pupil.wishes).index(key) + 1] += 1
        if not places:
            found[0] += 1
    return dict(found)


def places_by(record: Mapping[str, Any]) -> Given:
    """The places that follow from a record, after a check that it is what was committed to. Raises `ValueError`."""
    listed, secret = record["list"], record.get("secret", "")
    if digest_of(listed) != record["digest"]:
        raise ValueError("the list is not the one that was published")
    if not secret:
        raise ValueError("nothing has been drawn yet")
    if commitment_of(secret, record["digest"]) != record["commitment"]:
        raise ValueError("the secret is not the one that was committed to")
    closed = set(record.get("closed", ()))
    offers = [
        Offered(each["key"], each["most"], each["time"]) for each in listed["offers"] if each["key"] not in closed
    ]
    pupils = [Asked(each["code"], [key for key in each["wishes"] if key not in closed]) for each in listed["pupils"]]
    return assign(pupils, offers, listed["each"], seed_of(secret, record["drawn"]))


if __name__ == "__main__":
    import json
    import sys

    with open(sys.argv[1], encoding="utf-8") as _file:
        _given = places_by(json.load(_file))
    for _code, _places in sorted(_given.places.items()):
        sys.stdout.write(" ".join([_code, str(_given.lots[_code]), *_places]) + "\n")
