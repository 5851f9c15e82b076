"""Reads on code tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.utils import timezone

from santong.domains.platform.codes.catalogue import DIVISION
from santong.domains.platform.codes.entries import Entry
from santong.domains.platform.codes.models import Code, CodeQuerySet, CodeTable

KEPT_SECONDS = 60
"""How long a process may go on with the names of a table that was replaced in another one."""


def names(table: str) -> dict[str, str]:
    """The names of a table's codes as of today, by code, in the order of codes."""
    key = cache_key(table)
    found: dict[str, str] | None = cache.get(key)
    if found is None:
        found = dict(_codes(table).on(timezone.localdate()).order_by("code").values_list("code", "name"))
        cache.set(key, found, KEPT_SECONDS)
    return found


def cache_key(table: str) -> str:
    """Where the names of a table are kept between requests."""
    return f"codes:{table}:{timezone.localdate():%Y%m%d}"


def name_of(table: str, code: str, on: date | None = None) -> str:
    """The name that a code has on a day (today), the code itself when it is unknown."""
    if on is None:
        return names(table).get(code, code)
    row = _codes(table).filter(code=code).on(on).values_list("name", flat=True).first()
    return row or code


def leaves(table: str) -> list[tuple[str, str]]:
    """The codes of today that have none below them, as choices."""
    rows = _codes(table).on(timezone.localdate()).order_by("code").values_list("code", "name", "parent")
    kept = list(rows)
    above = {parent for _, _, parent in kept}
    return [(code, name) for code, name, _ in kept if code not in above]


def is_code(table: str, code: str, on: date | None = None) -> bool:
    """Whether a code holds on a day (today)."""
    return _codes(table).filter(code=code).on(on or timezone.localdate()).exists()


def division_name(code: str, on: date | None = None) -> str:
    """A division with those above it: 安徽省淮南市寿县. Parts that aren't loaded are left out."""
    day = on or timezone.localdate()
    wanted = [f"{code[:2]}0000", f"{code[:4]}00", code]
    found = dict(_codes(DIVISION).filter(code__in=wanted).on(day).values_list("code", "name"))
    return "".join(found[part] for part in dict.fromkeys(wanted) if part in found) or code


def present_division(code: str) -> str:
    """The code that took the place of an abolished division, itself while it holds."""
    seen: set[str] = set()
    while code not in seen:
        seen.add(code)
        row = _codes(DIVISION).filter(code=code).order_by("-valid_from").first()
        if row is None or not row.successor or row.valid_until is None or row.valid_until >= timezone.localdate():
            return code
        code = row.successor
    return code


def _codes(table: str) -> CodeQuerySet:
    rows: CodeQuerySet = Code.objects.open_to_everyone()
    return rows.filter(table__name=table)


@dataclass(frozen=True)
class Plan:
    """What taking a new version would do."""

    added: list[Entry]
    renamed: list[tuple[str, Entry]]
    ended: list[Code]
    same: int

    @property
    def changes(self) -> int:
        """How many codes it touches."""
        return len(self.added) + len(self.renamed) + len(self.ended)


def plan_version(table: CodeTable, entries: Sequence[Entry]) -> Plan:
    """Compare a new version with the codes that are open now.

    Entries with an end of their own are history: they are added when they aren't known.
    """
    rows = list(Code.objects.open_to_everyone().filter(table=table))
    present = {row.code: row for row in rows if row.valid_until is None}
    past = {(row.code, row.valid_until) for row in rows}
    current = [entry for entry in entries if entry.valid_until is None]
    history = [e for e in entries if e.valid_until is not None and (e.code, e.valid_until) not in past]
    renamed = [(present[e.code].name, e) for e in current if e.code in present and _differs(present[e.code], e)]
    given = {entry.code for entry in current}
    return Plan(
        added=[entry for entry in current if entry.code not in present] + history,
        renamed=renamed,
        ended=[row for row in present.values() if row.code not in given],
        same=len(given & set(present)) - len(renamed),
    )


def _differs(row: Code, entry: Entry) -> bool:
    return row.name != entry.name
