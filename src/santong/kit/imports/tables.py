"""Columns of the list of imports."""

from __future__ import annotations

from typing import Any

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


class ImportTable(Table):
    """Imports, the latest first."""

    file_name = NameColumn(verbose_name=_("file"))
    target_label = Column(verbose_name=_("kind"), order_by="target_name")
    state = TagColumn(verbose_name=_("state"), tones=TONES)
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
