"""Seats in examination rooms: pupils by lot, neighbours of different classes where there is room.

Pupils are spread over the rooms so that each room has as equal a share of each class as can be. Within a room the
seats are the squares of a chessboard: the largest classes fill the black ones first, what follows the white ones, so
that no class of at most half a room sits beside itself. What is left is made better by exchanges. Results of pupils
are no input: the order comes from `lots`, and the same seed gives the same seats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from santong.lib.lots import Lots

Cell = tuple[int, int]
"""A row from the front and a column from the door, both from 0."""
ATTEMPTS = 12
BESIDE = ((0, 1), (0, -1), (1, 0), (-1, 0))


class TooFewSeats(Exception):
    """The rooms have fewer seats than there are pupils; `missing` says how many."""

    def __init__(self, missing: int) -> None:
        super().__init__(f"{missing} seats are missing")
        self.missing = missing


@dataclass(frozen=True)
class Sitter:
    """Somebody who gets a seat; `group` is their class, and those of one group don't sit beside each other."""

    key: int
    group: int


@dataclass(frozen=True)
class Grid:
    """The seats of a room. They are numbered down the first column, up the second, and so on."""

    rows: int
    columns: int

    @property
    def seats(self) -> int:
        """How many there are."""
        return self.rows * self.columns

    @property
    def cells(self) -> list[Cell]:
        """All seats in the order of their numbers."""
        return [
            (row if column % 2 == 0 else self.rows - 1 - row, column)
            for column in range(self.columns)
            for row in range(self.rows)
        ]


def spread(sitters: Sequence[Sitter], rooms: Sequence[int], seed: str) -> list[list[Sitter]]:
    """Who goes into which of the rooms, given by their numbers of seats; no more rooms are used than are needed.

    Raises `TooFewSeats`.
    """
    wanted = _shares(len(sitters), rooms)
    lots = Lots(seed, "rooms")
    by_group: dict[int, list[Sitter]] = {}
    for each in sorted(sitters, key=lambda each: (each.group, each.key)):
        by_group.setdefault(each.group, []).append(each)
    found: list[list[Sitter]] = [[] for _room in rooms]
    at = 0
    for group in lots.shuffled(sorted(by_group)):
        for each in lots.shuffled(by_group[group]):
            while len(found[at % len(rooms)]) >= wanted[at % len(rooms)]:
                at += 1
            found[at % len(rooms)].append(each)
            at += 1
    return found


def _shares(number: int, rooms: Sequence[int]) -> list[int]:
    """How many go into each room: equal ones into as few as hold all, the first ones being used."""
    used, held = 0, 0
    while held < number:
        if used == len(rooms):
            raise TooFewSeats(number - held)
        held += rooms[used]
        used += 1
    found = [0] * len(rooms)
    left, open_ones = number, list(range(used))
    # The smallest rooms first: what they can't hold goes to the others in equal parts.
    for position, at in enumerate(sorted(open_ones, key=lambda at: (rooms[at], -at))):
        found[at] = min(rooms[at], left // (used - position))
        left -= found[at]
    return found


def seat(sitters: Sequence[Sitter], grid: Grid, seed: str) -> dict[int, Cell]:
    """Where each of them sits, by their keys. Raises `TooFewSeats`.

    The last seats stay empty where nobody sits beside their own class then; else empty ones part neighbours.
    """
    if len(sitters) > grid.seats:
        raise TooFewSeats(len(sitters) - grid.seats)
    if not sitters:
        return {}
    best: _Table | None = None
    cells = grid.cells
    # Of a class that has more than half of the seats some sit side by side whatever is tried.
    largest = max(Counter(each.group for each in sitters).values())
    for among in (cells[: len(sitters)], cells):
        for attempt in range(ATTEMPTS if 2 * largest <= len(among) + 1 else 1):
            table = _Table(_laid_out(sitters, among, Lots(seed, f"seats {len(among)} {attempt}")))
            table.improve()
            if best is None or table.alike() < best.alike():
                best = table
            if not best.alike():
                return best.by_key
    assert best is not None
    return best.by_key


def _laid_out(sitters: Sequence[Sitter], cells: Sequence[Cell], lots: Lots) -> dict[Cell, Sitter | None]:
    sizes = Counter(each.group for each in sitters)
    order = {group: at for at, group in enumerate(lots.shuffled(sorted(sizes)))}
    mixed = lots.shuffled(sorted(sitters, key=lambda each: each.key))
    by_size = sorted(mixed, key=lambda each: (-sizes[each.group], order[each.group]))
    board = sorted(cells, key=lambda cell: (sum(cell) % 2, cell[1], cell[0]))
    filled: list[Sitter | None] = [*by_size, *[None] * (len(cells) - len(sitters))]
    return dict(zip(board, filled, strict=True))


class _Table:
    """A room as it is filled; None is an empty seat."""

    def __init__(self, at: dict[Cell, Sitter | None]) -> None:
        self.at = at

    @property
    def by_key(self) -> dict[int, Cell]:
        return {each.key: cell for cell, each in self.at.items() if each is not None}

    def _price(self, cell: Cell) -> int:
        own = self.at[cell]
        if own is None:
            return 0
        return sum(other.group == own.group for other in self._around(cell) if other is not None)

    def _around(self, cell: Cell) -> Iterator[Sitter | None]:
        return (self.at.get((cell[0] + down, cell[1] + right)) for down, right in BESIDE)

    def alike(self) -> int:
        """How many pairs of neighbours are of one class."""
        return sum(map(self._price, self.at)) // 2

    def improve(self) -> None:
        """Exchange those who sit beside their own class with whoever makes it better, until nobody does."""
        better = len({each.group if each is not None else None for each in self.at.values()}) > 1
        while better:
            moved = [self._moved(cell) for cell in list(self.at) if self._price(cell)]
            better = any(moved)

    def _moved(self, cell: Cell) -> bool:
        best, gain = cell, 0
        for other in self.at:
            before = self._price(cell) + self._price(other)
            self._exchange(cell, other)
            after = self._price(cell) + self._price(other)
            self._exchange(cell, other)
            if before - after > gain:
                best, gain = other, before - after
        self._exchange(cell, best)
        return gain > 0

    def _exchange(self, one: Cell, other: Cell) -> None:
        self.at[one], self.at[other] = self.at[other], self.at[one]


def alike(groups: Mapping[Cell, int]) -> list[tuple[Cell, Cell]]:
    """The pairs of neighbours (front and back, left and right) that are of one group."""
    return [
        (cell, other)
        for cell, group in sorted(groups.items())
        for other in ((cell[0] + 1, cell[1]), (cell[0], cell[1] + 1))
        if groups.get(other) == group
    ]


def free_cell(groups: Mapping[Cell, int], grid: Grid, group: int) -> Cell | None:
    """The seat for somebody who comes late: beside as few of their class as can be, the first one of those."""
    free = [cell for cell in grid.cells if cell not in groups]

    def price(cell: Cell) -> int:
        return sum(groups.get((cell[0] + down, cell[1] + right)) == group for down, right in BESIDE)

    return min(free, key=price, default=None)
