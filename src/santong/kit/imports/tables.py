"""Columns of the list of imports."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from santong.kit.imports.models import ImportRun
from santong.kit.pages import (
    ChoiceFilter,
    Column,
    FilterSet,
    NameColumn,
    NumberColumn,
    SearchFilter,
    Table,
    TagColumn,
    TimeColumn,
)

TONES = {
    "done": "ok",
    "running": "info",
    "checking": "info",
    "undoing": "info",
    "stopped": "warn",
    "partly_undone": "warn",
}


class MomentColumn(TimeColumn):
    """Date and time need a whole line on a phone."""

    css = "nowrap cell-wide"


class ResultColumn(TagColumn):
    """The state, green only when every row is in that was meant to be; else it says how many are left."""

    def render(self, value: Any, record: Any) -> str:
        if record.state != ImportRun.State.DONE or not record.not_taken:
            return super().render(value, record)
        text = _("%(state)s, %(n)s left") % {"state": value, "n": record.not_taken}
        return format_html('<span class="tag {}">{}</span>', "warn" if record.taken_rows else "bad", text)


class ImportTable(Table):
    """Imports, the latest first."""

    file_name = NameColumn(verbose_name=_("file"))
    target_label = Column(verbose_name=_("kind"), order_by="target_name")
    state = ResultColumn(verbose_name=_("state"), tones=TONES)
    taken_rows = NumberColumn(verbose_name=_("rows taken"))
    person_name = Column(verbose_name=_("by"), phone=False)
    created_at = MomentColumn(verbose_name=_("uploaded"), order_by="pk")


class ImportFilter(FilterSet):
    """By file and state."""

    q = SearchFilter("file_name", "person_name", placeholder=_("File or person"))
    state = ChoiceFilter(label=_("State"), choices=ImportRun.State.choices)

    class Meta:
        model = ImportRun
        fields: list[Any] = []
