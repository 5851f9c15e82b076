"""The catalogue that translators fill: all that the product says, with its Chinese beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polib

from santong.kit.i18n import PACKAGE, catalogues
from santong.kit.languages.brought import header
from santong.kit.languages.compiling import read_catalogue


def update(path: Path, code: str, name: str, *, is_rtl: bool) -> polib.POFile:
    """Write the catalogue of a language with everything that can be said; what was translated stays.

    What the product no longer says goes to the end of the file, out of use. Raises OSError when the file there can't
    be read.
    """
    before = {_key(entry): entry for entry in read_catalogue(path)} if path.exists() else {}
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = read_catalogue(path).metadata if path.exists() else header(code, name, is_rtl=is_rtl)
    for entry in sayings():
        old = before.pop(_key(entry), None)
        if old is not None:
            entry.msgstr, entry.msgstr_plural = old.msgstr, old.msgstr_plural
        catalogue.append(entry)
    for old in before.values():
        if old.translated() or old.obsolete:
            old.obsolete = True
            catalogue.append(old)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    return catalogue


def sayings() -> Iterator[polib.POEntry]:
    """Everything that the product says, each once, without translation; the Chinese stands in its comment."""
    seen: set[tuple[str, str | None]] = set()
    for path in (each for each in catalogues() if "zh_Hans" in each.parts):
        for entry in polib.pofile(str(path)):
            if entry.obsolete or _key(entry) in seen:
                continue
            seen.add(_key(entry))
            yield _blank(entry, path.relative_to(PACKAGE).parents[3].as_posix())


def _blank(entry: polib.POEntry, module: str) -> polib.POEntry:
    chinese = entry.msgstr or next(iter(entry.msgstr_plural.values()), "")
    plural = dict.fromkeys((0, 1), "") if entry.msgid_plural else {}
    return polib.POEntry(
        msgid=entry.msgid, msgctxt=entry.msgctxt, msgid_plural=entry.msgid_plural, msgstr_plural=plural,
        comment=f"{module}\n{chinese}",
    )  # fmt: skip


def _key(entry: polib.POEntry) -> tuple[str, str | None]:
    return entry.msgid, entry.msgctxt
