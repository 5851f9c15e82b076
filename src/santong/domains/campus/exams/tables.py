"""Columns of examinations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.kit.pages import Column, DateColumn, NameColumn, NumberColumn, Table, TagColumn

TONES = {"published": "ok", "draft": "warn"}


class ExaminationTable(Table):
    """The examinations that there were."""

    name = NameColumn(_("name of the examination"))
    school = Column(_("school or bureau"), accessor="school__name", order_by="path", phone=False)
    state = TagColumn(_("state"), tones=TONES)
    first = DateColumn(_("first day"))
    last = DateColumn(_("last day"), phone=False)
    candidates = NumberColumn(_("pupils"), accessor="candidates", orderable=False)
