"""Cells that hold one of a few known words, each in several spellings."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from santong.lib.cells import CellValue, tidy_code
from santong.lib.problems import Problem, Tidying
from santong.lib.readings import Reading, doubtful, right

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Vocabulary(Generic[T]):
    """``spellings`` maps every accepted spelling to its value; ``usual`` ones need no remark."""

    spellings: Mapping[str, T]
    usual: Mapping[str, Reading[T]]

    def read(self, value: CellValue) -> Reading[T]:
        """Look the cell up without regard to blanks, width and letter case."""
        if isinstance(value, str) and value in self.usual:
            return self.usual[value]
        text, tidied = tidy_code(value)
        if not text:
            return Reading()
        if text not in self.spellings:
            return doubtful(Problem.UNKNOWN_WORD)
        if text not in self.usual:
            tidied = (*tidied, Tidying.SPELLING)
        return right(self.spellings[text], *tidied)


def vocabulary(usual: Mapping[str, T], others: Mapping[T, Iterable[str]]) -> Vocabulary[T]:
    """Build a vocabulary from usual spellings and the other spellings of each value."""
    spellings = {_key(word): value for word, value in usual.items()}
    for value, words in others.items():
        spellings.update({_key(word): value for word in words})
    return Vocabulary(spellings, {_key(word): right(value) for word, value in usual.items()})


def _key(word: str) -> str:
    return tidy_code(word)[0]
