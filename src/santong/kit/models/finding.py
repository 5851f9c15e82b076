"""Look-ups for what people type: `name__holds="国歌"` finds 國歌 as well, `begins` at the start of the text.

For columns of tables that are small or narrowed by something else: they read every row.
"""

from __future__ import annotations

import re
from typing import Any

from django.db.models import CharField, Lookup, TextField

from santong.lib.scripts import spellings

_GLOB = re.compile(r"[*?\[]")


@CharField.register_lookup
@TextField.register_lookup
class Holds(Lookup):
    """Contains the text, in upper or lower case and in either script of Chinese."""

    lookup_name = "holds"

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return self._any_of(compiler, connection, "GLOB", [f"*{_glob(str(self.rhs))}*"])

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return self._any_of(compiler, connection, "~", [_regex(str(self.rhs))])

    def get_prep_lookup(self) -> str:
        return str(self.rhs)

    def _any_of(self, compiler: Any, connection: Any, operator: str, patterns: list[str]) -> tuple[str, list[Any]]:
        left, parameters = self.process_lhs(compiler, connection)
        condition = " OR ".join([f"{left} {operator} %s"] * len(patterns))
        return f"({condition})", [value for pattern in patterns for value in (*parameters, pattern)]


@CharField.register_lookup
@TextField.register_lookup
class Begins(Holds):
    """Begins with the text, in upper or lower case and in either script of Chinese.

    Each form of the first character is a condition of its own: an index is looked up by what is sure to come first.
    """

    lookup_name = "begins"

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        first, rest = _first(str(self.rhs))
        patterns = [_GLOB.sub(r"[\g<0>]", form) + _glob(rest) + "*" for form in first]
        return self._any_of(compiler, connection, "GLOB", patterns)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        first, rest = _first(str(self.rhs))
        return self._any_of(compiler, connection, "~", [f"^{re.escape(form)}{_regex(rest)}" for form in first])


def _first(text: str) -> tuple[list[str], str]:
    """The forms of the first character, and the text after it."""
    return (_forms(text[0]) if text else [""]), text[1:]


def _glob(text: str) -> str:
    return "".join(_either(char) or _GLOB.sub(r"[\g<0>]", char) for char in text)


def _regex(text: str) -> str:
    return "".join(_either(char) or re.escape(char) for char in text)


def _either(character: str) -> str:
    """The class of the characters that are taken for this one; "" for one that stands for itself."""
    found = _forms(character)
    return f"[{''.join(found)}]" if len(found) > 1 else ""


def _forms(character: str) -> list[str]:
    """The characters that are taken for this one, itself first."""
    kinds = dict.fromkeys(kind for each in spellings(character) for kind in (each, each.lower(), each.upper()))
    return [kind for kind in kinds if len(kind) == 1]
