"""Columns of the library of rules."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.rules.models import Regulation, Status
from santong.kit.pages import Column, DateColumn, NameColumn, Table, TagColumn
from santong.kit.pages.columns import tag

TONES = {
    Status.DRAFT: "neutral", Status.COMING: "info", Status.IN_FORCE: "ok", Status.REPLACED: "warn",
    Status.REPEALED: "neutral",
}  # fmt: skip


class StatusColumn(TagColumn):
    """Where it stands today, in words and colour."""

    def render(self, value: object, record: Regulation) -> str:
        return tag(TONES[Status(record.status)], value)


class RegulationTable(Table):
    """What there is, by whom, and whether it holds."""

    title = NameColumn(_("title"), orderable=False, below="number")
    kind = Column(_("kind"), orderable=False, phone=False)
    issuer = Column(_("issuer"), accessor="issuer__name", order_by="path")
    in_force_from = DateColumn(_("effective from"), phone=False)
    status = StatusColumn(_("status"), accessor=lambda row: row.status_label, orderable=False)
