"""Names of files as people may see them: nothing that steers a terminal, a path or the direction of writing."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

LONGEST = 180
FALLBACK = "file"
_BAD = re.compile(r'[\\/:*?"<>|]+')
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories without a visible form: control, format (bidi marks, zero width) and separators."""


def clean_name(name: str) -> str:
    """A name that is safe to show, to store and to offer for saving; the extension is kept.

    >>> clean_name("..\\\\secret/\u202egpj.exe")
    'gpj.exe'
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(char for char in last if unicodedata.category(char) not in _INVISIBLE)
    text = _BAD.sub(" ", visible).strip(" .")
    stem, extension = split(text)
    return (stem[: LONGEST - len(extension)].rstrip(" .") + extension) or FALLBACK


def split(name: str) -> tuple[str, str]:
    """Stem and extension; the extension with its dot, as written.

    >>> split("第一课.PPTX")
    ('第一课', '.PPTX')
    """
    path = PurePosixPath(name)
    return (path.stem, path.suffix) if 1 < len(path.suffix) <= 10 else (name, "")


def disposition(name: str, *, inline: bool) -> str:
    """A Content-Disposition header (RFC 6266) with the name in both forms (RFC 5987)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r'["\\;%\x00-\x1f\x7f]', "", plain).strip() or FALLBACK
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
