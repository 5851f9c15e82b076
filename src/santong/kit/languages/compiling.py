"""From a region's catalogues to what Django reads. A bad translation is left out, and Chinese shows in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

from santong.kit.languages.brought import catalogue_of, languages_in

PLACE = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")
TAG = re.compile(r"</?([a-z][a-z0-9]*)", re.IGNORECASE)
STRAY = re.compile(r"%(?!\(\w+\)[sd]|[sd])")


@dataclass(frozen=True)
class Fault:
    """A translation that can't be used: in which file and line, and why."""

    path: Path
    line: int
    text: str
    why: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text!r}: {self.why}"


def read_catalogue(path: Path) -> polib.POFile:
    """A catalogue as polib reads it. Raises OSError, with the line where it can't be read."""
    try:
        return polib.pofile(str(path))
    except UnicodeDecodeError as problem:
        raise OSError(f"{path}: not UTF-8 at byte {problem.start}") from problem


def compile_brought(folder: Path) -> None:
    """Write the .mo beside each catalogue that is newer, without what can't be used."""
    for path in _paths(folder):
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            _compile(path, target)


def faults_in(folder: Path) -> Iterator[Fault]:
    """What is wrong in the catalogues that a region brought."""
    for path in _paths(folder):
        try:
            catalogue = read_catalogue(path)
        except OSError as problem:
            yield Fault(path, 0, "", str(problem))
        else:
            yield from (Fault(path, e.linenum, e.msgid[:60], why) for e in catalogue if (why := why_unusable(e)))


def _paths(folder: Path) -> list[Path]:
    return [catalogue_of(folder, each.code) for each in languages_in(folder)]


def _compile(path: Path, target: Path) -> None:
    try:
        catalogue = read_catalogue(path)
    except OSError:
        # Told by `santong doctor`; until it is mended, the language is as it was.
        return
    usable = polib.POFile()
    usable.metadata = catalogue.metadata
    usable.extend(entry for entry in catalogue.translated_entries() if not why_unusable(entry))
    usable.save_as_mofile(str(target))


def why_unusable(entry: polib.POEntry) -> str:
    """Why a translation would break a page or say less than the original; "" when it does neither."""
    originals = {entry.msgid, entry.msgid_plural} - {""}
    for said in [entry.msgstr, *entry.msgstr_plural.values()]:
        if said and (why := _why(originals, said)):
            return why
    return ""


def _why(originals: set[str], said: str) -> str:
    wanted = [_places(text) for text in originals]
    if _places(said) not in wanted:
        named = ", ".join(sorted(wanted[0])) or "no placeholders"
        return f"it must have {named}, as the original does"
    if _is_filled_in(originals) and _has_stray(said):
        return "a per cent sign in it must be written twice"
    if not _tags(said) <= set.union(*map(_tags, originals)):
        return "it has markup that the original has not"
    return ""


def _is_filled_in(originals: set[str]) -> bool:
    return any(map(_places, originals)) and not any(map(_has_stray, originals))


def _has_stray(text: str) -> bool:
    """Whether it has a per cent sign that begins no placeholder."""
    return bool(STRAY.search(text.replace("%%", "")))


def _places(text: str) -> frozenset[str]:
    return frozenset(match[0] for match in PLACE.finditer(text.replace("%%", "")))


def _tags(text: str) -> set[str]:
    return {name.lower() for name in TAG.findall(text)}
