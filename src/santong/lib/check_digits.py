"""The check character of GB 11643-1999 (ISO 7064 MOD 11-2)."""

from functools import lru_cache
from operator import mul

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHARACTERS = "10X98765432"


def check_character(seventeen_digits: str) -> str:
    """The 18th character, a digit or X, for the first 17 digits."""
    total = sum(map(mul, map(int, seventeen_digits), _WEIGHTS))
    return _CHARACTERS[total % 11]


@lru_cache(maxsize=64)
def has_right_check(number: str) -> bool:
    """Whether 17 digits and a check character, in capitals, belong together.

    A roll number holds the identity number of its row, so the same is asked twice in a row.
    """
    return check_character(number[:17]) == number[17]
