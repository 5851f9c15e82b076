"""Text that people type without marks: paragraphs, and lists where lines begin with a number or a dash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

_NUMBERED = re.compile(r"^\s*(?:\d{1,3}[.．、)）]|[(（]\d{1,3}[)）])\s*(?!\d)(.+)$")
_DASHED = re.compile(r"^\s*[-–—•·*]\s+(.+)$")


@dataclass(frozen=True)
class Block:
    """Lines that belong together: `kind` is "text", "numbered" or "dashed"; of lists the lines are without marks."""

    kind: str
    lines: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """A text cut into paragraphs and lists; an empty line ends a paragraph."""
    read = [_read(line) for line in text.replace("\r\n", "\n").split("\n")]
    runs = ((kind, tuple(line for _kind, line in run)) for kind, run in groupby(read, key=lambda each: each[0]))
    return [Block(kind, lines) for kind, lines in runs if kind]


def _read(line: str) -> tuple[str, str]:
    """The kind of a line, "" of an empty one, and what it says."""
    return next(_kinds(line.strip()))


def _kinds(line: str) -> Iterator[tuple[str, str]]:
    if not line:
        yield "", ""
    for kind, mark in (("numbered", _NUMBERED), ("dashed", _DASHED)):
        found = mark.match(line)
        if found:
            yield kind, found[1].strip()
    yield "text", line
