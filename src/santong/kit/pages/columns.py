"""Columns of declared lists: what a cell shows, what it exports, what it sorts by.

Our own small classes (see docs/adr/0002): a list of 25 rows by 7 columns costs 1.5 ms of CPU.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any, ClassVar

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Model
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language

from santong.kit.registry import Label

Accessor = str | Callable[[Any], Any]
EMPTY = (None, "")


class Column:
    """A cell with plain text.

    `accessor` is an attribute path ("parent__name") or a function of the row; without it the
    column's name is the attribute. `order_by` is the field that the column sorts by (default:
    the accessor; a function can't be sorted by). `phone` False leaves the cell out on phones.
    """

    css: ClassVar[str] = ""

    def __init__(
        self,
        verbose_name: Label = "",
        *,
        accessor: Accessor = "",
        order_by: str = "",
        orderable: bool = True,
        phone: bool = True,
    ) -> None:
        self.verbose_name = verbose_name
        self.accessor = accessor
        self.cell_css = self.css if phone else f"{self.css} cell-extra".strip()
        self._order_by, self._orderable = order_by, orderable
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @property
    def header(self) -> str:
        """The heading in the reader's language."""
        return capfirst(str(self.verbose_name or self.name))

    @property
    def sort_field(self) -> str:
        """The model's field to sort by, "" when the column can't be sorted."""
        if not self._orderable:
            return ""
        return self._order_by or ("" if callable(self.accessor) else self.accessor or self.name)

    def cell(self, row: Any) -> Any:
        """What the page shows."""
        value = self.read(row)
        return "" if value in EMPTY else self.render(value, row)

    def exported(self, row: Any) -> Any:
        """What an export holds."""
        value = self.read(row)
        return None if value in EMPTY else self.value(value, row)

    def render(self, value: Any, record: Any) -> Any:
        """A value that isn't empty, as the page shows it."""
        return value

    def value(self, value: Any, record: Any) -> Any:
        """A value that isn't empty, as an export holds it: text, number, date or moment."""
        return value if isinstance(value, int | float) else str(value)

    @cached_property
    def read(self) -> Callable[[Any], Any]:
        """The value of a row; the words of a choice instead of its code."""
        if callable(self.accessor):
            return self.accessor
        *steps, last = (self.accessor or self.name).replace(".", "__").split("__")

        def read(row: Any) -> Any:
            for step in steps:
                row = getattr(row, step)
                if row is None:
                    return None
            value = getattr(row, last)
            if isinstance(value, str) and isinstance(row, Model) and has_choices(type(row), last):
                return choice_labels(type(row), last, get_language() or "").get(value, value)
            return value

        return read


@cache
def has_choices(model: type[Model], name: str) -> bool:
    """Whether an attribute of a model's rows is a field with choices; asking for the language costs more than this."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return isinstance(field, models.Field) and bool(field.choices)


@cache
def choice_labels(model: type[Model], name: str, language: str) -> Mapping[str, str]:
    """The words of a field's choices by code, in the language in force; empty for other attributes.

    Django's `get_…_display` walks all choices anew for every cell.
    """
    field = model._meta.get_field(name) if has_choices(model, name) else None
    choices = field.flatchoices if isinstance(field, models.Field) else ()
    return {str(code): str(label) for code, label in choices}


class NumberColumn(Column):
    """A number, right-aligned, with thousands separators."""

    css = "num"

    def render(self, value: Any, record: Any) -> str:
        return number_format(value, use_l10n=True, force_grouping=True)


class DateColumn(Column):
    """A date, in the form of the reader's language."""

    css = "cell-time"

    def render(self, value: Any, record: Any) -> str:
        return date_format(_local_day(value), "SHORT_DATE_FORMAT")

    def value(self, value: Any, record: Any) -> Any:
        return _local_day(value)


def _local_day(value: date) -> date:
    """The day of a moment where the installation is; spreadsheets know no time zones."""
    return localdate(value) if isinstance(value, datetime) else value


class TimeColumn(Column):
    """A moment, to the minute, in the installation's time zone."""

    css = "cell-time"

    def render(self, value: Any, record: Any) -> str:
        return date_format(localtime(value), "SHORT_DATETIME_FORMAT")

    def value(self, value: Any, record: Any) -> Any:
        return localtime(value).replace(tzinfo=None)


class TagColumn(Column):
    """A short state as a coloured tag; `tones` maps stored values to ok, warn, bad, info.

    For a choice field: the stored code picks the tone, its words are shown.
    """

    def __init__(self, *args: Any, tones: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tones = tones or {}

    def render(self, value: Any, record: Any) -> str:
        return tag(self.tones.get(self._code(value, record), "neutral"), value)

    def _code(self, value: Any, record: Any) -> str:
        stored = self.accessor or self.name
        return str(value if callable(stored) or "__" in stored else getattr(record, stored))


def tag(tone: str, words: Any) -> str:
    """A short state, coloured by its tone."""
    return format_html('<span class="tag {}">{}</span>', tone, words)


class NameColumn(Column):
    """The row's name; the list links it to the detail page. `below` is a second, quiet line."""

    def __init__(self, *args: Any, below: Accessor = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.below = Column(accessor=below) if below else None

    def render(self, value: Any, record: Any) -> Any:
        second = self.below.cell(record) if self.below else ""
        return format_html("{}<small>{}</small>", value, second) if second else value


class Table:
    """The columns of a list, in the order of their declaration.

    The first column names the row and links to its page. Subclasses inherit columns; setting a
    name to None leaves it out.
    """

    columns: ClassVar[Mapping[str, Column]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        found = dict(cls.columns)
        for name, member in vars(cls).items():
            if isinstance(member, Column):
                found[name] = member
            elif member is None:
                found.pop(name, None)
        cls.columns = found
