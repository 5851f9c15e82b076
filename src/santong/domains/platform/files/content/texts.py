"""Text: its encoding, and whether it is something that a browser would run."""

from __future__ import annotations

import re
from pathlib import Path

from santong.domains.platform.files.content.found import Found
from santong.domains.platform.files.content.refusals import Refused

ENCODINGS = ("utf-8", "gb18030", "big5")
SAMPLE = 65536
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
_HTML = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|script|iframe|meta|table|div|p)\b", re.I)
_SVG = re.compile(r"<(?:\w+:)?svg\b", re.I)
_ENTITY = re.compile(r"<!ENTITY", re.I)

BY_EXTENSION = {
    ".md": "text/markdown", ".csv": "text/csv", ".vtt": "text/vtt", ".json": "application/json", ".tex": "text/x-tex",
}  # fmt: skip

RUN_BY_WINDOWS = frozenset(
    [
        ".bat",
        ".cmd",
        ".ps1",
        ".vbs",
        ".vbe",
        ".js",
        ".jse",
        ".wsf",
        ".wsh",
        ".hta",
        ".reg",
        ".scr",
        ".com",
        ".pif",
        ".inf",
        ".url",
        ".lnk",
    ]
)
"""Extensions that a double click runs: such a text is kept under another name."""


def decoded(content: bytes) -> str | None:
    """The text of some bytes; None when they are no text in an encoding used here."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _try(content, "utf-16")
    for encoding in ENCODINGS:
        text = _try(content, encoding)
        if text is not None and not _CONTROL.search(text):
            return text.removeprefix("\ufeff")
    return None


def _try(content: bytes, encoding: str) -> str | None:
    for cut in range(4):  # a sample may end inside a character
        try:
            return content[: len(content) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def is_html(text: str) -> bool:
    """Whether a browser would take the text for a page."""
    return _HTML.search(text[:4096]) is not None


def found_as_text(path: Path, extension: str) -> Found | None:
    """Text, HTML or SVG; None for anything else. Raises `Refused` for SVG with entities."""
    with path.open("rb") as file:
        text = decoded(file.read(SAMPLE))
    if text is None:
        return None
    if _SVG.search(text):
        return _svg(path)
    if is_html(text) or extension in (".html", ".htm", ".xhtml"):
        return Found("text/html", "text", (".html", ".htm"), note="active")
    if extension in RUN_BY_WINDOWS or text.startswith("#!"):
        return Found("text/plain", "text", (".txt",), note="script")
    return Found(BY_EXTENSION.get(extension, "text/plain"), "text")


def _svg(path: Path) -> Found:
    content = path.read_bytes()
    if len(content) > 20_000_000:
        raise Refused("too_large_for_kind", limit=20_000_000)
    if _ENTITY.search(decoded(content) or ""):
        raise Refused("entities")
    return Found(
        "image/svg+xml", "image", (".svg",), note="active" if re.search(rb"<script|\son\w+\s*=", content, re.I) else ""
    )
