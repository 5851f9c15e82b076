"""The twelve combinations of 3+1+2: beside Chinese, mathematics and a foreign language one of two, and two of four."""

from __future__ import annotations

from itertools import combinations

FIRST = ("物理", "历史")
SECOND = ("化学", "生物学", "思想政治", "地理")
SHORT = {"物理": "物", "历史": "史", "化学": "化", "生物学": "生", "思想政治": "政", "地理": "地"}
COMBINATIONS = tuple((first, *others) for first in FIRST for others in combinations(SECOND, 2))
SUBJECTS = (*FIRST, *SECOND)


def short(subjects: tuple[str, ...]) -> str:
    """What a combination is called, such as 物化生."""
    return "".join(SHORT[each] for each in subjects)
