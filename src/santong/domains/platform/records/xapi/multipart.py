"""multipart/mixed: statements with the bytes of their attachments (1.0.3 Communication 1.5.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from santong.domains.platform.records.xapi.problems import Invalid

MAX_PARTS = 500
_boundary = re.compile(r';\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))', re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """One part: its headers with lower-case names, and its bytes."""

    headers: dict[str, str]
    content: bytes


def boundary_of(content_type: str) -> bytes:
    """The boundary that a Content-Type header names."""
    match = _boundary.search(content_type)
    if match is None:
        raise Invalid("Content-Type", "multipart/mixed needs a boundary parameter")
    return (match[1] or match[2]).encode("ascii", "replace")


def split(content: bytes, boundary: bytes) -> list[Part]:
    """The parts of a multipart body; `Invalid` when it isn't one."""
    pieces = (b"\r\n" + content).split(b"\r\n--" + boundary)
    if len(pieces) < 3:
        raise Invalid("body", "holds no part with the boundary that Content-Type names")
    if len(pieces) > MAX_PARTS:
        raise Invalid("body", f"has more than {MAX_PARTS} parts")
    if not pieces[-1].startswith(b"--"):
        raise Invalid("body", "the closing boundary is missing")
    return [_part(piece, f"part {index + 1}") for index, piece in enumerate(pieces[1:-1])]


def _part(piece: bytes, path: str) -> Part:
    line_end = piece.find(b"\r\n")
    if line_end < 0 or piece[:line_end].strip():
        raise Invalid(path, "the line of the boundary goes on")
    rest = piece[line_end:]
    head, separator, content = rest.partition(b"\r\n\r\n")
    if not separator:
        raise Invalid(path, "has no empty line between its headers and its content")
    headers = {}
    for line in head.decode("latin-1").split("\r\n"):
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    return Part(headers, content)


def join(parts: list[Part], boundary: bytes) -> bytes:
    """The multipart body with these parts."""
    pieces = []
    for part in parts:
        head = "".join(f"{name}: {value}\r\n" for name, value in part.headers.items())
        pieces += [b"--", boundary, b"\r\n", head.encode("latin-1"), b"\r\n", part.content, b"\r\n"]
    return b"".join([*pieces, b"--", boundary, b"--\r\n"])
