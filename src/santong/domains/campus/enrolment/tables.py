"""Columns of rounds, districts and applications."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.enrolment.models import Application
from santong.kit.pages import Column, DateColumn, NameColumn, NumberColumn, Table, TagColumn, TimeColumn

ROUND_TONES = {
    "draft": "neutral", "open": "info", "listed": "warn", "drawing": "warn", "proposed": "warn", "published": "ok",
    "closed": "neutral",
}  # fmt: skip
TONES = {
    "submitted": "warn", "returned": "info", "accepted": "ok", "refused": "bad", "withdrawn": "neutral",
    "admitted": "ok", "waiting": "warn", "confirmed": "ok", "declined": "neutral", "entered": "ok",
}  # fmt: skip


class RoundTable(Table):
    """The rounds, the newest first."""

    title = NameColumn(_("name of the round"), orderable=False)
    place = Column(_("bureau"), accessor="place__name", order_by="path", phone=False)
    stage = Column(_("stage"), phone=False)
    state = TagColumn(_("state"), tones=ROUND_TONES)
    number = NumberColumn(_("applications"), accessor="number", orderable=False)
    closes_on = DateColumn(_("applications until"))
    results_on = DateColumn(_("results on"), phone=False)


class DistrictTable(Table):
    """Which houses belong to which school."""

    area = NameColumn(_("street, community or village"))
    numbers = Column(_("house numbers"), accessor=lambda row: row.numbers or _("All numbers"))
    school = Column(_("school"), accessor="school__name", orderable=False)
    stage = Column(_("stage"), phone=False)
    place = Column(_("bureau"), accessor="place__name", order_by="path", phone=False)


def evidence_of(row: Application) -> str:
    """What is declared, or stands after review, in words."""
    labels = {each.value: str(each.label) for each in row.round.evidence}
    return str(_(", ")).join(labels[word] for word in row.evidence_words if word in labels)


class ApplicationTable(Table):
    """The queue: who waits longest stands first."""

    name = NameColumn(_("name of the child"), orderable=False, below="receipt")
    school = Column(_("school"), accessor="school__name", order_by="path", phone=False)
    area = Column(_("home address"), accessor=lambda row: f"{row.area}{row.number or ''}")
    evidence = Column(pgettext_lazy("enrolment", "evidence"), accessor=evidence_of, phone=False)
    state = TagColumn(_("state"), tones=TONES)
    position = NumberColumn(_("place in the queue"))
    submitted_at = TimeColumn(_("submitted"), phone=False)


def tone_of(row: Any) -> str:
    """The tone of an application's state."""
    return TONES.get(row.state, "neutral")
