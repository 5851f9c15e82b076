"""Text in pictures of pages, by rapidocr where it is installed (the extra "ocr")."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from django.utils.translation import gettext as _

from santong.domains.platform.files.programs import GB, Limits, python, run
from santong.kit.jobs.public import progress

PROGRAM = "santong.domains.platform.files.content.recognise"
LIMITS = Limits(cpu=1800, clock=1800, memory=4 * GB)
MOST_PAGES = 60
"""Pages recognised; each takes seconds."""


@cache
def is_available() -> bool:
    """Whether the recogniser and its runtime are installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def recognise(pages: Sequence[Path]) -> str:
    """The text on pictures of pages, parted by form feeds; "" when recognising fails."""
    progress.report(80, 100, _("Recognising the text of scanned pages"))
    ended = run(python(PROGRAM, *pages[:MOST_PAGES]), LIMITS)
    return ended.output if ended.is_good else ""
