"""Pinyin of names and titles, for search and sorting.

Kept apart from ``chinese`` because loading the dictionary takes a noticeable moment.
"""

import os
from functools import lru_cache
from pathlib import Path

# Of 47,000 words in the library's dictionary 3,600 say something that its characters don't; without the
# others a process loads it in a quarter of the time and keeps 45 MB less.
os.environ["PYPINYIN_NO_PHRASES"] = "1"

from pypinyin import Style, lazy_pinyin, load_phrases_dict

from santong.lib.chinese import is_han

_PHRASES = {
    phrase: [[reading] for reading in readings]
    for phrase, *readings in map(str.split, Path(__file__).with_name("phrase_readings.txt").open(encoding="utf-8"))
}
"""Words that aren't read as their characters usually are; written by ``scripts/phrase_readings.py``."""
load_phrases_dict(_PHRASES)

# Characters read differently as a surname, and the surnames of two characters
# whose first one is read unusually.  Source: 通用规范汉字字典, entries marked 姓.
_SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha",
    "任": "ren", "盖": "ge", "华": "hua", "朴": "piao", "翟": "zhai", "尹": "yin",
    "冼": "xian", "覃": "qin", "缪": "miao", "燕": "yan", "乐": "yue", "员": "yun",
    "种": "chong", "黑": "he", "折": "she", "秘": "bi", "繁": "po", "宓": "fu",
    "幺": "yao", "句": "gou", "洗": "xian", "召": "shao", "纪": "ji", "葛": "ge",
    "逄": "pang", "晁": "chao", "谌": "chen", "郇": "xun", "占": "zhan", "车": "che",
}  # fmt: skip
_TWO_CHARACTER_SURNAMES = {
    "尉迟": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "长孙": ("zhang", "sun"),
    "单于": ("chan", "yu"),
    "澹台": ("tan", "tai"),
}


@lru_cache(maxsize=32_768)
def pinyin_of_name(name: str) -> str:
    """Syllables joined by blanks, without tones: 曾国远 gives ``zeng guo yuan``."""
    return " ".join(_syllables(name))


@lru_cache(maxsize=32_768)
def initials_of_name(name: str) -> str:
    """First letters: 曾国远 gives ``zgy``."""
    return "".join(syllable[0] for syllable in _syllables(name) if syllable)


def _syllables(name: str) -> list[str]:
    letters = "".join(character for character in name if is_han(character) or character.isascii())
    plain = _readings(letters)
    if letters[:2] in _TWO_CHARACTER_SURNAMES:
        return [*_TWO_CHARACTER_SURNAMES[letters[:2]], *plain[2:]]
    if letters[:1] in _SURNAMES:
        return [_SURNAMES[letters[:1]], *plain[1:]]
    return [part for part in plain if part]


def _readings(letters: str) -> list[str]:
    """The readings of a name; character by character, from memory, where no word is hidden in it."""
    if letters.isascii() or _has_phrase(letters):
        return [part.strip().lower() for part in lazy_pinyin(letters, style=Style.NORMAL)]
    return [_reading(character) for character in letters]


def _has_phrase(letters: str) -> bool:
    """Whether characters side by side are a word, which the dictionary may read in its own way."""
    size = len(letters)
    return any(letters[a:b] in _PHRASES for a in range(size - 1) for b in range(a + 2, size + 1))


@lru_cache(maxsize=8192)
def _reading(character: str) -> str:
    return lazy_pinyin(character, style=Style.NORMAL)[0].strip().lower()


def syllables_of(text: str) -> list[str]:
    """A syllable without tone for each Chinese character, with other characters as they are."""
    return lazy_pinyin(text, style=Style.NORMAL)


def sound_of(character: str) -> str:
    """The usual reading with its tone: 网 gives ``wang3``; "" for what isn't a Chinese character."""
    return lazy_pinyin(character, style=Style.TONE3, neutral_tone_with_five=True)[0] if is_han(character) else ""


def sounding_like(sound: str) -> str:
    """The common characters (the first level of GB/T 2312) that are usually read so: ``wang3`` gives 网往枉罔…"""
    return _characters_by_sound().get(sound, "")


@lru_cache(maxsize=1)
def _characters_by_sound() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in range(0xB0, 0xD8):
        for column in range(0xA1, 0xFF):
            character = bytes((row, column)).decode("gb2312", "ignore")
            sound = sound_of(character) if character else ""
            found[sound] = found.get(sound, "") + character
    return found
