"""Columns of the lists of plans, rules and searches."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.teaching_plans.forms import placed
from santong.domains.campus.teaching_plans.models import PlanLine, Rule
from santong.domains.campus.teaching_plans.sentences import about, sentence
from santong.kit.pages import Column, DateColumn, NameColumn, NumberColumn, Table, TagColumn

WEIGHTS = {"must": "bad", "important": "warn", "good": "info", "possible": "neutral"}
STATES = {
    "waiting": "neutral", "running": "info", "done": "ok", "stopped": "neutral", "impossible": "bad", "failed": "bad",
}  # fmt: skip


def place_of(row: PlanLine) -> str:
    """The grade or class of a line, and its teaching group."""
    return f"{placed(row.place)} {row.group_name}".strip()


class PlanTable(Table):
    """What is taught."""

    subject = NameColumn(_("subject"))
    place = Column(_("grade or class"), accessor=place_of, order_by="path")
    lessons = NumberColumn(_("lessons a week"))
    doubles = NumberColumn(_("double lessons a week"), phone=False)
    rhythm = Column(_("rhythm of weeks"), phone=False)
    room_kind = Column(_("kind of room needed"), phone=False)
    school = Column(_("school"), accessor="school__name", order_by="path", phone=False)


def said(row: Rule) -> str:
    """The rule in words."""
    return sentence(row)


def whom(row: Rule) -> str:
    """About whom it is."""
    return about(row)


class RuleTable(Table):
    """What must or should hold."""

    rule = NameColumn(_("rule of the timetable"), accessor=said, order_by="pk")
    kind = Column(_("kind of rule"), phone=False)
    weight = TagColumn(_("weight"), tones=WEIGHTS)
    school = Column(_("school"), accessor="school__name", order_by="path", phone=False)


class SearchTable(Table):
    """Searches and what became of them."""

    name = NameColumn(_("name of the timetable"))
    state = TagColumn(_("status"), tones=STATES)
    started_at = DateColumn(_("started"))
    cost = NumberColumn(_("points against it"))
    school = Column(_("school"), accessor="school__name", order_by="path", phone=False)
