"""Rooms for papers that are sat at one time: disjoint sets of rooms that hold each paper's candidates.

What is paid for is the number of rooms (each needs people who invigilate), and parts of the building beyond the first
one of each paper. Few rooms are looked through completely; of many the fitting ones are taken paper by paper, the
largest paper first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

FEW = 6
"""So many rooms are looked through completely."""


@dataclass(frozen=True)
class Room:
    """Seats, and the part of the building where they are."""

    seats: int
    part: int = 0


@dataclass(frozen=True)
class Stock:
    """The rooms that there are, how many can be staffed at once, and what another part of the building costs."""

    rooms: Sequence[Room]
    staffed: int
    apart: float = 1.3

    def price(self, chosen: Sequence[Sequence[int]]) -> float:
        """What the rooms of some papers cost."""
        parts = sum(len({self.rooms[at].part for at in each}) - 1 for each in chosen)
        return sum(map(len, chosen)) + self.apart * parts

    def pack(self, sizes: Sequence[int]) -> list[tuple[int, ...]] | None:
        """The rooms of each paper, by its number of candidates; None when nothing was found."""
        order = sorted(range(len(sizes)), key=lambda at: -sizes[at])
        free = frozenset(range(len(self.rooms)))
        wanted = [sizes[at] for at in order]
        found = self._all(wanted, free) if len(self.rooms) <= FEW else self._one_by_one(wanted, set(free))
        if found is None or sum(map(len, found)) > self.staffed:
            return None
        by_paper = dict(zip(order, found, strict=True))
        return [by_paper[at] for at in range(len(sizes))]

    def _all(self, sizes: Sequence[int], free: frozenset[int]) -> list[tuple[int, ...]] | None:
        """The cheapest of all ways; for a handful of rooms."""
        if not sizes:
            return []
        best: list[tuple[int, ...]] | None = None
        for chosen in self._sets(sizes[0], free):
            rest = self._all(sizes[1:], free - set(chosen))
            if rest is not None and (best is None or self.price([chosen, *rest]) < self.price(best)):
                best = [chosen, *rest]
        return best

    def _sets(self, size: int, free: frozenset[int]) -> Iterator[tuple[int, ...]]:
        """The sets of free rooms that hold so many, without one that could be left out."""
        for number in range(1, len(free) + 1):
            for chosen in combinations(sorted(free), number):
                seats = [self.rooms[at].seats for at in chosen]
                if sum(seats) >= size > sum(seats) - min(seats):
                    yield chosen

    def _one_by_one(self, sizes: Sequence[int], free: set[int]) -> list[tuple[int, ...]] | None:
        found: list[tuple[int, ...]] = []
        for size in sizes:
            chosen = self._fitting(size, free)
            if chosen is None:
                return None
            free -= set(chosen)
            found.append(chosen)
        return found

    def _fitting(self, size: int, free: set[int]) -> tuple[int, ...] | None:
        """The fewest free rooms that hold so many, in one part where that can be, with as little to spare as can be."""
        by_part: dict[int, list[int]] = {}
        for at in free:
            by_part.setdefault(self.rooms[at].part, []).append(at)
        offers = [self._least(size, rooms) for rooms in [*by_part.values(), list(free)]]
        fitting = [each for each in offers if each is not None]
        return min(fitting, key=lambda each: (self.price([each]), self._spare(each), each), default=None)

    def _spare(self, chosen: Sequence[int]) -> int:
        return sum(self.rooms[at].seats for at in chosen)

    def _least(self, size: int, rooms: list[int]) -> tuple[int, ...] | None:
        largest = sorted(rooms, key=lambda at: (-self.rooms[at].seats, at))
        chosen: list[int] = []
        held = 0
        while largest:
            # The smallest room that makes it full, once one does; else the largest one.
            last = [at for at in largest if held + self.rooms[at].seats >= size]
            at = last[-1] if last else largest[0]
            chosen.append(at)
            largest.remove(at)
            held += self.rooms[at].seats
            if last:
                return tuple(sorted(chosen))
        return None
