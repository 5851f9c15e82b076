"""Columns of declared lists, on django-tables2. A column says what a cell shows and exports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_tables2 as tables
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime


class Column(tables.Column):
    """A cell with plain text. `css` is put on the cell; `phone` False leaves it out on phones."""

    css = ""

    def __init__(self, *args: Any, phone: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cell_css = self.css if phone else f"{self.css} cell-extra".strip()


class NumberColumn(Column):
    """A number, right-aligned, with thousands separators."""

    css = "num"

    def render(self, value: Any) -> str:
        return number_format(value, use_l10n=True, force_grouping=True)

    def value(self, **kwargs: Any) -> Any:
        return kwargs["value"]


class DateColumn(Column):
    """A date, in the form of the reader's language."""

    css = "nowrap"

    def render(self, value: Any) -> str:
        return date_format(value, "SHORT_DATE_FORMAT")

    def value(self, **kwargs: Any) -> Any:
        return kwargs["value"]


class TimeColumn(Column):
    """A moment, to the minute, in the installation's time zone."""

    css = "nowrap"

    def render(self, value: Any) -> str:
        return date_format(localtime(value), "SHORT_DATETIME_FORMAT")

    def value(self, **kwargs: Any) -> Any:
        return localtime(kwargs["value"]).replace(tzinfo=None)


class TagColumn(Column):
    """A short state as a coloured tag; `tones` maps stored values to ok, warn, bad, info."""

    def __init__(self, *args: Any, tones: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tones = tones or {}

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        stored = str(bound_column.accessor.resolve(record))
        return format_html('<span class="tag {}">{}</span>', self.tones.get(stored, "neutral"), value)

    def value(self, **kwargs: Any) -> Any:
        return str(kwargs["value"])


class NameColumn(Column):
    """The row's name; the list links it to the detail page. `below` names a second, quiet line."""

    def __init__(self, *args: Any, below: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.below = tables.A(below) if below else None

    def render(self, value: Any, record: Any) -> Any:
        second = self.below.resolve(record, quiet=True) if self.below else ""
        return format_html("{}<small>{}</small>", value, second) if second else value

    def value(self, **kwargs: Any) -> Any:
        return kwargs["value"]


class Table(tables.Table):
    """The columns of a list. The first column names the row and links to its page."""

    class Meta:
        orderable = True
