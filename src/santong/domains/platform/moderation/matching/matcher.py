"""All words of the lists in one Aho–Corasick automaton, matched in one pass over a text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from ahocorasick import STORE_ANY, Automaton

from santong.domains.platform.moderation.matching.folding import fold, positions, width
from santong.domains.platform.moderation.matching.sieving import LONGEST_FILLER, Sieve, sieves
from santong.domains.platform.moderation.matching.sounding import Heard, Sounds

LONGEST_GAP = 4
"""Characters that may stand between two of a word, to hide it; any number of invisible ones with them."""

STOPS = frozenset("。！？；!?;")
"""No word goes on behind the end of a sentence: "他不吸毒。品格好" holds none. But see `_is_spelled`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the lists: `path` is where it holds, with all below; `is_harmless` phrases hide words in them.

    `sounds` is what `sounding.sounds_of` says of it.
    """

    word_id: int
    text: str
    folded: str
    path: str
    is_harmless: bool = False
    sounds: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A word at `text[start:end]`; one that `is_strewn`, or spelled by its sound, may be chance."""

    start: int
    end: int
    entry: Entry
    is_strewn: bool = False


class Matcher:
    """Finds entries in texts. Never changed once built, so threads may share it.

    The automaton reads UTF-8 byte for byte (each as one letter): its nodes keep their children in
    a row, and at the root 20,000 words would begin with thousands of different characters.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        by_key: dict[str, list[Entry]] = {}
        for entry in entries:
            by_key.setdefault(entry.folded, []).append(entry)
        self._automaton = Automaton(STORE_ANY)
        for key, same in by_key.items():
            self._automaton.add_word(_bytewise(key), tuple(same))
        if by_key:
            self._automaton.make_automaton()
        self._heard = {key: [each for each in same if not each.is_harmless] for key, same in by_key.items()}
        self._sounds = Sounds((key, same[0].sounds) for key, same in self._heard.items() if same and same[0].sounds)

    def __len__(self) -> int:
        return len(self._automaton)

    def find(self, text: str, path: str) -> list[Match]:
        """The words in a text that hold at a place, in order, without those inside harmless phrases."""
        folded = fold(text)
        spans = list(self._spans(folded))
        strewn = [(sieve, list(self._spans(sieve.kept))) for sieve in sieves(folded)]
        heard = list(self._sounds.find(folded))
        if not spans and not heard and not any(found for _, found in strewn):
            return []
        origin = positions(text)
        found = [
            Match(origin[first], origin[last] + 1, entry)
            for first, last, entries in spans
            if is_written(text, origin, folded, first, last)
            for entry in entries
            if path.startswith(entry.path)
        ]
        for sieve, hidden in strewn:
            found += _strewn(text, origin, sieve, hidden, path)
        found += self._spelled(text, folded, origin, heard, path)
        return _without_harmless(list(dict.fromkeys(found)))

    def _spelled(
        self, text: str, folded: str, origin: Sequence[int], heard: Iterable[Heard], path: str
    ) -> Iterator[Match]:
        """The words that other characters or letters spell by their sound."""
        for each in heard:
            if _stands_together(text, origin, each) and self._sounds.is_spelled(each, folded, origin):
                same = (entry for entry in self._heard[each.word.folded] if path.startswith(entry.path))
                start, end = origin[each.first], origin[each.last] + 1
                yield from (Match(start, end, entry, is_strewn=True) for entry in same)

    def _spans(self, folded: str) -> Iterator[tuple[int, int, tuple[Entry, ...]]]:
        """Where entries stand in a folded text: indices of the first and the last character."""
        if not self._automaton:
            return
        stream = _bytewise(folded)
        begins: list[int] = []
        for last_byte, entries in self._automaton.iter(stream):
            begins = begins or _beginnings(stream)
            last = bisect_right(begins, last_byte) - 1
            yield last - len(entries[0].folded) + 1, last, entries


def _strewn(
    text: str, origin: Sequence[int], sieve: Sieve, spans: Iterable[tuple[int, int, tuple[Entry, ...]]], path: str
) -> Iterator[Match]:
    """The words whose characters stand apart throughout, with nothing but fillers and a few signs between them."""
    for first, last, entries in spans:
        places = sieve.places[first : last + 1]
        if not sieve.is_throughout(places):
            continue
        start, end = origin[places[0]], origin[places[-1]] + 1
        gaps = [origin[after] - origin[before] for before, after in pairwise(places)]
        if max(gaps) > LONGEST_FILLER + LONGEST_GAP or not STOPS.isdisjoint(text[start:end]):
            continue
        for entry in entries:
            if not entry.is_harmless and path.startswith(entry.path):
                yield Match(start, end, entry, is_strewn=True)


def _stands_together(text: str, origin: Sequence[int], heard: Heard) -> bool:
    """Whether there are few signs between the characters, and no end of a sentence."""
    places = origin[heard.first : heard.last + 1]
    gaps = [after - before - 1 for before, after in pairwise(places)]
    return max(gaps, default=0) <= LONGEST_GAP and STOPS.isdisjoint(text[places[0] : places[-1] + 1])


def _bytewise(folded: str) -> str:
    return folded.encode("utf-8", "surrogatepass").decode("latin-1")


def _beginnings(stream: str) -> list[int]:
    """Where in a stream of UTF-8 each character begins: at all but bytes of the form 10xxxxxx."""
    return [index for index, byte in enumerate(stream) if not "\x80" <= byte <= "\xbf"]


def is_written(text: str, origin: Sequence[int], folded: str, first: int, last: int) -> bool:
    """Whether `folded[first:last + 1]` stands in the text as one word, perhaps with signs strewn in.

    Latin letters and digits must not go on before or behind ("class" holds no "ass"), and are
    strewn with signs throughout or not at all ("it is so" holds no "tis").
    """
    gaps = [(before + 1, after) for before, after in pairwise(origin[first : last + 1]) if after - before > 1]
    signs = [text[start:end] for start, end in gaps]
    if any(len(each) > LONGEST_GAP and width(each) > LONGEST_GAP for each in signs):
        return False
    if not STOPS.isdisjoint("".join(signs)) and not _is_spelled(origin, folded, first, last):
        return False
    if gaps and folded[first : last + 1].isascii() and len(gaps) < last - first:
        return False
    return not (_continues(folded, origin, first - 1, first) or _continues(folded, origin, last, last + 1))


def _is_spelled(origin: Sequence[int], folded: str, first: int, last: int) -> bool:
    """Whether Chinese characters stand one by one with signs between, as in no sentence: "网。络。赌。博".

    Of two characters those before and behind have to be apart as well: "吸毒。品格" are two sentences.
    """
    if any(char.isascii() for char in folded[first : last + 1]):
        return False
    apart = (first, last) if last - first > 1 else (max(first - 1, 0), min(last + 1, len(folded) - 1))
    return all(after - before > 1 for before, after in pairwise(origin[apart[0] : apart[1] + 1]))


def _continues(folded: str, origin: Sequence[int], left: int, right: int) -> bool:
    """Whether a Latin letter or digit follows another without anything between."""
    if left < 0 or right >= len(folded) or origin[right] - origin[left] > 1:
        return False
    return folded[left].isascii() and folded[right].isascii()


def _without_harmless(found: list[Match]) -> list[Match]:
    harmless = sorted((match.start, match.end) for match in found if match.entry.is_harmless)
    words = [match for match in found if not match.entry.is_harmless]
    if not harmless:
        return words
    starts = [start for start, _ in harmless]
    ends = list(accumulate((end for _, end in harmless), max))

    def is_covered(match: Match) -> bool:
        index = bisect_right(starts, match.start) - 1
        return index >= 0 and ends[index] >= match.end

    return [match for match in words if not is_covered(match)]
