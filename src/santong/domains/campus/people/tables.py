"""Columns of the list of requests."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.kit.pages import Column, DateColumn, NameColumn, Table, TagColumn

TONES = {"asked": "warn", "confirmed": "ok", "declined": "bad", "withdrawn": "neutral"}


class AdoptionTable(Table):
    """Whom schools ask for."""

    person = NameColumn(_("person"), accessor="person__name", order_by="person__pinyin")
    kind = Column(_("as"), accessor=lambda row: row.kind_label, orderable=False)
    school = Column(_("asking school"), accessor="school__name", orderable=False)
    state = TagColumn(_("state"), tones=TONES)
    asked_at = DateColumn(_("asked on"))
    decided_at = DateColumn(_("decided on"), phone=False)
