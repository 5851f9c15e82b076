"""Columns of the lists of timetables and of changed lessons."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.timetable.models import Change
from santong.kit.pages import Column, DateColumn, NameColumn, Table, TagColumn

TONES = {"draft": "neutral", "published": "ok"}
OFFERS = {"open": "info", "agreed": "ok", "declined": "bad", "withdrawn": "neutral"}
KINDS = {"covered": "info", "swapped": "warn", "moved": "warn", "cancelled": "bad"}


def when(row: Change) -> str:
    """Its day and lesson."""
    return row.when


def now(row: Change) -> str:
    """What there is now, "" for nothing."""
    return " ".join(str(part) for part in (row.subject, row.teacher or "") if part)


def before(row: Change) -> str:
    """What the timetable has there."""
    return " ".join(str(part) for part in (row.was_subject, row.was_teacher or "") if part)


class TimetableTable(Table):
    """The timetables of schools."""

    name = NameColumn(_("name of the timetable"))
    state = TagColumn(_("status"), tones=TONES)
    since = DateColumn(_("holds from"))
    until = DateColumn(_("holds until"), phone=False)
    school = Column(_("school"), accessor="school__name", order_by="path", phone=False)


class ChangeTable(Table):
    """What is otherwise than the timetable says."""

    when = NameColumn(_("when"), accessor=when, order_by="day")
    school_class = Column(_("class"), accessor="school_class__name", order_by="path")
    kind = TagColumn(_("kind of change"), tones=KINDS)
    before = Column(_("lesson before"), accessor=before, orderable=False)
    now = Column(_("lesson now"), accessor=now, orderable=False)
    reason = Column(_("reason of the change"), orderable=False, phone=False)


class SwapOfferTable(Table):
    """Swaps that were asked for."""

    when = NameColumn(_("lesson to give"), accessor=lambda row: f"{row.when} {row.subject}", order_by="day")
    school_class = Column(_("class"), accessor="school_class__name", order_by="path")
    asker = Column(_("who asks"), orderable=False)
    asked = Column(_("colleague asked"), orderable=False)
    other = Column(
        _("lesson to get"), accessor=lambda row: f"{row.other_when} {row.other_subject}", order_by="other_day"
    )
    state = TagColumn(_("status"), tones=OFFERS)
    asked_at = DateColumn(_("asked"), phone=False)
