"""The list behind a declared page: one object serves page, fragment, export and bulk actions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django_filters import FilterSet

from santong.kit.pages.columns import Column, Table
from santong.kit.pages.keyset import BadCursor, Count, Page, Sort, capped_count, ordering, page_of
from santong.lib.whole_numbers import whole_number

SIZES = (25, 50, 100)
OWN_KEYS = frozenset({"sort", "after", "before", "size", "columns", "from", "format"})
"""Parameters of the address that belong to the list itself and not to its filters."""
PLACING = frozenset({"after", "before", "from", "format"})
"""Parameters that say which page of it is shown, and how."""


@dataclass(frozen=True)
class Heading:
    """The head of a column; `url` re-sorts by it ("" when it can't be sorted)."""

    name: str
    label: str
    css: str
    url: str
    direction: str


@dataclass(frozen=True)
class Cell:
    """A cell as the template shows it; `label` stands before it on phones."""

    label: str
    html: Any
    css: str


@dataclass(frozen=True)
class Row:
    """A row: its key, the name that its checkbox is called by, where it leads, its cells."""

    pk: Any
    name: str
    url: str
    first: Cell
    cells: list[Cell]


class ObjectList:
    """Rows that a viewer may see, filtered, sorted and cut into pages as the address says.

    `rows` is the scoped queryset; `query` the parameters of the address.
    """

    def __init__(
        self,
        rows: QuerySet,
        *,
        table: type[Table],
        query: QueryDict,
        filterset: type[FilterSet] | None = None,
        sort: str = "pk",
        path: str = "",
        request: Any = None,
    ) -> None:
        self.query, self.path = query, path
        self.filter = filterset(query, queryset=rows, request=request) if filterset else None
        self.all_rows = rows
        self.default_sort = sort
        self.table = table

    @cached_property
    def rows(self) -> QuerySet:
        """Everything that matches the filters, unsorted."""
        return self.filter.qs if self.filter else self.all_rows

    @cached_property
    def columns(self) -> list[Column]:
        """The columns shown: all, or those that the address chooses. The first always is."""
        every = list(self.table.columns.values())
        chosen = set(self.chosen_columns)
        return [c for i, c in enumerate(every) if not chosen or i == 0 or c.name in chosen]

    @property
    def chosen_columns(self) -> list[str]:
        """The names of the columns that the address chooses; none: all."""
        return self.query.getlist("columns")

    @property
    def filter_values(self) -> list[tuple[str, str]]:
        """What the address filters and sorts by, for forms that change something else."""
        kept = [key for key in self.query if key not in OWN_KEYS or key == "sort"]
        return [(key, value) for key in kept for value in self.query.getlist(key) if value]

    @cached_property
    def sort(self) -> Sort:
        """The order asked for, or the list's own; an unknown column is ignored."""
        asked = self.query.get("sort", "")
        name = asked.removeprefix("-")
        column = self.table.columns.get(name)
        if column and column.sort_field:
            return Sort(column.sort_field, asked.startswith("-"))
        return Sort(self.default_sort.removeprefix("-"), self.default_sort.startswith("-"))

    @cached_property
    def size(self) -> int:
        """Rows on a page."""
        asked = self.query.get("size", "")
        return int(asked) if asked in {str(size) for size in SIZES} else SIZES[0]

    @cached_property
    def page(self) -> Page:
        """The page that the address asks for; a cursor that makes no sense gives the first."""
        after, before = self.query.get("after", ""), self.query.get("before", "")
        try:
            page = page_of(self.rows, self.sort, self.size, after=after, before=before)
        except BadCursor:
            page = page_of(self.rows, self.sort, self.size)
        if not page.rows and (after or before):
            page = page_of(self.rows, self.sort, self.size)
        return page

    @cached_property
    def count(self) -> Count:
        """How many rows match."""
        return capped_count(self.rows)

    @cached_property
    def is_filtered(self) -> bool:
        """Whether the address narrows the list."""
        return any(value for key, value in self.query.items() if key not in OWN_KEYS)

    @property
    def has_more_filters(self) -> bool:
        """Whether there are fields to narrow it by beside the search box."""
        return self.filter is not None and any(field.name != "q" for field in self.filter.form.visible_fields())

    def headings(self) -> Iterator[Heading]:
        """The heads of the columns shown."""
        for column in self.columns:
            descending = self.sort.descending if self.sort.field == column.sort_field else None
            yield Heading(
                name=column.name,
                label=column.header,
                css=column.cell_css,
                url=self._sort_url(column, descending) if column.sort_field else "",
                direction={None: "", False: "ascending", True: "descending"}[descending],
            )

    def _sort_url(self, column: Column, descending: bool | None) -> str:
        return self.url(sort=column.name if descending in (None, True) else f"-{column.name}")

    def shown(self, detail_url: Any) -> Iterator[Row]:
        """The rows of the page with rendered cells; `detail_url(row)` gives where each leads."""
        columns = [(column, column.header) for column in self.columns]
        for record in self.page.rows:
            cells = [Cell(header, column.cell(record), column.cell_css) for column, header in columns]
            yield Row(record.pk, str(record), detail_url(record), cells[0], cells[1:])

    def exported(self, chunk: int = 2000) -> Iterator[list[Any]]:
        """Heads, then the values of every matching row, in the order shown."""
        columns = self.columns
        yield [column.header for column in columns]
        for record in self.ordered().iterator(chunk_size=chunk):
            yield [column.exported(record) for column in columns]

    def ordered(self) -> QuerySet:
        """All matching rows in the order shown."""
        return self.rows.order_by(*ordering(self.sort, self.rows.model))

    def url(self, **changes: Any) -> str:
        """The address of this list with some parameters changed; going back to the first page."""
        kept = {key: values for key, values in self._lasting.items() if key not in changes}
        added = {key: [str(value)] for key, value in changes.items() if value not in ("", None)}
        text = urlencode({**kept, **added}, doseq=True)
        return f"{self.path}?{text}" if text else self.path

    @cached_property
    def _lasting(self) -> dict[str, list[str]]:
        """The parameters that hold for every page of the list; empty ones say nothing."""
        every = {key: self.query.getlist(key) for key in self.query if key not in PLACING}
        return {key: values for key, values in every.items() if values and values[-1] != ""}

    @property
    def here(self) -> str:
        """The address of exactly this page of the list."""
        return self.url(**{key: self.query.get(key, "") for key in ("after", "before", "from")})

    @cached_property
    def start(self) -> int:
        """The number of the first row shown, as far as the way here tells."""
        return whole_number(self.query.get("from", "")) or 1

    @property
    def end(self) -> int:
        """The number of the last row shown."""
        return self.start + len(self.page.rows) - 1

    @property
    def next_url(self) -> str:
        """Where the next page is, "" on the last."""
        return self._page_url(after=self.page.after, first=self.end + 1) if self.page.after else ""

    @property
    def previous_url(self) -> str:
        """Where the page before is, "" on the first."""
        if not self.page.before:
            return ""
        return self._page_url(before=self.page.before, first=max(self.start - self.size, 1))

    def _page_url(self, *, first: int, **cursor: str) -> str:
        return self.url(**cursor, **{"from": first})
