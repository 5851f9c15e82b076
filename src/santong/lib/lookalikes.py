"""Characters that look like an ordinary Chinese one without being it, and characters nobody sees.

Text copied out of a PDF often brings the sign of a radical (⼒, ⻘) instead of the character (力, 青). It looks
the same, and no search ever finds it.
"""

import re
import unicodedata

_FIRST_OF_SUPPLEMENT = 0x2E81
_SUPPLEMENT = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵"
    "\0旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤"
    "覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼"
    "鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
"""The ordinary character of U+2E81 to U+2EF3 (EquivalentUnifiedIdeograph.txt of Unicode 14); U+2E9A is unassigned."""

_RADICALS = {_FIRST_OF_SUPPLEMENT + place: each for place, each in enumerate(_SUPPLEMENT) if each != "\0"}
_LOOKALIKE = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""For character classes: what Unicode calls Default_Ignorable, with the blank of Braille (U+2800)."""

BROKEN = "\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff"
"""For character classes: what a lost character became, and private ones, which look different everywhere."""

_BROKEN = re.compile(f"[{BROKEN}]")
_INVISIBLE = re.compile(f"[{INVISIBLE}]")


def ordinary(text: str) -> str:
    """The text with signs of radicals and compatibility characters replaced by the ordinary characters."""
    return text if text.isascii() else _LOOKALIKE.sub(_ordinary, text)


def _ordinary(match: re.Match[str]) -> str:
    character = match.group()
    return _RADICALS.get(ord(character)) or unicodedata.normalize("NFKC", character)


def without_invisible(text: str) -> str:
    """The text without characters that take no room and show nothing."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def has_broken(text: str) -> bool:
    """Whether a character of the text was lost or is a private one."""
    return not text.isascii() and _BROKEN.search(text) is not None
