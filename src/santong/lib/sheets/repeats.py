"""Rows of a sheet that stand there twice."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Repeat:
    """Row ``position`` has the key of row ``first`` (positions in the sequence given).

    ``differing`` names the fields in which both are filled and say different things; when it is
    empty, the two can be united without loss.  ``adds`` names those only the later row fills.
    """

    position: int
    first: int
    differing: tuple[str, ...]
    adds: tuple[str, ...]

    @property
    def is_harmless(self) -> bool:
        """The later row says nothing that contradicts the first or goes beyond it."""
        return not self.differing and not self.adds


def find_repeats(rows: Sequence[Mapping[str, Hashable | None]], key: str) -> list[Repeat]:
    """Rows whose ``key`` occurred before; rows without a key are never repeats.

    Compare values after reading them, so that 张　怡 and 张怡 count as the same.
    """
    first_of: dict[Hashable, int] = {}
    repeats = []
    for position, row in enumerate(rows):
        value = row.get(key)
        if value is None:
            continue
        first = first_of.setdefault(value, position)
        if first != position:
            repeats.append(_compare(rows[first], row, first, position))
    return repeats


def _compare(
    before: Mapping[str, Hashable | None],
    after: Mapping[str, Hashable | None],
    first: int,
    position: int,
) -> Repeat:
    filled = [name for name, value in after.items() if value is not None]
    adds = tuple(name for name in filled if before.get(name) is None)
    differing = tuple(name for name in filled if name not in adds and before[name] != after[name])
    return Repeat(position, first, differing, adds)
