"""Sending stored bytes: whole or in ranges (RFC 9110, 13–14), and never so that they run as ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO

import structlog
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase

from santong.domains.platform.files import store
from santong.domains.platform.files.naming import disposition

log = structlog.get_logger(__name__)
HARMLESS = frozenset(
    [
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
        "image/avif",
        "image/bmp",
        "application/pdf",
        "text/plain",
        "text/vtt",
        "application/json",
        "application/vnd.apple.mpegurl",
    ]
)
"""Types, besides sound and video, that browsers show without running anything of them in our origin."""

ACTIVE = frozenset(("image/svg+xml", "text/html"))
SANDBOX = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:"
"""No script, no form, no request, and an origin of its own that shares nothing with ours."""
PDF_POLICY = "default-src 'none'; object-src 'self'; plugin-types application/pdf; style-src 'unsafe-inline'"
"""The viewer of a PDF doesn't start in a sandbox; scripts in a PDF never reach the page's origin."""

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


@dataclass(frozen=True)
class Stored:
    """A stored file as it is sent: `tag` changes with its bytes; `keep` is how long browsers may (seconds)."""

    name: str
    size: int
    media_type: str
    filename: str
    tag: str
    keep: int = 0

    @property
    def is_shown(self) -> bool:
        """Whether browsers may show it in place."""
        kind = self.media_type.partition("/")[0]
        return kind in ("video", "audio") or self.media_type in HARMLESS | ACTIVE


class _Part:
    """The first `length` bytes of an open file."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self.file, self.left = file, length

    def read(self, size: int = -1) -> bytes:
        part = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(part)
        return part

    def close(self) -> None:
        self.file.close()


class Unsatisfiable(Exception):
    """A range that lies outside of the file."""


def send(request: HttpRequest, stored: Stored, *, download: bool = False) -> HttpResponseBase:
    """Answer GET or HEAD: 200, 206, 304 or 416. Raises `Http404` where the bytes are gone, which is logged."""
    tag = f'"{stored.tag}"'
    if tag in [given.strip().removeprefix("W/") for given in request.headers.get("If-None-Match", "").split(",")]:
        return _with_headers(HttpResponse(status=304), stored, tag, download=download)
    try:
        asked = _asked(request, stored.size, tag)
    except Unsatisfiable:
        refusal = HttpResponse(status=416)
        refusal["Content-Range"] = f"bytes */{stored.size}"
        return _with_headers(refusal, stored, tag, download=download)
    start, end = asked or (0, stored.size)
    response = _body(request, stored, start, end)
    if asked:
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end - 1}/{stored.size}"
    response["Content-Length"] = str(end - start)
    return _with_headers(response, stored, tag, download=download)


def _body(request: HttpRequest, stored: Stored, start: int, end: int) -> HttpResponseBase:
    content_type = f"{stored.media_type}; charset=utf-8" if _is_text(stored.media_type) else stored.media_type
    if request.method == "HEAD" or start == end:
        return HttpResponse(content_type=content_type)
    try:
        part = _Part(store.open_part(stored.name, start, end - start), end - start)
    except FileNotFoundError:
        # A database that was restored without its files, or a disk that isn't there: whoever runs the place must know.
        log.error("stored_file_missing", name=stored.name)
        raise Http404(stored.name) from None
    return FileResponse(part, content_type=content_type)


def _is_text(media_type: str) -> bool:
    # An HTML file names its own encoding.
    return media_type.startswith("text/") and media_type != "text/html"


def _asked(request: HttpRequest, size: int, tag: str) -> tuple[int, int] | None:
    """First byte and the one after the last; None: everything. Several ranges get everything, as allowed."""
    found = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if found is None or not any(found.groups()) or request.headers.get("If-Range", tag) != tag:
        return None
    first, last = found.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
    if start >= end:
        if first and last and int(last) < int(first):
            return None  # no valid range at all (RFC 9110, 14.1.1), so it is ignored
        raise Unsatisfiable
    return start, end


def _with_headers(response: HttpResponseBase, stored: Stored, tag: str, *, download: bool) -> HttpResponseBase:
    inline = stored.is_shown and not download
    response["ETag"] = tag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = f"private, max-age={stored.keep}" if stored.keep else "private, no-cache"
    response["Content-Disposition"] = disposition(stored.filename, inline=inline)
    response["Content-Security-Policy"] = PDF_POLICY if stored.media_type == "application/pdf" else SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
