"""Columns of the lists of assignments and of supervised tasks."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from santong.domains.campus.supervision.models import Assignment
from santong.kit.pages import Column, DateColumn, NameColumn, Table, TagColumn
from santong.kit.pages.columns import tag

TONES = {
    "draft": "neutral", "issued": "info", "planned": "neutral", "working": "info", "reported": "warn", "closed": "ok",
    "withdrawn": "neutral",
}  # fmt: skip


def now(row: Assignment) -> str:
    """What was said last about how far things are."""
    return getattr(row, "says", None) or ""


class StepsColumn(Column):
    """A dot for each milestone, filled as far as they are reached; in words for those who hear it."""

    def render(self, value: Any, record: Any) -> Any:
        done, number = value
        dots = [(6 + 12 * place, place < done) for place in range(number)]
        context = {"dots": dots, "done": done, "number": number, "width": 12 * number, "end": 12 * number - 6}
        return render_to_string("supervision/steps.html", context)

    def value(self, value: Any, record: Any) -> str:
        return f"{value[0]}/{value[1]}"


def steps(row: Assignment) -> tuple[int, int] | None:
    """How many milestones are reached, and how many there are; None for a task without any."""
    return (row.done_steps, row.all_steps) if row.all_steps else None  # type: ignore[attr-defined]


class DueColumn(DateColumn):
    """The date in force, with how late it is or how many days are left, and the first date where it was put off."""

    def render(self, value: Any, record: Any) -> Any:
        day = date_format(value, "SHORT_DATE_FORMAT")
        words = [day] if not record.was_put_off else [day, _("first %(day)s") % {"day": record.first_due.isoformat()}]
        mark = urgency(record)
        return format_html("{} <small>{}</small>", mark, " · ".join(words)) if mark else " · ".join(words)


def urgency(row: Assignment) -> str:
    """A mark for what is late or due within a week; "" for all else."""
    if late := row.days_late:
        return tag("bad", ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late})
    left = row.days_left
    if left is None:
        return ""
    return tag("warn", ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left} if left else _("Today"))


class AssignmentTable(Table):
    """Who leads what, how far it is, and until when."""

    task = NameColumn(gettext_lazy("what is to be done"), accessor="task__title", orderable=False, below=now)
    organisation = Column(gettext_lazy("leads it"), accessor="organisation__name", order_by="path")
    person = Column(gettext_lazy("answers for it"), accessor="person__name", orderable=False, phone=False)
    milestones = StepsColumn(gettext_lazy("milestones"), accessor=steps)
    state = TagColumn(gettext_lazy("status"), tones=TONES)
    due = DueColumn(gettext_lazy("due"))


class LeadTable(Table):
    """Where the leads of one task are."""

    organisation = NameColumn(gettext_lazy("leads it"), accessor="organisation__name", orderable=False, below=now)
    person = Column(gettext_lazy("answers for it"), accessor="person__name", orderable=False, phone=False)
    milestones = StepsColumn(gettext_lazy("milestones"), accessor=steps)
    state = TagColumn(gettext_lazy("status"), tones=TONES)
    due = DueColumn(gettext_lazy("due"), orderable=False)


class TaskTable(Table):
    """What was issued, and how many leads have settled it."""

    title = NameColumn(gettext_lazy("what is to be done"), orderable=False)
    issuer = Column(gettext_lazy("issued by"), accessor="issuer__name", order_by="path", phone=False)
    source = Column(gettext_lazy("where it comes from"), orderable=False, phone=False)
    settled = Column(
        gettext_lazy("leads settled"), accessor=lambda row: f"{row.settled} / {row.leads}" if row.leads else ""
    )
    state = TagColumn(gettext_lazy("status"), tones=TONES)
    due = DateColumn(gettext_lazy("due"))
