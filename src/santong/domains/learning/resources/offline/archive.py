"""A ZIP (PKWARE APPNOTE 6.3) written while it is sent: nothing is stored, and its size is known before.

Content that is compressed already isn't compressed again, and times are left out. So equal entries give equal
bytes, and a download that broke off can go on at any byte.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

CHUNK = 256 * 1024
EPOCH = (1980, 1, 1, 0, 0, 0)
LOCAL, DESCRIPTOR, CENTRAL, END = 30, 16, 46, 22
"""Bytes of the parts of a ZIP below 2 GB, without the names."""

_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


@dataclass(frozen=True)
class Entry:
    """A file in a ZIP: `size` in bytes; `tag` changes with its content."""

    name: str
    size: int
    tag: str
    open: Callable[[], IO[bytes]]


def entry_of_bytes(name: str, content: bytes) -> Entry:
    """An entry that is held in memory."""
    return Entry(name, len(content), hashlib.sha256(content).hexdigest(), lambda: BytesIO(content))


class _Sink:
    """Where the ZIP is written to; `take` empties it. It can't seek, so sizes follow their content."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """There is nothing behind it."""

    def take(self) -> bytes:
        taken, self.parts = b"".join(self.parts), []
        return taken


@dataclass(frozen=True)
class Archive:
    """The ZIP of some entries, less than 2 GB together."""

    entries: Sequence[Entry]

    @property
    def size(self) -> int:
        """Its bytes."""
        return END + sum(LOCAL + DESCRIPTOR + CENTRAL + 2 * len(e.name.encode()) + e.size for e in self.entries)

    @cached_property
    def tag(self) -> str:
        """Changes when a byte of it does."""
        told = "\n".join(f"{entry.name} {entry.size} {entry.tag}" for entry in self.entries)
        return hashlib.sha256(told.encode()).hexdigest()[:32]

    def pieces(self) -> Iterator[bytes]:
        """The whole of it, piece by piece."""
        sink = _Sink()
        with ZipFile(sink, "w", ZIP_STORED) as archive:  # type: ignore[call-overload]
            for entry in self.entries:
                info = ZipInfo(entry.name, EPOCH)
                info.file_size = entry.size
                with entry.open() as content, archive.open(info, "w") as target:
                    while data := content.read(CHUNK):
                        target.write(data)
                        yield sink.take()
                yield sink.take()
        yield sink.take()

    def part(self, start: int, end: int) -> Part:
        """The bytes from `start` to before `end`, to read like a file."""
        return Part(self.pieces(), start, end)


class Part:
    """A part of a ZIP as something to read from. What lies before it is made and thrown away."""

    def __init__(self, pieces: Iterator[bytes], start: int, end: int) -> None:
        self.pieces, self.skip, self.left, self.rest = pieces, start, end - start, b""

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes; b"" at its end."""
        while not self.rest and self.left:
            piece = next(self.pieces)
            self.rest, self.skip = piece[self.skip :], max(0, self.skip - len(piece))
        most = min(self.left, len(self.rest), size if size >= 0 else self.left)
        taken, self.rest = self.rest[:most], self.rest[most:]
        self.left -= len(taken)
        return taken

    def close(self) -> None:
        """Close what is open."""
        self.pieces.close()  # type: ignore[attr-defined]


def asked_range(headers: Mapping[str, str], size: int, tag: str) -> tuple[int, int]:
    """First byte and the one after the last that a request asks for; the whole when it is no part of this ZIP."""
    found = _RANGE.fullmatch(headers.get("Range", "").strip())
    if found is None or headers.get("If-Range", f'"{tag}"').removeprefix("W/") != f'"{tag}"':
        return 0, size
    start, end = int(found[1]), min(size, int(found[2]) + 1) if found[2] else size
    return (start, end) if start < end else (0, size)
