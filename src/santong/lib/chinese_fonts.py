"""A Chinese font of the system, for printed documents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
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


def common_characters() -> str:
    """ASCII and the characters of GB/T 2312, which hold nearly every name and all that is printed beside it."""
    double = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    han = "".join(pair.decode("gb2312", "ignore") for pair in double)
    return "".join(map(chr, range(0x20, 0x7F))) + han + "·—"  # for which Python's table has look-alikes


def reduced_font(font: ChineseFont, folder: Path) -> ChineseFont:
    """The font with the common characters alone, made once and kept in a folder.

    A collection of tens of thousands of shapes is read whole for every document; this is a tenth of it.
    """
    stat = font.path.stat()
    kept = folder / f"{font.path.stem}-{font.number}-{stat.st_size}-{int(stat.st_mtime)}.otf"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as part:
            _reduce(font, part.name)
        Path(part.name).replace(kept)
    return ChineseFont(kept)


def _reduce(font: ChineseFont, target: str) -> None:
    from fontTools.subset import Options, Subsetter, load_font, save_font  # slow to load, and only wanted for printing

    options = Options(layout_features=[], name_IDs=["*"], notdef_outline=True, font_number=font.number)
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
    whole = load_font(str(font.path), options, lazy=True)
    subsetter = Subsetter(options)
    subsetter.populate(text=common_characters())
    subsetter.subset(whole)
    save_font(whole, target, options)
