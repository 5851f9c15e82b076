"""Columns of the lists of templates, fields, rounds and reports."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from santong.domains.governance.reports.models import ReportTemplate, Round
from santong.kit.pages import Column, DateColumn, NameColumn, NumberColumn, Table, TagColumn
from santong.kit.pages.columns import tag

TONES = {"filled": "warn", "returned": "bad", "confirmed": "info", "accepted": "info", "frozen": "ok"}


def status_of(row: ReportTemplate) -> tuple[str, str]:
    """Tone and words of how a template stands."""
    if row.is_shipped:
        return "info", pgettext("report template", "Library")
    if row.is_over:
        return "neutral", pgettext("report template", "Ended")
    return ("ok", pgettext("report template", "Running")) if row.is_published else ("neutral", _("Draft"))


class StatusColumn(Column):
    """How a template stands, as a tag."""

    def render(self, value: Any, record: Any) -> Any:
        return tag(*value)

    def value(self, value: Any, record: Any) -> str:
        return str(value[1])


class TemplateTable(Table):
    """What is asked for, how often, by whom."""

    name = NameColumn(gettext_lazy("name of the report"))
    place = Column(gettext_lazy("kept by"), accessor="place__name", orderable=False, phone=False)
    rhythm = TagColumn(gettext_lazy("how often"), phone=False)
    number = NumberColumn(gettext_lazy("version"), phone=False)
    until = DateColumn(gettext_lazy("ends on"))
    status = StatusColumn(gettext_lazy("status"), accessor=status_of, orderable=False)


class FieldTable(Table):
    """Fields of templates."""

    label = NameColumn(gettext_lazy("name of the field"))
    template = Column(gettext_lazy("report template"), accessor="template__name", orderable=False)
    section = Column(gettext_lazy("section"), orderable=False, phone=False)
    kind = TagColumn(gettext_lazy("where the value comes from"), phone=False)
    binding = Column(gettext_lazy("fact, indicator or formula"), orderable=False, phone=False)
    order = NumberColumn(gettext_lazy("place in the report"))


def _late(row: Round) -> tuple[str, str]:
    missing = row.places - row.done  # type: ignore[attr-defined]
    if not missing:
        return "ok", _("All confirmed")
    words = ngettext("%(n)s not confirmed", "%(n)s not confirmed", missing) % {"n": missing}
    return ("bad" if row.is_late else "warn"), words


class RoundTable(Table):
    """What is asked for in which period, and how many places have confirmed."""

    template = NameColumn(gettext_lazy("name of the report"), accessor="template__name", orderable=False)
    period = Column(gettext_lazy("period"), accessor="period", order_by="first")
    place = Column(gettext_lazy("asked for by"), accessor="place__name", orderable=False, phone=False)
    done = Column(
        gettext_lazy("confirmed"), accessor=lambda row: f"{row.done} / {row.places}", orderable=False, phone=False
    )
    late = StatusColumn(gettext_lazy("status"), accessor=_late, orderable=False)
    due = DateColumn(gettext_lazy("due"))


class ReportTable(Table):
    """The reports of places."""

    place = NameColumn(gettext_lazy("School or bureau"), accessor="place__name", order_by="path")
    template = Column(gettext_lazy("name of the report"), accessor="round__template__name", orderable=False)
    period = Column(gettext_lazy("period"), accessor="round__period", order_by="round__first")
    state = TagColumn(gettext_lazy("status"), tones=TONES)
    asks = NumberColumn(gettext_lazy("unusual figures"), phone=False)
    edition = NumberColumn(gettext_lazy("edition"), phone=False)
    due = DateColumn(gettext_lazy("due"), accessor="round__due", order_by="round__due")
