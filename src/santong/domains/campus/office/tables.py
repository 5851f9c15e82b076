"""Columns of the list of who is away."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.office.models import Absence
from santong.domains.platform.requests.public import period_in_words
from santong.kit.pages import Column, NameColumn, Table, TagColumn


def period(row: Absence) -> str:
    """From when until when, with halves."""
    return period_in_words(row.period)


class AbsenceTable(Table):
    """Who is away, and who takes their lessons."""

    person = NameColumn(_("who"), accessor="person__name", order_by="person__name")
    kind = TagColumn(_("kind"), tones={"leave": "warn", "travel": "info"})
    since = Column(_("when"), accessor=period, order_by="since")
    lessons = Column(_("lessons"), orderable=False, phone=False)
    organisation = Column(_("organisation"), accessor="organisation__name", order_by="path", phone=False)
