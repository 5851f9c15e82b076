"""Words spelled by their sound: wangluodubo, 网络du博, 网洛赌搏.

What a word sounds like is written down with it (`sounds_of`), so that nobody who only checks texts needs the
dictionary of readings, which takes 57 MB.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ahocorasick import STORE_ANY, Automaton

from santong.lib.chinese import is_han

LONGEST = 12
"""Characters of a word that is also looked for by its sound."""
SURE = 4
"""Characters of a word that other characters with its sounds and tones spell by no chance; 校园带 is no 校园贷."""
PLAIN = 3
"""Syllables that are no word of another language when they are written in letters alone."""
BREAK = "\n"


def sounds_of(folded: str) -> str:
    """What a word in the form for comparing sounds like, for `Sounds`: ``wang3 网往枉 luo4 络洛落 …``."""
    if not 1 < len(folded) <= LONGEST or not all(map(is_han, folded)):
        return ""
    from santong.lib.pinyin import sound_of, sounding_like  # the dictionary takes a moment and memory

    found = [(sound_of(char), char) for char in folded]
    if len(folded) < SURE:
        return " ".join(f"{sound} {char}" for sound, char in found)
    return " ".join(f"{sound} {char}{sounding_like(sound).replace(char, '')}" for sound, char in found)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word by its sounds: syllables without and with their tones, and where each ends in the letters."""

    folded: str
    syllables: tuple[str, ...]
    sounds: tuple[str, ...]
    ends: tuple[int, ...]

    @property
    def letters(self) -> str:
        return "".join(self.syllables)


@dataclass(frozen=True, slots=True)
class Heard:
    """The letters of a word, from one character of a folded text to another."""

    word: Spoken
    first: int
    last: int


def spoken(folded: str, sounds: str) -> Spoken:
    """Read what `sounds_of` has written."""
    toned = tuple(sounds.split(" ")[::2])
    plain = tuple(sound.rstrip("12345") for sound in toned)
    return Spoken(folded, plain, toned, tuple(accumulate(map(len, plain))))


class _Letters(dict[int, str]):
    """A table for `str.translate`: Chinese characters of known sound become letters, letters stay, all else breaks."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = kept = char if char.isascii() and char.isalpha() else BREAK
        return kept


class Sounds:
    """Finds words by their sound in folded texts. Never changed once built, so threads may share it."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        self._sound_of: dict[str, str] = {}
        self._automaton = Automaton(STORE_ANY)
        by_letters: dict[str, list[Spoken]] = {}
        for folded, sounds in words:
            word = spoken(folded, sounds)
            by_letters.setdefault(word.letters, []).append(word)
            self._learn(sounds)
        for letters, same in by_letters.items():
            self._automaton.add_word(letters, tuple(same))
        if by_letters:
            self._automaton.make_automaton()
        self._letters = _Letters({ord(char): sound.rstrip("12345") for char, sound in self._sound_of.items()})

    def _learn(self, sounds: str) -> None:
        parts = sounds.split(" ")
        for sound, chars in zip(parts[::2], parts[1::2], strict=True):
            self._sound_of.update(dict.fromkeys(chars, sound))

    def find(self, folded: str) -> Iterator[Heard]:
        """Words whose letters stand in a folded text, written ones too: whether they are spelled, `is_spelled` says."""
        if not self._automaton:
            return
        begins: list[int] = []
        for last_letter, words in self._automaton.iter(folded.translate(self._letters)):
            begins = begins or list(accumulate((len(self._letters[ord(char)]) for char in folded), initial=0))
            start, end = last_letter + 1 - len(words[0].letters), last_letter + 1
            first, beyond = bisect_left(begins, start), bisect_left(begins, end)
            if (begins[first], begins[beyond]) == (start, end):
                yield from (Heard(word, first, beyond - 1) for word in words)

    def is_spelled(self, heard: Heard, folded: str, origin: Sequence[int]) -> bool:
        """Whether syllables and characters of the text begin and end together, and sound as the word does."""
        word, first, last = heard.word, heard.first, heard.last
        if _goes_on(folded, origin, first - 1) or _goes_on(folded, origin, last):
            return False
        same, alike, end = 0, 0, 0
        for index in range(first, last + 1):
            char, start = folded[index], end
            end += len(self._letters[ord(char)])
            if not char.isascii():
                if start not in (0, *word.ends) or end not in word.ends:
                    return False
                number = word.ends.index(end)
                same += char == word.folded[number]
                alike += char != word.folded[number]
                if self._sound_of[char] != word.sounds[number]:
                    return False
            elif end not in word.ends and not _goes_on(folded, origin, index):
                return False
        return _is_meant(len(word.folded), same, alike, is_close=origin[last] - origin[first] == last - first)


def _goes_on(folded: str, origin: Sequence[int], index: int) -> bool:
    """Whether a letter or digit follows another without anything between."""
    if index < 0 or index + 1 >= len(folded) or origin[index + 1] - origin[index] > 1:
        return False
    return folded[index].isascii() and folded[index + 1].isascii()


def _is_meant(length: int, same: int, alike: int, *, is_close: bool) -> bool:
    """Whether a word with so many of its own characters, and others that sound alike, isn't there by chance.

    A short one is close together: lessons write 读(dú)品(pǐn).
    """
    if same == length:
        return False  # it is written, and found so
    if length >= SURE:
        return True
    return not alike and (is_close if same else length >= PLAIN)
