"""`python -m …studio FOLDER`, with the orders as JSON on its input.

A program of its own: what it needs to draw with is large, and must not stay in a worker's memory.
An order is what `workshop.Order.as_json` gives. Beside an office document lie its pages as PDF and
its text, drawn from the same content for installations that can't convert. What shows Chinese as a
picture needs a Chinese font; without one it is left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from santong.domains.learning.resources.demo.studio import documents, packages, pictures, recordings
from santong.domains.learning.resources.demo.studio.work import Work
from santong.lib.chinese_fonts import NoChineseFont

MAKERS: MappingProxyType[str, Callable[[Path, Work], None]] = MappingProxyType(
    {
        "plan": documents.document,
        "case": documents.document,
        "questions": documents.sheet,
        "slides": documents.slides,
        "outline": documents.text,
        "board": pictures.board,
        "worksheet": pictures.paper,
        "film": recordings.film,
        "sound": recordings.sound,
        "experiment": packages.experiment,
    }
)


def main() -> None:
    """Make what is ordered."""
    folder = Path(sys.argv[1])
    for order in json.load(sys.stdin):
        lines, experiment = tuple(order.pop("lines")), tuple(order.pop("experiment"))
        work = Work(**order, lines=lines, experiment=experiment)
        with suppress(NoChineseFont):
            MAKERS[work.form](folder / work.name, work)


if __name__ == "__main__":
    main()
