"""What can't be done as things are."""

from __future__ import annotations


class NotPossible(Exception):
    """The state of things doesn't allow it; the text says why and what to do, in the reader's language.

    `field` names the field of the form that the text belongs to; "" when it is about the whole.
    """

    def __init__(self, text: str = "", *, field: str = "") -> None:
        super().__init__(text)
        self.field = field
