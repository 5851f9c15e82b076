"""Which column holds which field, judged by the headings."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from santong.lib.lookalikes import ordinary, without_invisible

LEAST_CONFIDENCE = 0.6
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")
_NOISE = re.compile(r"[\s*※★:;,.、_/\\\-]+")
_SHORTEST_PART = 2


@dataclass(frozen=True, slots=True)
class Field:
    """A field the importer wants.

    ``synonyms`` are headings in any spelling; ``is_key`` fields mark a row as data when filled;
    ``fills_down`` allows a merged cell to count for all rows it covers (a class, a grade).
    """

    name: str
    synonyms: tuple[str, ...]
    is_key: bool = False
    fills_down: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column and the field proposed for it; ``field`` is None when none fits well enough."""

    index: int
    heading: str
    field: str | None = None
    confidence: float = 0.0
    alternatives: tuple[str, ...] = ()


def plain_heading(text: str) -> str:
    """A heading without blanks, marks and width: ``＊姓　名：`` is 姓名."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", ordinary(without_invisible(text)))).casefold()


def propose_columns(headings: Sequence[Sequence[str]], fields: Sequence[Field]) -> list[Column]:
    """Propose a field for every column; no field is proposed twice.

    ``headings`` gives for each column the readings of its heading, the fullest last: a heading of
    two rows reads 电话 and 监护人电话.
    """
    scores = [(_best(readings, each), -index, each.name) for index, readings in enumerate(headings) for each in fields]
    ranked = sorted((s for s in scores if s[0] >= LEAST_CONFIDENCE), reverse=True)
    taken: dict[int, tuple[str, float]] = {}
    used: set[str] = set()
    for score, negative_index, name in ranked:
        if -negative_index not in taken and name not in used:
            taken[-negative_index] = (name, score)
            used.add(name)
    return [_column(index, readings, taken, ranked) for index, readings in enumerate(headings)]


def _column(
    index: int,
    readings: Sequence[str],
    taken: dict[int, tuple[str, float]],
    ranked: Iterable[tuple[float, int, str]],
) -> Column:
    name, score = taken.get(index, (None, 0.0))
    others = tuple(other for _, negative, other in ranked if -negative == index and other != name)
    return Column(index, readings[-1] if readings else "", name, score, others)


def _best(readings: Sequence[str], wanted: Field) -> float:
    pairs = ((reading, synonym) for reading in readings for synonym in wanted.synonyms)
    return max((_likeness(reading, synonym) for reading, synonym in pairs), default=0.0)


@lru_cache(maxsize=65_536)
def _likeness(heading: str, synonym: str) -> float:
    """1 for the same, 0.95 without bracketed hints, below that by shared length."""
    whole, wanted = plain_heading(heading), plain_heading(synonym)
    if not whole or not wanted:
        return 0.0
    if whole == wanted:
        return 1.0
    bare = plain_heading(_BRACKETED.sub("", unicodedata.normalize("NFKC", heading)))
    if bare == wanted:
        return 0.95
    shorter, longer = sorted((bare, wanted), key=len)
    if len(shorter) >= _SHORTEST_PART and shorter in longer:
        return _likeness_of_part(len(shorter) / len(longer), longer.endswith(shorter))
    return 0.8 * SequenceMatcher(None, bare, wanted).ratio()


def _likeness_of_part(share: float, at_the_end: bool) -> float:
    """The last word of a Chinese heading says what it is: 学生民族 is an ethnic group, no pupil."""
    if share < 0.5:
        return 0.0
    return 0.6 + 0.3 * share if at_the_end else 0.3 + 0.4 * share
