"""One form for the many ways in which a word can be written.

Full width, letter case, accents and traditional characters are made alike; blanks, punctuation,
signs and invisible characters are left out.
"""

from __future__ import annotations

import unicodedata

from santong.lib.scripts import fold_scripts

FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Hangul and Braille characters that show nothing, though Unicode calls the first four letters."""
UNSEEN = frozenset(("Cf", "Mn", "Me"))
"""Categories of what takes no room of its own: joiners, marks of direction, accents, variations."""


class _Folds(dict[int, str]):
    """What each character becomes, worked out when it is first met; a table for `str.translate`."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(code)).casefold()
        kept = "".join(char for char in plain if unicodedata.category(char)[0] in "LN" and char not in FILLERS)
        self[code] = folded = kept if kept.isascii() else fold_scripts(kept)
        return folded


FOLDS = _Folds()


def fold(text: str) -> str:
    """The text in the form in which words are compared; it may be shorter or longer."""
    return text.translate(FOLDS)


def width(text: str) -> int:
    """How many characters of a text show."""
    return sum(char not in FILLERS and unicodedata.category(char) not in UNSEEN for char in text)


def positions(text: str) -> list[int]:
    """For each character of `fold(text)` the index in `text` of the character that it comes from."""
    return [index for index, char in enumerate(text) for _ in FOLDS[ord(char)]]
