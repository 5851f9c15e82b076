"""Addresses of rows, for lists: Django's `reverse` for each of 25 rows costs a tenth of the page."""

from __future__ import annotations

from functools import cache

from django.urls import reverse

_MARK = 7_040_506_090_301


def row_address(name: str, pk: int) -> str:
    """What `reverse(name, args=[pk])` gives, for addresses whose one argument is a number."""
    head, tail = _around_number(name)
    return f"{head}{pk}{tail}"


@cache
def _around_number(name: str) -> tuple[str, str]:
    head, _, tail = reverse(name, args=[_MARK]).partition(str(_MARK))
    return head, tail
