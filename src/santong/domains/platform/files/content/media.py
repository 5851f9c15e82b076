"""Moving pictures and sound: whether the file is all there."""

from __future__ import annotations

from pathlib import Path

from santong.domains.platform.files.content.refusals import Refused

MOST_BOXES = 10_000


def check_boxes(path: Path) -> None:
    """The boxes of an MP4 or QuickTime file (ISO/IEC 14496-12, 4.2) must lie within it. Raises `Refused`."""
    size, seen = path.stat().st_size, set()
    with path.open("rb") as file:
        at = 0
        for _number in range(MOST_BOXES):
            if at + 8 > size:
                break
            length, kind = _box(file, at, size)
            if at + length > size or length < 8:
                raise Refused("truncated")
            seen.add(kind)
            at += length
    if b"moov" not in seen:
        raise Refused("truncated")


def _box(file: object, at: int, size: int) -> tuple[int, bytes]:
    file.seek(at)  # type: ignore[attr-defined]
    head = file.read(16)  # type: ignore[attr-defined]
    length = int.from_bytes(head[:4], "big")
    if length == 1:
        length = int.from_bytes(head[8:16], "big")
    return (length or size - at), head[4:8]


def check_riff(path: Path) -> None:
    """A WAV or AVI file says how long it is. Raises `Refused` when much of it is missing."""
    with path.open("rb") as file:
        head = file.read(8)
    promised = int.from_bytes(head[4:8], "little") + 8
    if promised < 0xFFFFFFF0 and path.stat().st_size < promised * 0.98:
        raise Refused("truncated")
