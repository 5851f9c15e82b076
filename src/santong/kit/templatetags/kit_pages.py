"""Template tags of declared pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString

from santong.kit.models import AuditEntry
from santong.kit.pages.declared import ModelPages
from santong.kit.pages.lists import ObjectList

register = template.Library()


@register.simple_tag
def page_url(pages: ModelPages, page: str) -> str:
    """The address of one of the pages, see `ModelPages.url`."""
    return pages.url(page)


@register.simple_tag
def export_url(pages: ModelPages, objects: ObjectList, kind: str) -> str:
    """Where to export what the list shows."""
    tail = objects.url(format=kind).partition("?")[2]
    return f"{pages.url('export')}?{tail}"


@register.simple_tag
def list_swap(url: str) -> SafeString:
    """Attributes of a link that replaces the list with the one at `url`."""
    return format_html('hx-get="{}" hx-target="#list" hx-swap="outerHTML"', url)


@dataclass(frozen=True)
class Change:
    """A changed field in words."""

    label: str
    before: Any
    after: Any


@register.filter
def changes_of(entry: AuditEntry, row: Model) -> Iterator[Change]:
    """The changes of an entry, with the fields' labels."""
    for name, (before, after) in entry.changes.items():
        yield Change(_label(row, name), "—" if before in (None, "") else before, "—" if after in (None, "") else after)


def _label(row: Model, name: str) -> str:
    try:
        return str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return name
