"""Letters typed without blanks, read as syllables of pinyin. Needs no dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

MOST_LETTERS = 40
MOST_SPELLINGS = 40
"""Ways of reading that are followed; letters that have more of them are no name."""

# The syllables of standard Chinese as initials with the finals that they take. "v" stands for "ü".
_SYLLABLES = (
    "a|ai|an|ang|ao|e|ei|en|er|ou",
    "(?:b|p|m|f)(?:a|o|ai|ei|ao|ou|an|en|ang|eng|i|ie|iao|iu|ian|in|ing|u)",
    "(?:d|t|n|l)(?:a|e|ai|ei|ao|ou|an|en|ang|eng|ong|i|ia|ie|iao|iu|ian|in|iang|ing|u|uo|ui|uan|un|v|ve)",
    "(?:g|k|h)(?:a|e|ai|ei|ao|ou|an|en|ang|eng|ong|u|ua|uo|uai|ui|uan|un|uang)",
    "(?:j|q|x)(?:i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ue|uan|un)",
    "(?:zh|ch|sh|r|z|c|s)(?:a|e|i|ai|ei|ao|ou|an|en|ang|eng|ong|u|ua|uo|uai|ui|uan|un|uang)",
    "y(?:a|e|ao|ou|an|in|ang|ing|ong|i|u|ue|uan|un)",
    "w(?:a|o|ai|ei|an|en|ang|eng|u)",
)
_SYLLABLE = re.compile("|".join(f"(?:{part})" for part in _SYLLABLES))
_LONGEST = 6


def spellings(letters: str) -> list[str]:
    """Every way of reading letters as syllables, with blanks between them; the last one may be unfinished.

    `zengguoy` gives `zeng guo y`; letters that are no pinyin give nothing.
    """
    plain = letters.casefold().replace(" ", "").replace("'", "").replace("ü", "v")
    if not plain or not plain.isascii() or len(plain) > MOST_LETTERS:
        return []
    return list(islice(_readings(plain), MOST_SPELLINGS))


def _readings(letters: str) -> Iterator[str]:
    """Long syllables first: they are what is meant more often."""
    if len(letters) < _LONGEST + 1 and _begins_syllable(letters):
        yield letters
    for size in range(min(_LONGEST, len(letters) - 1), 0, -1):
        head = letters[:size]
        if _SYLLABLE.fullmatch(head):
            yield from (f"{head} {rest}" for rest in _readings(letters[size:]))


def _begins_syllable(letters: str) -> bool:
    return any(_SYLLABLE.fullmatch(letters + rest) for rest in _ENDINGS)


_ENDINGS = ("", "a", "e", "i", "o", "u", "g", "n", "ng", "r", "ai", "an", "ao", "ang", "ong", "ing", "eng", "ei")
