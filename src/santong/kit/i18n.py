"""Translations: compile the catalogues, and find strings that lack one.

    python -m santong.kit.i18n            compile every .po to .mo
    python -m santong.kit.i18n --check    also fail when a string of the interface has no Chinese

Msgids are English; each application keeps its Chinese in `locale/zh_Hans/LC_MESSAGES/django.po`. What an application
says stands in its own catalogue or in the kit's: a word borrowed from another module changes its meaning with that one.
Pure Python, so that a fresh machine needs no gettext tools.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parent.parent
FUNCTIONS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "gettext_noop"}
TRANSLATE = re.compile(r"""\{%\s*(?:trans|translate)\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')(.*?)%\}""", re.S)
UNDERSCORE = re.compile(r"""\b_\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*\)""")
BLOCK = re.compile(r"\{%\s*blocktrans(?:late)?\b(.*?)%\}(.*?)\{%\s*endblocktrans(?:late)?\s*%\}", re.S)
PLURAL = re.compile(r"\{%\s*plural\s*%\}")
CONTEXT = re.compile(r"""context\s+["']([^"']+)["']""")
VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True)
class Message:
    """A string of the interface and where it stands."""

    text: str
    context: str | None
    place: str


def catalogues() -> list[Path]:
    """Every `django.po` of the package."""
    return sorted(PACKAGE.glob("**/locale/*/LC_MESSAGES/django.po"))


def compile_all() -> int:
    """Write the .mo beside each .po that is newer; returns how many were written."""
    written = 0
    for source in catalogues():
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
            written += 1
    return written


def missing() -> list[Message]:
    """Strings without a Chinese translation in the catalogue of their application or of the kit, each once."""
    known = {path.parents[3]: _translated(path) for path in catalogues() if "zh_Hans" in path.parts}
    common = known[PACKAGE / "kit"]
    found: dict[tuple[Path, str, str | None], Message] = {}
    for message in messages():
        home = home_of(message, known)
        key = (message.text, message.context)
        if key not in known[home] and key not in common:
            found[home, message.text, message.context] = message
    return sorted(found.values(), key=lambda m: m.place)


def home_of(message: Message, known: Collection[Path]) -> Path:
    """The folder of the application that says something, the kit for what no application has."""
    above = (PACKAGE / message.place.partition(":")[0]).parents
    return next((folder for folder in above if folder in known), PACKAGE / "kit")


def _translated(path: Path) -> set[tuple[str, str | None]]:
    entries = polib.pofile(str(path))
    return {(entry.msgid, entry.msgctxt) for entry in entries if entry.translated() and not entry.obsolete}


def messages() -> Iterator[Message]:
    """Every translatable string of the package's code and templates."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            yield from _in_python(path)
    for path in sorted([*PACKAGE.rglob("templates/**/*.html"), *PACKAGE.rglob("templates/**/*.txt")]):
        yield from _in_template(path)


def _in_python(path: Path) -> Iterator[Message]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or _name(node.func) not in FUNCTIONS:
            continue
        texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        place = f"{path.relative_to(PACKAGE)}:{node.lineno}"
        if texts and _name(node.func).startswith("pgettext"):
            yield Message(texts[1], texts[0], place)
        elif texts:
            yield Message(texts[0], None, place)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _in_template(path: Path) -> Iterator[Message]:
    source = path.read_text(encoding="utf-8")
    place = str(path.relative_to(PACKAGE))
    for match in TRANSLATE.finditer(source):
        yield Message(_unescape(match), _context(match.group(3)), place)
    for match in UNDERSCORE.finditer(source):
        yield Message(_unescape(match), None, place)
    for match in BLOCK.finditer(source):
        singular = PLURAL.split(match.group(2))[0]
        text = VARIABLE.sub(r"%(\1)s", singular.replace("%", "%%"))
        if "trimmed" in match.group(1):
            text = " ".join(line.strip() for line in text.split("\n") if line.strip())
        yield Message(text, _context(match.group(1)), place)


def _unescape(match: re.Match[str]) -> str:
    text = match.group(1) if match.group(1) is not None else match.group(2)
    return text.replace('\\"', '"').replace("\\'", "'")


def _context(options: str) -> str | None:
    found = CONTEXT.search(options)
    return found.group(1) if found else None


def main(arguments: list[str]) -> int:
    """Command line; returns the exit code."""
    compile_all()
    if "--check" not in arguments:
        return 0
    lacking = missing()
    for message in lacking:
        print(f"{message.place}: no Chinese for {message.text!r}", file=sys.stderr)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
