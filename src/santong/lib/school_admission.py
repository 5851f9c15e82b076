"""Admission of children to schools by categories and lots, which anybody can work out again.

Every child has wishes in order. A school takes those of the earlier category first; within a category it goes by what
is declared (a date, say) where the category says so, else by lot. All are admitted together by deferred acceptance
(Gale and Shapley 1962, with the children asking): nobody is refused by a school that takes somebody of a later
category, or of the same one with a later lot, and nobody gains by hiding what they wish most. Whom no wish takes can be
placed at schools with places left, in an order by lot.

Standard library and `lots` only: both files go along with the records that people check admissions with.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

try:
    from santong.lib.lots import Lots, seed_by
except ImportError:  # beside this file, outside of the product
    from lots import Lots, seed_by  # type: ignore[import-not-found,no-redef]

LAST = "~"
NO_CATEGORY = 999
"""The category of those who fit none: after all others."""
PLACES, ORDER, LOT, COORDINATED, NONE = "places", "order", "lot", "coordinated", "none"
"""Why somebody is admitted: there were places for all of the category, by what it goes by, by lot, placed; or isn't."""


@dataclass(frozen=True)
class Candidate:
    """A child by a code that says nothing of it. `ranks` are the categories at each school wished for, from 1 on;
    `order` is what it goes by within them where that isn't the lot: of two texts the smaller one goes first.
    """

    code: str
    wishes: Sequence[str]
    ranks: Mapping[str, int] = field(default_factory=dict)
    order: Mapping[str, str] = field(default_factory=dict)

    def rank(self, school: str) -> int:
        """The category at a school."""
        return self.ranks.get(school, NO_CATEGORY)


@dataclass(frozen=True)
class Places:
    """A school with its places; `caps` are the most that it takes of some categories."""

    school: str
    places: int
    caps: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Admitted:
    """What became of a child: the school ("" for none), by which wish (from 1, 0 for none), in which category, why,
    and the lot at that school, from 1 on, out of how many; 0 without one.
    """

    code: str
    school: str = ""
    wish: int = 0
    rank: int = 0
    why: str = NONE
    lot: int = 0
    of: int = 0


def lots_of(candidates: Sequence[Candidate], seed: str) -> dict[str, dict[str, int]]:
    """The lot of every child at every school that it wishes for, from 1 on: `{school: {code: lot}}`."""
    schools = sorted({school for each in candidates for school in each.wishes})
    found = {}
    for school in schools:
        codes = sorted(each.code for each in candidates if school in each.wishes)
        found[school] = {code: at for at, code in enumerate(Lots(seed, f"school {school}").shuffled(codes), 1)}
    return found


def admit(
    candidates: Sequence[Candidate],
    schools: Sequence[Places],
    seed: str,
    *,
    ordered: Collection[int] = (),
    coordinated: bool = False,
    only: Collection[str] | None = None,
) -> list[Admitted]:
    """Admit all children together, in order of their codes.

    `ordered` are the categories within which not the lot decides, but `Candidate.order`. With `coordinated` whoever no
    wish takes is placed where places are left. `only` are the codes of those who are still without a school, when
    places become free later: they keep the lots that they have drawn.
    """
    return _Round(candidates, schools, seed, frozenset(ordered), coordinated, only).outcome()


class _Round:
    def __init__(
        self,
        candidates: Sequence[Candidate],
        schools: Sequence[Places],
        seed: str,
        ordered: frozenset[int],
        coordinated: bool,
        only: Collection[str] | None,
    ) -> None:
        self.lots = lots_of(candidates, seed)
        asked = candidates if only is None else [each for each in candidates if each.code in only]
        self.asking = {each.code: each for each in sorted(asked, key=lambda each: each.code)}
        self.schools = {each.school: each for each in schools}
        self.order = [each.school for each in schools]
        self.ordered, self.coordinated, self.seed = ordered, coordinated, seed
        self.held: dict[str, list[str]] = {school: [] for school in self.order}
        self.refused: set[tuple[str, int]] = set()
        self.placed: dict[str, str] = {}

    def outcome(self) -> list[Admitted]:
        """Let them ask until nobody moves any more."""
        left = {code: list(each.wishes) for code, each in self.asking.items()}
        free = list(self.asking)
        while free:
            asked: dict[str, list[str]] = {}
            for code in free:
                if left[code]:
                    asked.setdefault(left[code].pop(0), []).append(code)
            free = [code for school, codes in asked.items() for code in self._ask(school, codes)]
        if self.coordinated:
            self._place_the_rest()
        found = {code: self._admitted(code, school) for school, codes in self.held.items() for code in codes}
        return [found.get(code) or self._placed(code) for code in self.asking]

    def _ask(self, school: str, codes: Sequence[str]) -> list[str]:
        """A school looks at those it holds and those who ask; answers who is refused."""
        if school not in self.schools:
            return list(codes)
        kept, refused, taken = list[str](), list[str](), dict[int, int]()
        plan = self.schools[school]
        for code in sorted([*self.held[school], *codes], key=lambda code: self._key(school, code)):
            rank = self.asking[code].rank(school)
            if len(kept) < plan.places and taken.get(rank, 0) < plan.caps.get(rank, plan.places):
                kept.append(code)
                taken[rank] = taken.get(rank, 0) + 1
            else:
                refused.append(code)
                self.refused.add((school, rank))
        self.held[school] = kept
        return refused

    def _key(self, school: str, code: str) -> tuple[int, str, int]:
        each = self.asking[code]
        rank = each.rank(school)
        # Who declares nothing comes after all who do.
        order = (each.order.get(school) or LAST) if rank in self.ordered else ""
        return rank, order, self.lots[school][code]

    def _place_the_rest(self) -> None:
        held = {code for codes in self.held.values() for code in codes}
        rest = [code for code in self.asking if code not in held]
        spare = {school: self.schools[school].places - len(self.held[school]) for school in self.order}
        for code in Lots(self.seed, "coordinated").shuffled(sorted(rest)):
            school = next((each for each in self.order if spare[each] > 0), "")
            if school:
                spare[school] -= 1
                self.placed[code] = school

    def _admitted(self, code: str, school: str) -> Admitted:
        each = self.asking[code]
        rank = each.rank(school)
        why = PLACES
        if (school, rank) in self.refused:
            why = ORDER if rank in self.ordered else LOT
        drawn = self.lots[school]
        return Admitted(code, school, list(each.wishes).index(school) + 1, rank, why, drawn[code], len(drawn))

    def _placed(self, code: str) -> Admitted:
        school = self.placed.get(code, "")
        return Admitted(code, school, why=COORDINATED) if school else Admitted(code)


def read_list(listed: Mapping[str, Any]) -> tuple[list[Candidate], list[Places]]:
    """The children and the schools of a published list."""
    children = [Candidate(each["code"], each["wishes"], each["ranks"], each["order"]) for each in listed["children"]]
    schools = [
        Places(each["school"], each["places"], {int(rank): most for rank, most in each["caps"].items()})
        for each in listed["schools"]
    ]
    return children, schools


def admitted_by(record: Mapping[str, Any]) -> list[Admitted]:
    """Who is admitted by a record, after a check that it is what was committed to. Raises `ValueError`."""
    listed, seed = record["list"], seed_by(record)
    children, schools = read_list(listed)
    return admit(children, schools, seed, ordered=listed["ordered"], coordinated=listed["coordinated"])


if __name__ == "__main__":
    import json
    import sys

    with open(sys.argv[1], encoding="utf-8") as _file:
        for _each in admitted_by(json.load(_file)):
            sys.stdout.write(f"{_each.code} {_each.school or '-'} {_each.why} {_each.lot}/{_each.of}\n")
