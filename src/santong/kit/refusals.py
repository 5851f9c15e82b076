"""What can't be done as things are."""

from __future__ import annotations

from django.utils.functional import Promise


class NotPossible(Exception):
    """The state of things doesn't allow it; the text says why and what to do, in the reader's language.

    `field` names the field of the form that the text belongs to; "" when it is about the whole.
    """

    def __init__(self, text: str | Promise = "", *, field: str = "") -> None:
        super().__init__(str(text))
        self.field = field
