"""Columns of the lists of issues, rules and settlements."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.governance.checks.models import CheckRule
from santong.domains.governance.checks.words import TONES
from santong.kit.pages import Column, DateColumn, NameColumn, NumberColumn, Table, TagColumn

KIND_TONES = {"impossible": "bad", "peers": "warn", "jump": "warn", "conflict": "info"}
SETTLEMENT_TONES = {"in_force": "ok", "withdrawn": "neutral"}


class IssueTable(Table):
    """What is to be looked at. There is no order by figures: this is no ranking."""

    rule = NameColumn(_("what is asked about"), accessor="rule__name", below="place__name", orderable=False)
    kind = TagColumn(_("kind of check"), tones=KIND_TONES, orderable=False)
    state = TagColumn(_("status"), tones=TONES, orderable=False)
    place = Column(_("school"), accessor="place__name", order_by="path", phone=False)
    keeper = Column(_("who keeps it right"), accessor="keeper__name", orderable=False, phone=False)
    explanation = Column(_("explanation"), orderable=False, phone=False)
    found_on = DateColumn(_("found on"))


def _whose(row: CheckRule) -> str:
    return str(row.place.name) if row.place is not None else str(pgettext_lazy("standard", "Library"))


class RuleTable(Table):
    """Rules."""

    name = NameColumn(_("name of the rule"))
    kind = TagColumn(_("kind of check"), tones=KIND_TONES)
    place = Column(_("kept by"), accessor=_whose, orderable=False)
    keeper = Column(_("who keeps the source"), orderable=False, phone=False)
    formula = Column(_("formula"), orderable=False, phone=False)
    is_on = Column(
        _("switched on"), accessor=lambda row: _("Yes") if row.is_on else _("No"), orderable=False, phone=False
    )


class SettlementTable(Table):
    """Which source holds where."""

    rule = NameColumn(_("what is asked about"), accessor="rule__name", orderable=False)
    source = Column(_("which source holds"), accessor="source", orderable=False)
    place = Column(_("bureau that settled it"), accessor="place__name", order_by="path")
    number = NumberColumn(_("version"), phone=False)
    state = TagColumn(_("status"), tones=SETTLEMENT_TONES, orderable=False)
    reason = Column(_("reason"), orderable=False, phone=False)
    settled_on = DateColumn(_("day of the settlement"), phone=False)
