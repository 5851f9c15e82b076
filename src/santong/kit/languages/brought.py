"""Which languages a region has brought, and the settings that follow. Read before Django is set up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.translation import to_locale
from django.utils.translation.trans_real import language_code_re

OWN = ("zh-hans", "en")
"""What the product speaks by itself."""
NAME, DIRECTION, RIGHT_TO_LEFT = "X-Language-Name", "X-Direction", "rtl"
FILE = Path("LC_MESSAGES", "django.po")
HEADER_BYTES = 8_000


@dataclass(frozen=True)
class Brought:
    """A language by its code (`bo`, `kk`, `ug` …), with its name in the language itself."""

    code: str
    name: str
    is_rtl: bool = False

    @property
    def info(self) -> dict[str, Any]:
        """What Django wants to know of a language; it knows most by itself."""
        return {"bidi": self.is_rtl, "code": self.code, "name": self.name, "name_local": self.name}


def catalogue_of(folder: Path, code: str) -> Path:
    """Where the catalogue of a language lies below a folder of catalogues."""
    return folder / to_locale(code) / FILE


def is_code(text: str) -> bool:
    """Whether a text is the code of a language that the product doesn't speak by itself."""
    return bool(language_code_re.match(text)) and text not in OWN and text == text.lower()


def languages_in(folder: Path) -> list[Brought]:
    """The languages that have a catalogue below a folder, by their codes; none where there is no folder."""
    found = {code: path for code, path in _catalogues(folder) if is_code(code)}
    return [_read(code, path) for code, path in sorted(found.items())]


def _catalogues(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.glob(f"*/{FILE}"):
        yield path.parents[1].name.replace("_", "-").lower(), path


def _read(code: str, path: Path) -> Brought:
    """Name and direction from the catalogue's header, else what Django knows of the language."""
    with path.open("rb") as file:
        head = file.read(HEADER_BYTES).decode("utf-8", "replace")
    said = dict(re.findall(rf'"({NAME}|{DIRECTION}): *(.*?)\\n"', head))
    known: dict[str, Any] = LANG_INFO.get(code, {})
    name = said.get(NAME) or known.get("name_local") or code
    direction = said.get(DIRECTION)
    return Brought(code, name, direction == RIGHT_TO_LEFT if direction else bool(known.get("bidi")))


def introduce(languages: list[Brought]) -> None:
    """Make them known to Django, which has a table of languages and asks nobody else."""
    for each in languages:
        LANG_INFO[each.code] = {**LANG_INFO.get(each.code, {}), **each.info}


def header(code: str, name: str, *, is_rtl: bool) -> dict[str, str]:
    """The header of a new catalogue."""
    return {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": code,
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
        NAME: name,
        DIRECTION: RIGHT_TO_LEFT if is_rtl else "ltr",
    }
