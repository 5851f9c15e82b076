"""What somebody typed, understood: an expression to look up, and the words to rank by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from santong.kit.fulltext.expressions import Expression, Token, every, some, tokens
from santong.kit.fulltext.tokens import (
    CONTEXT_PAIR,
    EMPTY_WORDS,
    INITIALS,
    LONGEST_TITLE,
    PAIR,
    WHOLE,
    WORD,
    compact,
    grams,
    is_han,
    pairs,
    pinyin_tokens,
    plain_words,
    runs,
    words,
)

LONGEST_QUERY = 60
Synonyms = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Unit:
    """A word of the query, with the words that mean the same (itself first)."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A run of the query: what it demands of the document, what of its title, and its words."""

    text: str
    anywhere: Expression
    in_title: Expression
    units: tuple[Unit, ...]

    @property
    def is_han(self) -> bool:
        """Whether it is written in characters."""
        return is_han(self.text)


@dataclass(frozen=True)
class Query:
    """An understood query; without parts it asks for everything."""

    text: str
    parts: tuple[Part, ...]

    @property
    def whole(self) -> str:
        """The query without blanks."""
        return compact(self.text)

    def anywhere(self) -> list[Expression]:
        """What a document must hold."""
        return [part.anywhere for part in self.parts]

    def exactly(self) -> Expression:
        """A title that is the query."""
        return Token(WHOLE + self.whole[:LONGEST_TITLE])

    def in_title(self) -> Expression:
        """Titles that hold all parts."""
        return every(part.in_title for part in self.parts)


def understand(text: str, synonyms: Synonyms) -> Query:
    """Cut a query into parts; marks and empty words fall away."""
    found = runs(text[:LONGEST_QUERY])
    kept = [run for run in found if run not in EMPTY_WORDS] or found
    return Query(" ".join(found), tuple(_part(run, synonyms) for run in kept))


def _part(run: str, synonyms: Synonyms) -> Part:
    return _han_part(run, synonyms) if is_han(run) else _latin_part(run, synonyms)


def _han_part(run: str, synonyms: Synonyms) -> Part:
    in_title = every(tokens(PAIR + pair for pair in pairs(run)))
    pieces = list(_pieces(run))
    units = tuple(Unit((piece, *synonyms.get(piece, ()))) for piece in pieces)
    if run in synonyms:
        units = (Unit((run, *synonyms[run])),)
    worded = every(some(_holding(word) for word in unit.words) for unit in units)
    return Part(run, some([worded, in_title]), in_title, units)


def _holding(word: str) -> Expression:
    """A document that speaks of a word, which may consist of several in the dictionary."""
    parts = [piece for run in runs(word) for piece in _pieces(run)]
    return every(_piece_token(piece) for piece in parts)


def _piece_token(piece: str) -> Expression:
    known = len(piece) == 1 or not is_han(piece) or piece in plain_words(piece)
    if not known:
        return some(every(tokens(kind + pair for pair in pairs(piece))) for kind in (PAIR, CONTEXT_PAIR))
    # A text may be cut elsewhere than the query: 平均分 is a word, but 平均分成 is 平均 and 分成.
    inner = _inner(piece) if is_han(piece) else []
    return some([Token(WORD + piece), every(tokens(WORD + word for word in inner))]) if inner else Token(WORD + piece)


def _inner(piece: str) -> list[str]:
    """The words inside a word, one after the other."""
    found: list[str] = []
    end = 0
    for word in words(piece):
        start = piece.find(word, end)
        if word != piece and start >= 0:
            found.append(word)
            end = start + len(word)
    return found


@lru_cache(maxsize=4096)
def _pieces(run: str) -> tuple[str, ...]:
    """The words of a run. Single characters beside each other are one word that the dictionary lacks."""
    found: list[str] = []
    single = ""
    for word in (*plain_words(run), ""):
        if len(word) == 1:
            single += word
            continue
        found += _kept_single(single)
        single = ""
        if word:
            found.append(word)
    return tuple(found) or (run,)


def _kept_single(single: str) -> list[str]:
    kept = single.strip("".join(EMPTY_WORDS))
    return [kept] if kept else []


def _latin_part(run: str, synonyms: Synonyms) -> Part:
    unit = Unit((run, *synonyms.get(run, ())))
    ways = [_holding(word) for word in unit.words]
    in_title = list(ways)
    for spoken in spellings(run):
        sounding = every(tokens(pinyin_tokens(list(spoken))))
        in_title.append(sounding)
    if run.isalpha() and 3 <= len(run) <= 20:
        in_title.append(every(tokens(INITIALS + part for part in grams(run, 3))))
    return Part(run, some([*ways, *in_title]), some(in_title), (unit,))


SYLLABLE = re.compile(
    r"(?:[bpmf]?(?:a|o|ai|ei|ao|ou|an|en|ang|eng|i|ie|iao|iu|ian|in|ing|u)"
    r"|[dtnlgkhjqxzcsryw]h?(?:a|o|e|i|u|v|ai|ei|ao|ou|an|en|ang|eng|ong|ia|ie|iao|iu|ian|in|iang|ing|iong|"
    r"ua|uo|uai|ui|uan|un|uang|ue|ve|er)|er|e|ê)"
)


@lru_cache(maxsize=4096)
def spellings(run: str) -> tuple[tuple[str, ...], ...]:
    """The ways to read letters as pinyin (at most two, with the fewest syllables); none if there is none."""
    if not run.isalpha() or not run.isascii() or len(run) > 40:
        return ()
    found = sorted(_cut(run, 0, {}), key=len)
    return tuple(found[:2])


def _cut(run: str, start: int, known: dict[int, list[tuple[str, ...]]]) -> list[tuple[str, ...]]:
    if start == len(run):
        return [()]
    if start not in known:
        ends = (end for end in range(min(start + 6, len(run)), start, -1) if SYLLABLE.fullmatch(run, start, end))
        known[start] = [(run[start:end], *rest) for end in ends for rest in _cut(run, end, known)[:3]][:6]
    return known[start]


def relaxed(query: Query) -> Iterator[Expression]:
    """Weaker and weaker demands, for a query that nothing fulfils."""
    for part in query.parts:
        demanded = [PAIR + pair for pair in pairs(part.text)] if part.is_han else []
        if len(demanded) > 2:
            yield every([*_others(query.parts, part), _all_but_one(demanded)])
    if len(query.parts) > 1:
        yield some(every(_others(query.parts, part)) for part in query.parts)
        yield some(query.anywhere())


def _all_but_one(demanded: Sequence[str]) -> Expression:
    """Every pair but two neighbouring ones: what remains when one character is wrong."""
    every_way = (demanded[:at] + demanded[at + 2 :] for at in range(len(demanded) - 1))  # type: ignore[operator]
    return some(every(tokens(kept)) for kept in every_way)


def _others(parts: Iterable[Part], one: Part) -> list[Expression]:
    return [part.anywhere for part in parts if part is not one]
