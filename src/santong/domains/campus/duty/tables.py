"""Columns of the week plan, of shifts and of rosters."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.duty.models import PlanItem, Shift
from santong.kit.pages import Column, NameColumn, NumberColumn, Table


def day_of(row: PlanItem | Shift) -> str:
    """The day with its weekday."""
    return f"{date_format(row.day, 'n-j')} {date_format(row.day, 'D')}"


class PlanTable(Table):
    """What takes place in the week."""

    what = NameColumn(_("what takes place"), orderable=False)
    day = Column(_("day"), accessor=day_of, order_by="starts")
    time = Column(_("time"), accessor=lambda row: row.when, orderable=False)
    where = Column(_("where"), orderable=False)
    people = Column(_("who takes part"), orderable=False)
    organisation = Column(_("plan of"), accessor="organisation__name", orderable=False, phone=False)


class ShiftTable(Table):
    """Who is on duty when."""

    day = NameColumn(_("day"), accessor=lambda row: row.when, order_by="day")
    person = Column(_("on duty"), accessor="person__name", orderable=False)
    roster = Column(_("duty"), accessor="roster__name", orderable=False)
    post = Column(_("post of the duty"), accessor="roster__post", orderable=False, phone=False)
    organisation = Column(_("duty of"), accessor="roster__organisation__name", order_by="path", phone=False)


class RosterTable(Table):
    """The duties that there are."""

    name = NameColumn(_("name of the duty"))
    organisation = Column(_("duty of"), accessor="organisation__name", order_by="path")
    kind = Column(_("day or night"), orderable=False)
    post = Column(_("post of the duty"), orderable=False, phone=False)
    people = NumberColumn(_("people on it"), accessor="number", orderable=False)
