"""Entries of a code table as a file gives them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from santong.lib.dates import parse_date
from santong.lib.sheets.books import read_book
from santong.lib.sheets.grid import Limits

HEADINGS = {
    "code": ("code", "代码", "编码"),
    "name": ("name", "名称"),
    "parent": ("parent", "上级", "上级代码"),
    "valid_from": ("valid_from", "启用日期", "生效日期"),
    "valid_until": ("valid_until", "停用日期", "失效日期"),
    "successor": ("successor", "替代代码"),
}
LONGEST_CODE = 12
MOST_ENTRIES = 20_000
LIMITS = Limits(file_megabytes=10, rows=50_000, columns=64, cells=1_000_000, characters=10_000_000)
"""The whole file comes into the process that serves pages, so it has to be small."""


@dataclass(frozen=True)
class Entry:
    """One line of a code table."""

    code: str
    name: str
    parent: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    successor: str = ""


class BadTable(ValueError):
    """A file that can't be taken; the text says where and what to do."""


def read_entries(content: bytes) -> list[Entry]:
    """The entries of a CSV, XLSX or XLS file whose first row names the columns.

    Raises `BadTable`, and what `read_book` raises for files that are no sheets.
    """
    rows = read_book(content, LIMITS).grids[0].rows
    if not rows:
        raise BadTable(_("The file holds no rows."))
    columns = _columns([str(cell or "").strip() for cell in rows[0]])
    entries = [_entry(number, row, columns) for number, row in enumerate(rows[1:], start=2) if any(row)]
    if not entries:
        raise BadTable(_("The file holds headings, but no codes below them."))
    if len(entries) > MOST_ENTRIES:
        raise BadTable(_("The file holds more than %(limit)s codes. Split it.") % {"limit": MOST_ENTRIES})
    _demand_unique(entries)
    return entries


def _columns(headings: Sequence[str]) -> dict[str, int]:
    found = {}
    for field, spellings in HEADINGS.items():
        positions = [i for i, heading in enumerate(headings) if heading.lower() in spellings]
        if positions:
            found[field] = positions[0]
    if not {"code", "name"} <= set(found):
        raise BadTable(_("The first row must name the columns “代码” and “名称”. Add it and try again."))
    return found


def _entry(number: int, row: Sequence[Any], columns: dict[str, int]) -> Entry:
    values = {field: _text(row[place]) if place < len(row) else "" for field, place in columns.items()}
    if not values["code"] or not values["name"] or len(values["code"]) > LONGEST_CODE:
        raise BadTable(_("Row %(row)s needs a code (at most 12 characters) and a name.") % {"row": number})
    days = {field: _day(number, values.get(field, "")) for field in ("valid_from", "valid_until")}
    return Entry(
        code=values["code"],
        name=values["name"],
        parent=values.get("parent", ""),
        successor=values.get("successor", ""),
        **days,
    )


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _day(number: int, text: str) -> date | None:
    if not text:
        return None
    found = parse_date(text).value
    if found is None or found.as_date is None:
        raise BadTable(_("Row %(row)s: “%(text)s” is no date. Write it as 2026-09-01.") % {"row": number, "text": text})
    return found.as_date


def _demand_unique(entries: Iterable[Entry]) -> None:
    seen = set()
    for entry in entries:
        key = (entry.code, entry.valid_until)
        if key in seen:
            raise BadTable(
                _("Code %(code)s stands in the file twice. Leave one of the rows out.") % {"code": entry.code}
            )
        seen.add(key)
