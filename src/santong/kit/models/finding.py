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
    start = ""

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, parameters = self.process_lhs(compiler, connection)
        pattern = "".join(_either(char) or _GLOB.sub(r"[\g<0>]", char) for char in str(self.rhs))
        return f"{left} GLOB %s", [*parameters, ("" if self.start else "*") + pattern + "*"]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, parameters = self.process_lhs(compiler, connection)
        pattern = "".join(_either(char) or re.escape(char) for char in str(self.rhs))
        return f"{left} ~ %s", [*parameters, self.start + pattern]

    def get_prep_lookup(self) -> str:
        return str(self.rhs)


@CharField.register_lookup
@TextField.register_lookup
class Begins(Holds):
    """Begins with the text, in upper or lower case and in either script of Chinese."""

    lookup_name = "begins"
    start = "^"


def _either(character: str) -> str:
    """The class of the characters that are taken for this one; "" for one that stands for itself."""
    kinds = dict.fromkeys(kind for each in spellings(character) for kind in (each, each.lower(), each.upper()))
    found = "".join(kind for kind in kinds if len(kind) == 1)
    return f"[{found}]" if len(found) > 1 else ""
