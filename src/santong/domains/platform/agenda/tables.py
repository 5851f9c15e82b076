"""Columns of the lists of own entries and feeds."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.agenda.models import Feed, PersonalEntry
from santong.kit.agenda import DAY
from santong.kit.pages import Column, NameColumn, Table, TagColumn, TimeColumn


def when(row: PersonalEntry) -> str:
    """From when until when, the first time."""
    begins, ends = timezone.localtime(row.begins), timezone.localtime(row.ends)
    if row.all_day:
        first, last = begins.date(), (ends - DAY).date()
        return " – ".join(date_format(day, "SHORT_DATE_FORMAT") for day in dict.fromkeys((first, last)))
    form = "H:i" if begins.date() == ends.date() else "SHORT_DATETIME_FORMAT"
    return f"{date_format(begins, 'SHORT_DATETIME_FORMAT')} – {date_format(ends, form)}"


def state(row: Feed) -> str:
    """Whether it can be read."""
    return str(_("Closed feed")) if row.revoked_at else str(_("Open feed"))


class EntryTable(Table):
    """One's own entries."""

    title = NameColumn(_("title"), orderable=False)
    begins = Column(_("when"), accessor=when, order_by="begins")
    where = Column(_("where"), orderable=False, phone=False)


class FeedTable(Table):
    """Where one's calendar is read."""

    name = NameColumn(_("name of it"), orderable=False)
    way = Column(_("way of reading"), orderable=False)
    state = TagColumn(_("status"), accessor=state, orderable=False)
    used_at = TimeColumn(_("last read"), orderable=False)
