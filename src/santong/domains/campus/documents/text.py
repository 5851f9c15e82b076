"""The text of a document: its parts by their marks (GB/T 9704-2012, 7.3.3), and what two texts differ in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext_lazy as _

LEVELS = (
    re.compile(r"[一二三四五六七八九十百]+、"),
    re.compile(r"[（(][一二三四五六七八九十百]+[）)]"),
    re.compile(r"[0-9]{1,2}[.．](?![0-9])"),
    re.compile(r"[（(][0-9]{1,2}[）)]"),
)
LONGEST_COMPARED = 20_000
"""Characters that are compared one by one; of longer texts whole lines are."""
SECRET = re.compile(r"(?:绝密|机密|秘密)\s*(?:★|[0-9]+\s*年|级)|^\s*(?:绝密|机密|秘密)", re.M)
IS_SECRET = _("It bears a mark of secrecy. State secrets may not be written here: use the machines meant for them.")
PERSONAL = re.compile(r"(?<![0-9])(?:1[3-9][0-9]{9}|[1-9][0-9]{16}[0-9Xx])(?![0-9])")


@dataclass(frozen=True)
class Block:
    """A paragraph: `level` is 1 to 4 for parts with a mark, 0 for text. `head` is set in the face of the level."""

    level: int
    head: str
    text: str


def blocks_of(body: str) -> list[Block]:
    """The paragraphs of a text, blank lines left out.

    The head of a part goes as far as its first full stop; a line without one is all head.
    """
    return [_block(line.strip(" \t\u3000")) for line in body.splitlines() if line.strip(" \t\u3000")]


def _block(line: str) -> Block:
    level = next((number for number, mark in enumerate(LEVELS, 1) if mark.match(line)), 0)
    if not level:
        return Block(0, "", line)
    head, stop, rest = line.partition("。")
    return Block(level, head + stop, rest) if rest else Block(level, line, "")


def is_secret(text: str) -> bool:
    """Whether a text bears a mark of secrecy, as state secrets do."""
    return SECRET.search(text) is not None


def personal_numbers(text: str) -> int:
    """How many mobile numbers and identity numbers a text holds."""
    return len(PERSONAL.findall(text))


@dataclass(frozen=True)
class Piece:
    """A piece of two compared texts: "same", "out" (only in the older) or "in" (only in the newer)."""

    how: str
    text: str


def compared(old: str, new: str) -> list[Piece]:
    """The newer text with what was taken out of the older one and what was put in."""
    if len(old) + len(new) <= LONGEST_COMPARED:
        return list(_pieces(old, new))
    return list(_pieces(old.splitlines(keepends=True), new.splitlines(keepends=True)))


def _pieces(old: str | list[str], new: str | list[str]) -> Iterator[Piece]:
    for verb, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if verb == "equal":
            yield Piece("same", "".join(new[c:d]))
        else:
            if b > a:
                yield Piece("out", "".join(old[a:b]))
            if d > c:
                yield Piece("in", "".join(new[c:d]))
