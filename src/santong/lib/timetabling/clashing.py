"""Who or what would be at two places at one time. Timetables that people write and those that are made ask it alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

from santong.lib.timetabling.problem import EVERY

T = TypeVar("T")


@dataclass(frozen=True)
class Held(Generic[T]):
    """Something held at a time, in some weeks (bits), that occupies `needs`."""

    what: T
    time: Hashable
    needs: Sequence[Hashable]
    weeks: int = EVERY

    def meets(self, other: Held[T]) -> bool:
        """Whether both are held in one week at the same time."""
        return self.time == other.time and bool(self.weeks & other.weeks)


def _single(need: Hashable) -> int:
    return 1


def doubly_used(
    held: Iterable[Held[T]], room_for: Callable[[Hashable], int] = _single
) -> Iterator[tuple[Held[T], Held[T], Hashable]]:
    """Pairs that need the same at one time, and what; where there is room for several, only when it doesn't suffice.

    The order is that of the times as they first come, then of the needs.
    """
    by_time: dict[Hashable, list[Held[T]]] = defaultdict(list)
    for each in held:
        by_time[each.time].append(each)
    for together in by_time.values():
        yield from _at_one_time(together, room_for)


def _at_one_time(
    held: Sequence[Held[T]], room_for: Callable[[Hashable], int]
) -> Iterator[tuple[Held[T], Held[T], Hashable]]:
    groups: dict[Hashable, list[Held[T]]] = defaultdict(list)
    for each in held:
        for need in each.needs:
            groups[need].append(each)
    for need, users in groups.items():
        room = room_for(need)
        if room != 1 and _most_at_once(users) <= room:
            continue
        for one, other in combinations(users, 2):
            if one.meets(other):
                yield one, other, need


def _most_at_once(users: Sequence[Held[T]]) -> int:
    return max(sum(bool(each.weeks & mask) for each in users) for mask in (1, 2))
