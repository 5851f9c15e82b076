"""Columns of leave, and of the attendance of classes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.attendance.models import PupilLeave
from santong.kit.pages import Column, NameColumn, NumberColumn, Table, TagColumn, TimeColumn

State = PupilLeave.State


class LeaveTable(Table):
    """Leave of pupils."""

    pupil = NameColumn(_("Pupil"), accessor="pupil__person__name", orderable=False)
    school_class = Column(_("class"), accessor="pupil__school_class__name", order_by="path", phone=False)
    kind = Column(_("kind of leave"), orderable=False)
    span = Column(_("from when to when"), accessor=lambda row: row.span_in_words, order_by="since")
    days = NumberColumn(_("school days"), orderable=False, phone=False)
    state = TagColumn(
        _("status"), orderable=False,
        tones={State.ASKED: "warn", State.PASSED: "warn", State.GRANTED: "ok", State.REFUSED: "bad"},
    )  # fmt: skip
    asked_at = TimeColumn(_("asked at"), phone=False)


class RulesTable(Table):
    """Rules of leave of schools."""

    school = NameColumn(_("school"), accessor="school__name", order_by="path")
    long_after = NumberColumn(_("days that the class teacher alone may grant"), orderable=False)
