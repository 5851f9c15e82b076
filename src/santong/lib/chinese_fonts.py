"""A Chinese font of the system, for printed documents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
    Path("/System/Library/Fonts"),
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
PATTERNS = (
    "NotoSansCJK*-Regular.*",
    "NotoSansSC*-Regular.*",
    "SourceHanSans*-Regular.*",
    "wqy-microhei.*",
    "wqy-zenhei.*",
    "DroidSansFallback*.ttf",
    "PingFang.ttc",
    "STHeiti*.ttc",
    "msyh.ttc",
    "simhei.ttf",
    "simsun.ttc",
    "NotoSerifCJK*-Regular.*",
)
"""File names, the best for print first."""
SUFFIXES = frozenset({".ttf", ".otf", ".ttc"})
FAMILY_NAME = 1
SAMPLE = "级证码"
"""Characters of simplified Chinese that a usable font has."""


class NoChineseFont(LookupError):
    """No font of the system has simplified Chinese characters."""


@dataclass(frozen=True)
class ChineseFont:
    """A font file, and which of the fonts in it (0 for a file with one)."""

    path: Path
    number: int = 0


@cache
def chinese_font() -> ChineseFont:
    """The best Chinese font that is installed; raises `NoChineseFont`."""
    for pattern in PATTERNS:
        for folder in FOLDERS:
            for path in sorted(folder.rglob(pattern)) if folder.is_dir() else ():
                found = _usable(path)
                if found is not None:
                    return found
    raise NoChineseFont


def _usable(path: Path) -> ChineseFont | None:
    from fontTools.ttLib import TTCollection, TTFont, TTLibError  # slow to load, and only wanted for printing

    if path.suffix.lower() not in SUFFIXES:
        return None
    try:
        fonts = TTCollection(path, lazy=True).fonts if path.suffix.lower() == ".ttc" else [TTFont(path, lazy=True)]
    except (OSError, TTLibError):
        return None
    # Collections hold a font for each country; the shapes wanted are those of mainland China.
    for number in sorted(range(len(fonts)), key=lambda n: not _is_simplified(fonts[n])):
        if all(ord(character) in fonts[number].getBestCmap() for character in SAMPLE):
            return ChineseFont(path, number)
    return None


def _is_simplified(font: TTFont) -> bool:
    family = str(font["name"].getDebugName(FAMILY_NAME) or "")
    return family.endswith((" SC", " CN")) and "Mono" not in family
