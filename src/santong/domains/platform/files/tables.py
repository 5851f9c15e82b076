"""Columns of file lists."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.files.models import File, Kind
from santong.kit.pages import Column, NameColumn, Table, TagColumn, TimeColumn
from santong.kit.templatetags.kit_ui import icon


class FileNameColumn(NameColumn):
    """The name with the icon of its kind, and why it was refused."""

    def render(self, value: Any, record: File) -> Any:
        named = format_html("{}{}", icon(Kind(record.kind).icon), value)
        return format_html("{}<small>{}</small>", named, record.reason) if record.reason else named


class SizeColumn(Column):
    """Bytes in the unit that fits."""

    css = "number nowrap"

    def render(self, value: Any, record: Any) -> str:
        return str(filesizeformat(value))


class FileTable(Table):
    """A person's files."""

    name = FileNameColumn(verbose_name=_("name of the file"))
    kind = Column(verbose_name=_("kind"), phone=False)
    size = SizeColumn(verbose_name=_("size"))
    state = TagColumn(
        verbose_name=_("state"), tones={"ready": "ok", "refused": "bad", "checking": "info", "uploading": "warn"}
    )
    created_at = TimeColumn(verbose_name=_("added"), order_by="id")


class AllowanceTable(Table):
    """What was allowed to whom."""

    place = NameColumn(verbose_name=_("organisation"), accessor="place_name", orderable=False)
    what = Column(verbose_name=_("for whom"))
    person = Column(verbose_name=_("person"), accessor="person__name", orderable=False)
    bytes = SizeColumn(verbose_name=_("allowed"))
