"""How well a document answers a query, by its title, what it belongs to and how much it is used."""

from __future__ import annotations

from dataclasses import dataclass

from santong.kit.fulltext.queries import Part, Query, Unit, spellings
from santong.kit.fulltext.tokens import compact, initials_of, pinyin_of

EXACT, BEGINS, HOLDS, COVERED, IN_TITLE, IN_CONTEXT = 60.0, 12.0, 18.0, 25.0, 24.0, 14.0
USE = 1.2
"""What doubling the use is worth; twelve doublings stay below a word that is found in the title."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may be shown."""

    key: int
    title: str
    context: str
    weight: int
    day: int


def score(query: Query, candidate: Candidate) -> float:
    """The higher, the better; comparable within one query only."""
    return relevance(query, candidate) + USE * max(candidate.weight, 0).bit_length()


def relevance(query: Query, candidate: Candidate) -> float:
    """What title and context have to do with the query."""
    if not query.parts:
        return 0.0
    title, context = compact(candidate.title), compact(candidate.context)
    found = _as_a_whole(query.whole, title)
    share = 1 / len(query.parts)
    return found + sum(share * _of_part(part, title, context, candidate.title) for part in query.parts)


def _as_a_whole(wanted: str, title: str) -> float:
    if title == wanted:
        return EXACT + BEGINS + HOLDS + COVERED
    if wanted not in title:
        return 0.0
    return HOLDS + BEGINS * title.startswith(wanted) + COVERED * len(wanted) / len(title)


def _of_part(part: Part, title: str, context: str, written: str) -> float:
    spoken = 0.0 if part.is_han else _spoken(part.text, written)
    worded = sum(_of_unit(unit, title, context) for unit in part.units) / max(len(part.units), 1)
    held = HOLDS * (part.text in title) + COVERED * (part.text in title) * len(part.text) / max(len(title), 1)
    return max(worded + held, spoken)


def _of_unit(unit: Unit, title: str, context: str) -> float:
    if unit.words[0] in title:
        return IN_TITLE
    if any(compact(word) in title for word in unit.words[1:]):
        return 0.85 * IN_TITLE
    return IN_CONTEXT * any(compact(word) in context for word in unit.words)


def _spoken(letters: str, title: str) -> float:
    """Letters that are the pinyin or the initials of part of a title."""
    parts = pinyin_of(title)
    if not parts:
        return 0.0
    whole = "".join(parts)
    if spellings(letters) and letters in whole:
        return IN_TITLE + HOLDS + BEGINS * whole.startswith(letters) + COVERED * len(letters) / len(whole)
    first = initials_of(title)
    if letters in first:
        return IN_TITLE + BEGINS * first.startswith(letters) + COVERED * len(letters) / len(first)
    return 0.0
