"""From text to tokens.

Every kind of token has a digit in front, so that kinds never meet in the one set of tokens that a
document has: `0` words, `1` pinyin of the title, `2` initials of the title, `3` pairs of characters
of the title, `4` scopes, `5` weights and months, `6` facets, `7` pairs of what it belongs to, `8` the whole title.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from santong.lib.scripts import fold_scripts, simplified

if TYPE_CHECKING:
    from types import ModuleType

SCHEME = 2
"""How texts become tokens; counts up whenever that changes, so that documents are put anew. 2: in one script."""
WORD, PINYIN, INITIALS, PAIR, SCOPE, TIER, FACET, CONTEXT_PAIR, WHOLE = "0", "1", "2", "3", "4", "5", "6", "7", "8"
HAN = r"〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{HAN}]+|[a-z0-9]+")
_HAN = re.compile(rf"[{HAN}]")
EMPTY_WORDS = frozenset("的了和与及或在是之于为对有从到把被也都而且但等")
LONGEST_TITLE = 60
"""Characters of a title that are compared as a whole."""


def normal(text: str) -> str:
    """Half-width, lower-case, without marks of composition, in one script."""
    return fold_scripts(_plain(text))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def runs(text: str) -> list[str]:
    """Runs of Chinese characters, and of letters and digits; everything else separates."""
    return _RUN.findall(normal(text))


def is_han(run: str) -> bool:
    """Whether a run is of Chinese characters."""
    return bool(_HAN.match(run))


def compact(text: str) -> str:
    """The runs of a text without what separates them."""
    return "".join(runs(text))


@lru_cache(maxsize=65_536)
def words(run: str) -> tuple[str, ...]:
    """The words of a run of Chinese characters, long ones together with their parts; others as they are."""
    if not is_han(run):
        return (run,)
    return tuple(word for word in _jieba().cut_for_search(run, HMM=False) if word not in EMPTY_WORDS)


@lru_cache(maxsize=65_536)
def plain_words(run: str) -> tuple[str, ...]:
    """The words of a run that follow each other, none within another."""
    return tuple(_jieba().cut(run, HMM=False)) if is_han(run) else (run,)


def pairs(run: str) -> list[str]:
    """Neighbouring characters; a single one for itself."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def grams(text: str, size: int) -> list[str]:
    """All parts of `size` characters; a shorter text for itself."""
    return [text[at : at + size] for at in range(len(text) - size + 1)] or [text]


@lru_cache(maxsize=65_536)
def syllables(run: str) -> tuple[str, ...]:
    """The pinyin of a run without tones, a syllable for each character."""
    from santong.lib.pinyin import syllables_of  # the dictionary takes memory that a resting process can spare

    return tuple(part for part in syllables_of(run) if part.isascii() and part.isalpha())


def pinyin_of(text: str) -> list[str]:
    """The syllables of the Chinese characters of a text."""
    # As it is read, not as it is compared: 著名 is zhuming, though it is compared as 着名.
    found = _RUN.findall(simplified(_plain(text)))
    return [syllable for run in found if is_han(run) for syllable in syllables(run)]


def initials_of(text: str) -> str:
    """The first letters of the syllables."""
    return "".join(syllable[0] for syllable in pinyin_of(text))


def text_tokens(text: str) -> Iterator[str]:
    """Tokens of ordinary text: its words."""
    for run in runs(text):
        for word in words(run):
            yield WORD + word


def title_tokens(title: str) -> Iterator[str]:
    """Tokens of a title: its words, pairs, pinyin and initials, and itself."""
    yield from text_tokens(title)
    yield WHOLE + compact(title)[:LONGEST_TITLE]
    for run in runs(title):
        if is_han(run):
            yield from (PAIR + pair for pair in (*pairs(run), *run))
    spoken = pinyin_of(title)
    yield from pinyin_tokens(spoken)
    if len(spoken) > 1:
        yield from initials_tokens("".join(syllable[0] for syllable in spoken))


def context_tokens(context: str) -> Iterator[str]:
    """Tokens of what a document belongs to: words, and pairs for names that the dictionary lacks."""
    yield from text_tokens(context)
    for run in runs(context):
        if is_han(run):
            yield from (CONTEXT_PAIR + pair for pair in pairs(run))


def pinyin_tokens(spoken: list[str]) -> Iterator[str]:
    """Syllables and neighbouring syllables."""
    yield from (PINYIN + syllable for syllable in spoken)
    yield from (PINYIN + first + second for first, second in pairwise(spoken))


def initials_tokens(letters: str) -> Iterator[str]:
    """Three initials in a row; two of a short title."""
    yield from (INITIALS + part for part in grams(letters, 3))


def token(kind: str, value: str) -> str:
    """A token of a value that isn't text: only letters and digits remain, whatever the value holds."""
    plain = value if value.isascii() and value.isalnum() else "x" + value.encode().hex()
    return kind + plain


def facet_token(number: int, value: str) -> str:
    """The token of a facet's value; `number` is the facet's place in the index."""
    return token(f"{FACET}{number}", value)


def scope_token(code: str, value: str) -> str:
    """The token of a scope of the index with this code."""
    return token(SCOPE + code, value)


def weight_tier(weight: int) -> int:
    """0 to 12: each tier twice as much use as the one before."""
    return min(max(weight, 0).bit_length(), 12)


def tier_token(code: str, tier: int) -> str:
    """The token of a tier of use."""
    return f"{TIER}{code}w{tier}"


def month_token(code: str, year: int, month: int) -> str:
    """The token of a month."""
    return f"{TIER}{code}m{year}{month:02}"


def unique(found: Iterable[str]) -> list[str]:
    """Without repetition, in order."""
    return list(dict.fromkeys(found))


def _jieba() -> ModuleType:
    # Imported when first needed: its dictionary takes a second and 60 MB that a resting process can spare.
    import jieba

    if not jieba.dt.initialized:
        jieba.setLogLevel("WARNING")
        jieba.initialize()
        _fold_words(jieba.dt.FREQ)
    return jieba  # type: ignore[no-any-return]


def _fold_words(known: dict[str, int]) -> None:
    """Write the dictionary's words in the script of what is cut with it, with the beginnings that jieba goes by."""
    moved = "".join(character for character in set().union(*known) if fold_scripts(character) != character)
    for word in list(filter(re.compile(f"[{re.escape(moved)}]").search, known)):
        folded = fold_scripts(word)
        known[folded] = known.pop(word) + known.get(folded, 0)


def load_dictionary() -> None:
    """Have the dictionary ready, so that the first search doesn't wait for it."""
    words("词典")
