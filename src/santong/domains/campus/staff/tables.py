"""Columns of lists of staff, posts and teaching."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.staff.models import Staff
from santong.kit.pages import Column, DateColumn, NameColumn, Table, TagColumn


def masked_phone(row: Staff) -> str:
    """The phone number with its middle hidden."""
    return row.person.masked_phone


def teacher_text(row: Staff) -> str:
    """Whether they teach full-time, in a word."""
    return str(_("Teacher")) if row.is_teacher else str(_("Other staff"))


class StaffTable(Table):
    """The staff of whatever the viewer may see; phones stay masked, in exports too."""

    name = NameColumn(_("name"), accessor="person__name", order_by="person__pinyin", below="person__username")
    sex = Column(_("sex"), accessor="person__sex", orderable=False)
    subjects = Column(_("subjects"), orderable=False)
    kind = Column(_("kind"), accessor=teacher_text)
    school = Column(_("school"), accessor="school__name", order_by="path")
    status = TagColumn(_("status"), tones={"active": "ok", "left": "neutral"})
    phone = Column(_("phone"), accessor=masked_phone, phone=False)
    joined_on = DateColumn(_("joined on"), phone=False)


class PostTable(Table):
    """The posts of one person."""

    title = NameColumn(_("post"), orderable=False)
    since = DateColumn(_("from"), orderable=False)
    until = DateColumn(_("until"), orderable=False)


class TeachingTable(Table):
    """Which classes somebody teaches what in."""

    school_class = NameColumn(_("class"), accessor="school_class__name", orderable=False)
    kind = Column(_("kind"), orderable=False)
    subject = Column(_("subject"), orderable=False)
    since = DateColumn(_("from"), orderable=False, phone=False)
    until = DateColumn(_("until"), orderable=False, phone=False)
