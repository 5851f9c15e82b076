"""Columns of course choices and moving classes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.kit.pages import Column, DateColumn, NameColumn, NumberColumn, Table, TagColumn, TimeColumn

TONES = {
    "draft": "warn", "trial": "info", "final": "info", "closed": "neutral", "drawing": "warn", "drawn": "warn",
    "announced": "ok",
}  # fmt: skip
PLAN_TONES = {"draft": "warn", "searching": "warn", "found": "info", "failed": "bad", "in_force": "ok"}


class RoundTable(Table):
    """The choices that there were."""

    name = NameColumn(_("name of the choice"))
    school = Column(_("school"), accessor="school__name", order_by="path", phone=False)
    kind = Column(_("what is chosen"), accessor="kind", phone=False)
    state = TagColumn(_("state"), tones=TONES)
    final_until = DateColumn(_("final choice until"))
    number = NumberColumn(_("pupils"), accessor="number", orderable=False)
    done = NumberColumn(_("with wishes"), accessor="done", orderable=False)


class OfferTable(Table):
    """What is offered."""

    name = NameColumn(_("name of the course"))
    round = Column(_("course choice"), accessor="round__name", order_by="round")
    teacher = Column(_("teacher"), accessor="teacher__person__name", order_by="teacher", phone=False)
    time = Column(_("when it is held"), phone=False)
    least = NumberColumn(_("fewest pupils"))
    most = NumberColumn(_("places"))
    first = NumberColumn(_("first wishes"), accessor="first", orderable=False)


class ChooserTable(Table):
    """Who chooses, and whether they have."""

    pupil = NameColumn(_("pupil"), accessor="pupil__person__name", order_by="pupil__person__pinyin")
    school_class = Column(_("class"), accessor="pupil__school_class__name", order_by="path")
    round = Column(_("course choice"), accessor="round__name", order_by="round")
    state = Column(_("state"), accessor="round__state")
    handed_in_at = TimeColumn(_("wishes handed in"), phone=False)
    confirmed_at = TimeColumn(_("confirmed by a guardian"), phone=False)


class PlanTable(Table):
    """Plans of moving classes."""

    round = NameColumn(_("moving classes"), accessor="round__name", order_by="round")
    state = TagColumn(_("state"), tones=PLAN_TONES)
    bands = NumberColumn(_("bands"))
    number = NumberColumn(_("groups"), accessor="number", orderable=False)
    formed_at = TimeColumn(_("formed"), phone=False)


class GroupTable(Table):
    """Teaching groups."""

    subject = NameColumn(_("teaching group"), accessor=str, order_by="subject")
    plan = Column(_("moving classes"), accessor="plan__round__name", order_by="plan", phone=False)
    band = NumberColumn(_("band"))
    teacher = Column(_("teacher"), accessor="teacher__person__name", order_by="teacher")
    room = Column(_("room of the group"), accessor="room__name", order_by="room", phone=False)
    number = NumberColumn(_("pupils"), accessor="size", orderable=False)


class MemberTable(Table):
    """Who is in which group."""

    pupil = NameColumn(_("pupil"), accessor="pupil__person__name", order_by="pupil__person__pinyin")
    school_class = Column(_("class"), accessor="pupil__school_class__name", order_by="path")
    subject = Column(_("subject"))
    group = Column(_("teaching group"), accessor="group", order_by="group")
    band = NumberColumn(_("band"), accessor="group__band", order_by="group__band")
    teacher = Column(_("teacher"), accessor="group__teacher__person__name", orderable=False, phone=False)
    room = Column(_("room of the group"), accessor="group__room__name", orderable=False, phone=False)
