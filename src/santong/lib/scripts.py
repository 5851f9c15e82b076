"""Traditional and simplified characters: one form to compare texts in, so that either finds the other.

Only what is compared is folded; people read texts as they were written. Source of the tables: OpenCC.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize

from santong.lib.chinese import is_han

if TYPE_CHECKING:
    from opencc import OpenCC

_BY_MEANING = dict(zip("著瞭藉覆祇彷", "着了借复只仿", strict=True))
"""Simplified texts write these, too, though each also stands for a simplified character: 看著 is 看着.

OpenCC decides by the words around them. Compared texts have to be equal whatever stands around, so that
they are always folded: 著名 is compared as 着名, in both scripts.
"""
_REACHED = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
"""Characters that can be offered as another's spelling: all but the rare planes."""


def fold_scripts(text: str) -> str:
    """The text with every character in one script; as long as the text."""
    return text if text.isascii() else text.translate(_FOLDS)


def spellings(character: str) -> str:
    """All characters that are folded to the same as this one, itself first: 发 gives 发發髮."""
    others = _classes().get(fold_scripts(character), "")
    return "".join(dict.fromkeys(character + fold_scripts(character) + others))


@lru_cache(maxsize=32_768)
def simplified(text: str) -> str:
    """The text in simplified characters by the words that it consists of, as one reads it: 乾淨 is 干净, 乾坤 stays."""
    return text if text.isascii() else _converter("t2s").convert(text)


class _Folds(dict[int, str]):
    """What each character is compared as, worked out when it is first met; a table for `str.translate`."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = folded = _folded([character])[0] if is_han(character) else character
        return folded


_FOLDS = _Folds()


def _folded(characters: Sequence[str]) -> list[str]:
    """What each of some Chinese characters is compared as."""
    characters = [normalize("NFC", character) for character in characters]
    # The regional table only where the general one is silent; twice, because 薴 becomes 苧, and that 苎.
    general = _converted("t2s", _converted("t2s", characters))
    regional = _converted("hk2s", characters)
    found = zip(characters, general, regional, strict=True)
    return [_BY_MEANING.get(one) or (other if plain == one else plain) for one, plain, other in found]


def _converted(table: str, characters: Sequence[str]) -> list[str]:
    return _converter(table).convert("\n".join(characters)).split("\n")


@cache
def _classes() -> dict[str, str]:
    """The traditional characters of each simplified one."""
    every = [chr(code) for start, end in _REACHED for code in range(start, end) if is_han(chr(code))]
    found: dict[str, str] = {}
    for character, folded in zip(every, _folded(every), strict=True):
        if folded != character:
            found[folded] = found.get(folded, "") + character
    return found


@cache
def _converter(name: str) -> OpenCC:
    # Imported when first needed: the library takes 60 ms that a starting process can spare.
    from opencc import OpenCC

    return OpenCC(name)
