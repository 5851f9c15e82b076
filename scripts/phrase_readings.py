"""Write `src/santong/lib/phrase_readings.txt`: the words that aren't read as their characters usually are.

Source: the dictionary of words of pypinyin, of which most say nothing that its dictionary of characters doesn't.
Run after an update of pypinyin: `.venv/bin/python scripts/phrase_readings.py`.
"""

from pathlib import Path

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT
from pypinyin.contrib.tone_convert import to_normal

TARGET = Path(__file__).parents[1] / "src/santong/lib/phrase_readings.txt"
Phrases = dict[str, list[str]]


def main() -> None:
    """Keep what differs, and the longer words within which a kept one would mislead."""
    every = {phrase: [readings[0] for readings in parts] for phrase, parts in PHRASES_DICT.items()}
    kept = {phrase: parts for phrase, parts in every.items() if [*map(to_normal, parts)] != usual(phrase)}
    kept |= {phrase: parts for phrase, parts in every.items() if phrase not in kept and misled(phrase, kept)}
    lines = [f"{phrase} {' '.join(parts)}\n" for phrase, parts in sorted(kept.items())]
    TARGET.write_text("".join(lines), encoding="utf-8")


def usual(phrase: str) -> list[str]:
    """The reading of each character by itself, without tones, which nothing here is searched or sorted by."""
    return [lazy_pinyin(character, style=Style.NORMAL)[0] for character in phrase]


def misled(phrase: str, kept: Phrases) -> bool:
    """Whether a part of the phrase stands among the kept."""
    size = len(phrase)
    return any(phrase[a:b] in kept for a in range(size) for b in range(a + 2, size + 1))


if __name__ == "__main__":
    main()
