"""Columns of the lists of warnings and thresholds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.kit.pages import Column, DateColumn, NameColumn, NumberColumn, Table, TagColumn

TONES = {"open": "bad", "seen": "warn", "talked": "info", "helped": "info", "closed": "ok", "ended": "neutral"}


class WarningTable(Table):
    """Warnings, the newest first; never in an order of pupils by what is known of them."""

    name = NameColumn(_("who or what"), accessor=str, below="place__name", orderable=False)
    kind = Column(_("kind of warning"), accessor=lambda row: str(row.label), orderable=False)
    state = TagColumn(_("status"), tones=TONES, orderable=False)
    until = DateColumn(_("rests on days until"), orderable=False, phone=False)
    found_on = DateColumn(_("warned on"))


class WarningRuleTable(Table):
    """Thresholds."""

    kind = NameColumn(_("kind of warning"), accessor=str, orderable=False)
    place = Column(_("place where it counts"), accessor="place__name", order_by="path")
    number = NumberColumn(_("how many"), orderable=False)
    days = NumberColumn(_("within how many days"), orderable=False)
    is_on = Column(_("switched on"), accessor=lambda row: _("Yes") if row.is_on else _("No"), orderable=False)
    reason = Column(_("why so"), orderable=False, phone=False)
