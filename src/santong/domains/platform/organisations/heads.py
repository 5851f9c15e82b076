"""Who heads an organisation, as a column of lists; the module that knows tells it at start-up."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import CharField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

Head = Callable[[], Combinable]
_heads: list[Head] = []


def set_head(expression: Head) -> None:
    """Give the column: the name of whoever heads the organisation of the row."""
    _heads[:] = [expression]


def head_name() -> Coalesce:
    """The column, "" where nobody is appointed."""
    nobody = Value("", output_field=CharField())
    return Coalesce(_heads[0]() if _heads else nobody, nobody)
