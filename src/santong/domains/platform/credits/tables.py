"""Lists about credits."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.credits.models import Standing
from santong.domains.platform.credits.words import number, said
from santong.kit.pages.columns import Column, DateColumn, NameColumn, NumberColumn, Table, TagColumn, TimeColumn

TONES = {"behind": "warn", "on_way": "info", "done": "ok"}
ANSWER_TONES = {"asked": "warn", "granted": "ok", "refused": "neutral"}


class CreditColumn(NumberColumn):
    """A number of credits, without noughts at its end."""

    def render(self, value: Any, record: Any) -> str:
        return number(value)

    def value(self, value: Any, record: Any) -> Any:
        return float(value)


def _first_reason(row: Standing) -> str:
    found = [*row.warnings, *row.lacks]
    return said(found[0]) if found else ""


class SchemeTable(Table):
    """Schemes."""

    name = NameColumn(_("name of the scheme"))
    place = Column(_("kept by"), accessor="place__name", order_by="path")
    kind = Column(_("whom it is for"))
    total = CreditColumn(_("needed in all"))
    number = NumberColumn(_("version"))
    authority = Column(_("authority"), phone=False)


class CourseTable(Table):
    """Courses of schemes."""

    name = NameColumn(_("name of the course"), below="code")
    scheme = Column(_("scheme of credits"), accessor="scheme__name", order_by="scheme", phone=False)
    category = Column(_("category"), accessor="category__name", order_by="category")
    credits = CreditColumn(_("credits"))
    required = Column(_("everybody needs it"), accessor=lambda row: _("yes") if row.required else "", phone=False)
    semester = NumberColumn(_("due in semester"), phone=False)


class StandingTable(Table):
    """How people stand."""

    person = NameColumn(_("name"), accessor="person__name", order_by="person__pinyin")
    place = Column(_("class or school"), accessor="place__name", order_by="path")
    state = TagColumn(_("state"), tones=TONES)
    earned = CreditColumn(_("earned"))
    needed = CreditColumn(_("needed in all"))
    missing = NumberColumn(_("things missing"), phone=False)
    reason = Column(_("reason"), accessor=_first_reason, orderable=False, phone=False)


class EntryTable(Table):
    """Courses taken."""

    course = NameColumn(_("course"))
    person = Column(_("name"), accessor="person__name", order_by="person__pinyin")
    on = DateColumn(_("taken on"))
    points = CreditColumn(_("points of 100"), phone=False)
    hours = CreditColumn(_("hours of study"), phone=False)
    credits = CreditColumn(_("credits"))
    source = Column(_("source"), phone=False)
    cancelled = Column(
        _("cancelled"),
        accessor=lambda row: _("cancels another") if row.cancels_id else _("cancelled") if row.is_cancelled else "",
    )
    made_at = TimeColumn(_("written down on"), phone=False)


class EffectTable(Table):
    """Whom a draft changes."""

    person = NameColumn(_("name"), accessor="standing__person__name", order_by="standing__person__pinyin")
    place = Column(_("class or school"), accessor="standing__place__name", order_by="path")
    scheme = Column(_("scheme of credits"), accessor="scheme__name", order_by="scheme", phone=False)
    before = Column(_("state now"), accessor="standing__state", orderable=False)
    state = TagColumn(_("state after it"), tones=TONES)
    earned_before = CreditColumn(_("earned"), accessor="standing__earned", orderable=False, phone=False)
    earned = CreditColumn(_("earned after it"))


class CorrectionTable(Table):
    """Corrections asked for."""

    person = NameColumn(_("name"), accessor="person__name", order_by="person__pinyin")
    course = Column(_("course"))
    state = TagColumn(_("state"), tones=ANSWER_TONES)
    asked_at = TimeColumn(_("asked on"))
    answered_at = TimeColumn(_("answer given on"), phone=False)
