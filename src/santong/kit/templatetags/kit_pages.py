"""Template tags of declared pages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from santong.kit.pages.changed import changes_of
from santong.kit.pages.declared import ModelPages
from santong.kit.pages.edits import Edit
from santong.kit.pages.lists import ObjectList, Row
from santong.kit.submissions import FIELD, new_key

register = template.Library()
register.filter(changes_of)


@register.simple_tag
def seen(edit: Edit[Any, Any] | None) -> SafeString | str:
    """Inside a form's element: what this person has before them, and what is to be settled; see `pages/edits.py`.

    Nothing for a form that makes something new.
    """
    return render_to_string("kit/pages/clashes.html", {"edit": edit}) if edit else ""


@register.simple_tag
def once() -> SafeString:
    """Inside the element of a form that makes something: sent twice, it is done once; see `submissions.py`."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_key())


@register.simple_tag
def page_url(pages: ModelPages, page: str) -> str:
    """The address of one of the pages, see `ModelPages.url`."""
    return pages.url(page)


@register.simple_tag(takes_context=True)
def may(context: Context, permission: str) -> bool:
    """Whether the viewer has a permission anywhere: `{% may "imports.view" as lists %}`."""
    return bool(context["request"].viewer.can(permission))


@register.simple_tag
def export_url(pages: ModelPages, objects: ObjectList, kind: str) -> str:
    """Where to export what the list shows."""
    tail = objects.url(format=kind).partition("?")[2]
    return f"{pages.url('export')}?{tail}"


@register.simple_tag
def print_url(pages: ModelPages, objects: ObjectList) -> str:
    """Where to print what the list shows."""
    return f"{pages.url('print')}?{objects.url().partition('?')[2]}"


@register.simple_tag
def list_swap(url: str) -> SafeString:
    """Attributes of a link that replaces the list with the one at `url`."""
    return format_html('hx-get="{}" hx-target="#list" hx-swap="outerHTML"', url)


@register.simple_tag
def table_rows(rows: Sequence[Row], selectable: bool = False) -> SafeString:
    """The body of a list's table. Written here because a template takes three times as long."""
    return mark_safe("\n".join(_row_html(row, selectable) for row in rows))  # noqa: S308  (each part is escaped)


def _row_html(row: Row, selectable: bool) -> str:
    check = (
        f'<td class="cell-check"><input type="checkbox" name="ids" value="{escape(str(row.pk))}" data-select'
        f' aria-label="{escape(row.name)}"></td>'
        if selectable
        else ""
    )
    first = _cell_html(row.first.html)
    head = f'<a href="{escape(row.url)}">{first}</a>' if row.url else first
    cells = "".join(
        f'<td class="{cell.css}" data-label="{escape(cell.label)}">{_cell_html(cell.html)}</td>' for cell in row.cells
    )
    return f'<tr>{check}<th scope="row">{head}</th>{cells}</tr>'


def _cell_html(value: Any) -> str:
    """As Django's `conditional_escape`, whose care for lazy texts costs twice as much as the escaping."""
    return str(value.__html__()) if hasattr(value, "__html__") else escape(str(value))
