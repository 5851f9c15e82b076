"""Streams of a compound file, in which old workbooks lie ([MS-CFB]). Runs in the child process."""

import struct
from collections.abc import Iterator

from santong.lib.sheets.faults import SheetFault, UnreadableSheet

_HEADER_ENTRIES = 109
_ENTRY = 128
_LAST_SECTOR = 0xFFFFFFFA
"""Numbers above mark ends and gaps."""
_STREAM, _ROOT = 2, 5


class CompoundFile:
    """A small file system: a table names for each sector the next one of its stream.

    Short streams lie in the short sectors of one stream of the root.

    Raises:
        UnreadableSheet: when the tables are damaged.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        try:
            self._shift, self._short_shift = struct.unpack_from("<HH", content, 30)
            first, self._shortest, short_first = struct.unpack_from("<I4xII", content, 48)
            if self._shift not in (9, 12) or self._short_shift != 6:
                raise UnreadableSheet(SheetFault.CORRUPT)
            self._next = _numbers(b"".join(map(self._sector, self._table())))
            self._entries = dict(_entries(self._chained(first)))
            self._next_short = _numbers(self._chained(short_first))
        except struct.error as error:
            raise UnreadableSheet(SheetFault.CORRUPT) from error

    def stream(self, name: str) -> bytes | None:
        """The content of a stream, None when there is none of this name."""
        found = self._entries.get((_STREAM, name))
        if found is None:
            return None
        start, size = found
        if size >= self._shortest:
            return self._chained(start)[:size]
        within = self._chained(self._entries.get((_ROOT, "Root Entry"), (_LAST_SECTOR, 0))[0])
        sectors = _chain(start, self._next_short)
        return b"".join(within[at << self._short_shift : at + 1 << self._short_shift] for at in sectors)[:size]

    def _table(self) -> Iterator[int]:
        """The sectors with the table: the first ones stand in the header, the others in sectors of their own."""
        yield from _used(_numbers(self._content[76 : 76 + 4 * _HEADER_ENTRIES]))
        following, rest = struct.unpack_from("<II", self._content, 68)
        for _number in range(min(rest, len(self._content) >> self._shift)):
            *numbers, following = _numbers(self._sector(following))
            yield from _used(numbers)

    def _sector(self, number: int) -> bytes:
        at = number + 1 << self._shift
        if at >= len(self._content):
            raise UnreadableSheet(SheetFault.CORRUPT)
        return self._content[at : at + (1 << self._shift)]

    def _chained(self, start: int) -> bytes:
        return b"".join(map(self._sector, _chain(start, self._next)))


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _used(numbers: Iterator[int] | tuple[int, ...] | list[int]) -> Iterator[int]:
    return (number for number in numbers if number <= _LAST_SECTOR)


def _chain(start: int, following: tuple[int, ...]) -> Iterator[int]:
    """The sectors of a stream; one that leads back into itself is damaged."""
    for _number in range(len(following) + 1):
        if start > _LAST_SECTOR:
            return
        if start >= len(following):
            break
        yield start
        start = following[start]
    raise UnreadableSheet(SheetFault.CORRUPT)


def _entries(directory: bytes) -> Iterator[tuple[tuple[int, str], tuple[int, int]]]:
    """By kind and name where each entry of the directory begins, and its size in bytes."""
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        name = directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        yield (kind, name), struct.unpack_from("<II", directory, at + 116)
