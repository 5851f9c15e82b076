"""Languages that nobody speaks: every word of the interface marked, longer than in English, or in Arabic letters.

A page in one of them shows what can't be translated, what is too narrow, and what stands on the wrong side.
"""

from __future__ import annotations

import re
from pathlib import Path

from santong.kit.languages.brought import catalogue_of
from santong.kit.languages.compiling import compile_brought
from santong.kit.languages.gathering import update

OPEN, CLOSE = "⟦", "⟧"
LATIN = str.maketrans("aeiouyAEIOUYcnszCNSZ", "áéíóúýÁÉÍÓÚÝçñšžÇÑŠŽ")
ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابجدەفگحىژكلمنوپقرستۇڤۋخيز")
KEPT = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]*>|&\w+;)")
LONGER = "~"


def write_pseudo(folder: Path, code: str, name: str, *, is_rtl: bool = False) -> None:
    """A catalogue below `folder` in which everything is translated into the language that nobody speaks."""
    path = catalogue_of(folder, code)
    catalogue = update(path, code, name, is_rtl=is_rtl)
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: said(entry.msgid, is_rtl), 1: said(entry.msgid_plural, is_rtl)}
        else:
            entry.msgstr = said(entry.msgid, is_rtl)
    catalogue.save(str(path))
    compile_brought(folder)


def said(text: str, is_rtl: bool) -> str:
    """A text in that language; what programs fill in or read stays as it is."""
    parts = [part if KEPT.fullmatch(part) else _letters(part, is_rtl) for part in KEPT.split(text)]
    return f"{OPEN}{''.join(parts)}{LONGER * (len(text) // 5)}{CLOSE}"


def _letters(text: str, is_rtl: bool) -> str:
    return text.lower().translate(ARABIC) if is_rtl else text.translate(LATIN)
