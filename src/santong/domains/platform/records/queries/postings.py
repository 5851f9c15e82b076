"""Intersecting lists: the moments of statements that are in one list of each filter.

The sparsest filter leads and is read in order; the others are looked up for each of its entries.
Which is sparsest is found out by looking at the first entries of each, so the plan doesn't depend
on statistics that lag behind a table that only grows.
"""

# ruff: noqa: S608 — names of tables and columns are constants; every value is a parameter.

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

PROBE = 1000
MAX_LOOKED_UP = 4
"""Lists of one filter that are looked up for each entry of the leading filter."""
MAX_BRANCHES = 64
"""Lists of a leading filter that are read side by side; above that all statements are walked."""


@dataclass(frozen=True)
class Filter:
    """Lists of which a statement must be in at least one; none at all lets nothing pass.

    When the lists are those of providers, `providers` names these: looking at the statement's own
    column costs less than looking many lists up. A few lists are looked up all the same, because
    their entries lie close together and statements don't.
    """

    lists: tuple[int, ...]
    providers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Window:
    """The part of time to look at, both bounds excluded, and the direction."""

    above: int | None
    below: int | None
    ascending: bool

    def condition(self, column: str) -> tuple[str, list[Any]]:
        """An SQL condition that begins with AND, and its values."""
        text, values = "", []
        if self.above is not None:
            text, values = f" AND {column} > %s", [self.above]
        if self.below is not None:
            text, values = f"{text} AND {column} < %s", [*values, self.below]
        return text, values

    @property
    def order(self) -> str:
        return "ASC" if self.ascending else "DESC"


def seqs_matching(filters: Sequence[Filter], window: Window, limit: int) -> list[int]:
    """The first `limit` moments, in the window's direction, of statements that pass every filter."""
    if any(not one.lists for one in filters):
        return []
    leading, others = _plan(filters, window)
    if leading is None:
        sql, values = _walk(others, window, limit)
    else:
        sql, values = _merge(leading, others, window, limit)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [seq for (seq,) in cursor.fetchall()]


def _plan(filters: Sequence[Filter], window: Window) -> tuple[Filter | None, list[Filter]]:
    able = [one for one in filters if len(one.lists) <= MAX_BRANCHES]
    if not able:
        return None, list(filters)
    leading = able[0] if len(filters) == 1 else min(able, key=lambda one: _density(one, window))
    return leading, [one for one in filters if one is not leading]


def _density(one: Filter, window: Window) -> tuple[bool, float]:
    """How much a leading filter costs: short lists by their length, others by entries in a microsecond."""
    condition, bounds = window.condition("seq")
    branch = (
        "SELECT count(*), max(seq) - min(seq) FROM (SELECT seq FROM records_posting "
        f"WHERE list = %s{condition} ORDER BY seq {window.order} LIMIT {PROBE}) b"
    )
    values = [value for number in one.lists for value in (number, *bounds)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([branch] * len(one.lists)), values)
        found = cursor.fetchall()
    if all(count < PROBE for count, _ in found):
        return False, float(sum(count for count, _ in found))
    return True, sum(count / (span or 1) for count, span in found)


def _checks(others: Sequence[Filter], column: str) -> tuple[str, list[Any]]:
    """Look each other filter up. LIMIT keeps PostgreSQL from turning the look-up into a join of whole lists."""
    text = ""
    values: list[Any] = []
    for one in others:
        marks = ", ".join(["%s"] * len(one.lists))
        if len(one.providers) > MAX_LOOKED_UP:
            text += f" AND (SELECT o.provider_id FROM records_statement o WHERE o.seq = {column}) IN ({marks})"
        else:
            look_up = f"SELECT 1 FROM records_posting q WHERE q.list IN ({marks}) AND q.seq = {column} LIMIT 1"
            text += f" AND ({look_up}) IS NOT NULL"
        values += one.providers if len(one.providers) > MAX_LOOKED_UP else one.lists
    return text, values


def _merge(leading: Filter, others: Sequence[Filter], window: Window, limit: int) -> tuple[str, list[Any]]:
    condition, bounds = window.condition("p.seq")
    checks, checked = _checks(others, "p.seq")
    branch = (
        f"SELECT p.seq FROM records_posting p WHERE p.list = %s{condition}{checks} "
        f"ORDER BY p.seq {window.order} LIMIT {limit}"
    )
    if len(leading.lists) == 1:
        return branch, [leading.lists[0], *bounds, *checked]
    # A statement may be in several of the lists: UNION leaves repetitions out.
    sql = " UNION ".join([f"SELECT * FROM ({branch}) b"] * len(leading.lists))
    values = [value for number in leading.lists for value in (number, *bounds, *checked)]
    return f"SELECT seq FROM ({sql}) t ORDER BY seq {window.order} LIMIT {limit}", values


def _walk(filters: Sequence[Filter], window: Window, limit: int) -> tuple[str, list[Any]]:
    condition, bounds = window.condition("s.seq")
    checks, checked = _checks(filters, "s.seq")
    sql = (
        f"SELECT s.seq FROM records_statement s WHERE s.voided = 0{condition}{checks} "
        f"ORDER BY s.seq {window.order} LIMIT {limit}"
    )
    return sql, [*bounds, *checked]
