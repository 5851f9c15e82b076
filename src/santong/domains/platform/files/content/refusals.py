"""Why content is refused: a code and its figures; the words for people are in `inspection`."""

from __future__ import annotations


class Refused(Exception):
    """Content that isn't taken in."""

    def __init__(self, code: str, **figures: object) -> None:
        super().__init__(code)
        self.code = code
        self.figures = figures
