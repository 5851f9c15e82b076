"""Ordering files from the studio, which is a program of its own, and finding them where it put them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from santong.domains.learning.resources.demo.authors import Author
from santong.domains.learning.resources.demo.contents import EXPERIMENTS, FORMS, Lesson, lines_of, title_of
from santong.domains.learning.resources.models import Node

STUDIO = "santong.domains.learning.resources.demo.studio"


@dataclass(frozen=True)
class Order:
    """A file to make for a lesson, in a form, by an author; `number` gives it its colours."""

    node: Node
    lesson: Lesson
    form: str
    author: Author
    number: int

    def path(self, folder: Path) -> Path:
        """Where it lies once it is made."""
        return folder / f"{self.number}.{FORMS[self.form].extension}"

    def as_json(self) -> dict[str, object]:
        """What the studio is told."""
        return {
            "form": self.form,
            "name": f"{self.number}.{FORMS[self.form].extension}",
            "title": title_of(self.lesson, self.form),
            "lines": list(lines_of(self.lesson, self.form)),
            "number": self.number,
            "experiment": list(EXPERIMENTS.get(self.lesson.name, ())),
        }


def made_in(folder: Path, orders: Sequence[Order]) -> list[Order]:
    """Have the files made; the orders that could be filled (without a Chinese font some can't)."""
    told = json.dumps([order.as_json() for order in orders])
    program = [sys.executable, "-m", STUDIO, str(folder)]
    subprocess.run(program, check=True, input=told, text=True, stdout=subprocess.DEVNULL)
    return [order for order in orders if order.path(folder).exists()]
