"""Why a file is not taken in."""

from __future__ import annotations


class NotTaken(Exception):
    """A file or upload is refused; the text says why and what to do. `code` is for programs."""

    def __init__(self, text: str, code: str = "refused") -> None:
        super().__init__(text)
        self.code = code
