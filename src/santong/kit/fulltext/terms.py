"""Names and words that people may mean: suggestions while typing, and corrections of what finds nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from rapidfuzz import fuzz, process

from santong.kit.fulltext.expressions import Expression
from santong.kit.fulltext.models import Term
from santong.kit.fulltext.queries import Part, Query
from santong.kit.fulltext.tokens import compact, initials_of, pinyin_of
from santong.lib.scripts import fold_scripts

KEPT_SECONDS = 300
ALIKE = 72.0
"""Of 100: how alike a term must be to stand for what was typed."""
OFFERED = 8
SHORTEST_GUESSED = 3
"""Characters below which nothing is guessed: half of 转学 is half of 化学, and nobody means the other."""


@dataclass(frozen=True)
class _Known:
    """All terms of an index, in the forms that are compared."""

    texts: list[str]
    compared: list[str]
    spoken: list[str]
    read_at: float


_known: dict[str, _Known] = {}


def learn(index: str, terms: Mapping[str, int]) -> None:
    """Make these the terms of an index, with their weights."""
    there = {term.text: term for term in Term.objects.filter(index=index)}
    wanted = {text[:80]: weight for text, weight in terms.items() if text}
    with transaction.atomic():
        gone = [term.pk for text, term in there.items() if text not in wanted]
        for start in range(0, len(gone), 500):
            Term.objects.filter(pk__in=gone[start : start + 500]).delete()
        fresh = [_term(index, text, weight) for text, weight in wanted.items() if text not in there]
        Term.objects.bulk_create(fresh, batch_size=150)
    _known.pop(index, None)


def suggest(index: str, text: str, limit: int = OFFERED) -> list[str]:
    """Terms that begin with what is typed, as characters, pinyin or initials; the most used first."""
    typed = compact(text)
    if not typed:
        return []
    beginning = Q(text__begins=text.strip()) | Q(text__begins=typed)
    if typed.isascii():
        beginning |= Q(pinyin__startswith=typed) | Q(initials__startswith=typed)
    rows = Term.objects.filter(beginning, index=index).order_by("-weight", "text")
    found = list(rows.values_list("text", flat=True)[:limit])
    if len(found) < limit and not typed.isascii():
        within = Term.objects.filter(index=index, text__holds=typed).exclude(text__in=found)
        found += within.order_by("-weight", "text").values_list("text", flat=True)[: limit - len(found)]
    return found


def corrected(index: str, query: Query, finds: Callable[[Expression], bool]) -> str:
    """The query with each part that finds nothing replaced by the term most like it; "" without any."""
    better = [part.text if finds(part.anywhere) else _closest(index, part) for part in query.parts]
    if "" in better or [fold_scripts(text) for text in better] == [part.text for part in query.parts]:
        return _closest_whole(index, query)
    return " ".join(better)


def _closest_whole(index: str, query: Query) -> str:
    if all(len(part.text) < SHORTEST_GUESSED for part in query.parts):
        return ""
    found = _closest_text(index, query.whole)
    return "" if fold_scripts(found) == query.whole else found


def _closest(index: str, part: Part) -> str:
    return _closest_text(index, part.text)


def _closest_text(index: str, text: str) -> str:
    """By sound first (most slips of the keyboard choose another character of the same sound), then by form."""
    if len(compact(text)) < SHORTEST_GUESSED:
        return ""
    known = _terms(index)
    spoken = "".join(pinyin_of(text)) or text
    found = [
        process.extractOne(spoken, known.spoken, scorer=fuzz.ratio, score_cutoff=ALIKE + 8),
        process.extractOne(text, known.compared, scorer=fuzz.ratio, score_cutoff=ALIKE),
    ]
    best = max((each for each in found if each), key=lambda each: each[1], default=None)
    return known.texts[best[2]] if best else ""


def _terms(index: str) -> _Known:
    known = _known.get(index)
    if known is None or time.monotonic() - known.read_at > KEPT_SECONDS:
        rows = list(Term.objects.filter(index=index).order_by("-weight", "text").values_list("text", "pinyin"))
        texts = [text for text, _ in rows]
        spoken = [spoken or text for text, spoken in rows]
        known = _Known(texts, [fold_scripts(text) for text in texts], spoken, time.monotonic())
        _known[index] = known
    return known


def _term(index: str, text: str, weight: int) -> Term:
    spoken = "".join(pinyin_of(text))
    return Term(index=index, text=text, pinyin=spoken[:240], initials=initials_of(text)[:80], weight=weight)


def forget_terms(indexes: Iterable[str]) -> None:
    """Read the terms anew when they are next needed."""
    for index in indexes:
        _known.pop(index, None)
