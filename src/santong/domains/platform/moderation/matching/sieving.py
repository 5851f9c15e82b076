"""Letters, digits or one repeated character put between those of a word to hide it: 网x络x赌x博, 网的络的赌的博."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

LONGEST_FILLER = 3
"""Letters or digits between two characters of a word; more are a word of their own."""
MOST_FILLERS = 8
"""Characters of a text that are tried as fillers."""
_APART = re.compile(rf"[^\x00-\x7f][a-z0-9]{{1,{LONGEST_FILLER}}}[^\x00-\x7f]")
_REPEATED = re.compile(r"(?=([^\x00-\x7f])[^\x00-\x7f]\1)")
_SURE = 3
"""Characters of a word that only a purpose sets apart throughout; two are so by chance (消毒10品种)."""


@dataclass(frozen=True, slots=True)
class Sieve:
    """A folded text without its fillers: `kept`, and for each character its place in the text before."""

    kept: str
    places: list[int]
    widest: int

    def is_throughout(self, places: Sequence[int]) -> bool:
        """Whether fillers stand between each two of a word's characters, and the word is long enough to be meant."""
        return len(places) >= _SURE and all(1 < after - before <= self.widest for before, after in pairwise(places))


def sieves(folded: str) -> Iterator[Sieve]:
    """The ways of leaving fillers out of a folded text; none for most texts."""
    if _APART.search(folded):
        yield _without(folded, lambda char: char.isascii(), LONGEST_FILLER + 1)
    for filler in list(dict.fromkeys(_REPEATED.findall(folded)))[:MOST_FILLERS]:
        yield _without(folded, filler.__eq__, 2)


def _without(folded: str, is_filler: Callable[[str], bool], widest: int) -> Sieve:
    places = [index for index, char in enumerate(folded) if not is_filler(char)]
    return Sieve("".join(folded[index] for index in places), places, widest)
