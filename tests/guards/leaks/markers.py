"""Marks that are found wherever a planted object shows: in text, headers and inside exported sheets."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

LETTERS = "bcdfghjklmnpqrstvwxz"
PREFIX = "qz"
LENGTH = 6
PATTERN = re.compile(rb"qz[bcdfghjklmnpqrstvwxz]{6}")


@dataclass(frozen=True)
class Planted:
    """An object with a mark in its data.

    `kind` is the model's label, for people with what they are ("identity.Person:pupil"). `places`
    names the places that hold it, from the city down; `people` are those whom it is about; `also`
    names the places around a second one that may know it.
    """

    mark: str
    kind: str
    places: tuple[str, ...]
    people: frozenset[int] = frozenset()
    also: tuple[str, ...] = ()


@dataclass
class Marks:
    """All marks given out."""

    by_mark: dict[bytes, Planted] = field(default_factory=dict)

    def give(
        self, kind: str, places: tuple[str, ...], people: frozenset[int] = frozenset(), also: tuple[str, ...] = ()
    ) -> str:
        """A new mark for an object."""
        number, letters = len(self.by_mark), ""
        for _ in range(LENGTH):
            number, digit = divmod(number, len(LETTERS))
            letters += LETTERS[digit]
        mark = PREFIX + letters
        self.by_mark[mark.encode()] = Planted(mark, kind, places, people, also)
        return mark

    def found_in(self, response: Any) -> set[Planted]:
        """What shows anywhere in an answer."""
        marks = {mark for part in parts_of(response) for mark in PATTERN.findall(part)}
        return {self.by_mark[mark] for mark in marks if mark in self.by_mark}

    @property
    def kinds(self) -> set[str]:
        """The kinds of objects that carry a mark."""
        return {planted.kind for planted in self.by_mark.values()}


def parts_of(response: Any) -> Iterator[bytes]:
    """Headers and body of an answer; of a workbook everything that is packed in it."""
    yield "\n".join(f"{name}: {value}" for name, value in response.headers.items()).lower().encode()
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            for name in book.namelist():
                yield book.read(name).lower()
        return
    yield body.lower()
