"""Columns of the lists of indicators, plans and targets."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.governance.indicators.models import Indicator, Plan
from santong.domains.governance.indicators.queries import waits_for
from santong.kit.pages import Column, DateColumn, NameColumn, Table, TagColumn
from santong.kit.pages.columns import tag

PLAN_TONES = {"library": "neutral", "coming": "info", "running": "ok", "over": "neutral"}


def state_of(row: Indicator) -> str:
    """Where an indicator stands, in words."""
    if not row.is_published:
        return str(pgettext_lazy("indicator", "Draft"))
    if row.retired_from:
        return str(pgettext_lazy("indicator", "Retired"))
    waits = waits_for(row)
    return str(_("Waiting for a module")) if waits else str(pgettext_lazy("indicator", "Computed"))


class StateColumn(TagColumn):
    """Draft, computed, waiting, retired."""

    def render(self, value: object, record: Indicator) -> str:
        tone = "neutral" if not record.is_published or record.retired_from else "warn" if waits_for(record) else "ok"
        return tag(tone, value)


class IndicatorTable(Table):
    """What there is, how it is computed, whose it is."""

    name = NameColumn(_("name of the indicator"), order_by="code", below="code")
    topic = Column(_("part"), orderable=False, phone=False)
    unit = Column(_("unit of the figure"), orderable=False, phone=False, accessor=lambda row: row.get_unit_display())
    level = Column(_("computed for"), orderable=False, phone=False, accessor=lambda row: row.get_level_display())
    place = Column(_("kept by"), orderable=False, accessor=lambda row: row.place or _("The platform"))
    state = StateColumn(_("status"), accessor=state_of, orderable=False)


class PlanStatusColumn(TagColumn):
    """Library, not begun, running, over."""

    def render(self, value: object, record: Plan) -> str:
        return tag(PLAN_TONES[record.status], value)


class PlanTable(Table):
    """What is to be reached, by whom it was decided, and until when."""

    name = NameColumn(_("name of the plan"), orderable=False, below="authority")
    place = Column(_("whose plan"), orderable=False, accessor=lambda row: row.place or pgettext_lazy("plan", "Library"))
    since = DateColumn(_("from"), phone=False)
    until = DateColumn(_("until"))
    targets = Column(_("targets"), accessor="target_count", orderable=False)
    status = PlanStatusColumn(_("status"), accessor=lambda row: row.status_label, orderable=False)
