"""Columns of the lists of bookings and bookable things."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.bookings.models import Booking
from santong.kit.pages import Column, NameColumn, Table, TagColumn

TONES = {"waiting": "warn", "booked": "ok", "refused": "bad", "cancelled": "neutral"}


def what(row: Booking) -> str:
    """The room or thing that is taken."""
    return str(row.what)


def when(row: Booking) -> str:
    """From when until when."""
    return row.when


class BookingTable(Table):
    """Who has what when."""

    title = NameColumn(_("what for"), orderable=False)
    what = Column(_("room or thing"), accessor=what)
    begins = Column(_("when"), accessor=when, order_by="begins")
    person = Column(_("booked by"), accessor="person__name", orderable=False)
    state = TagColumn(_("status"), tones=TONES)


class ThingTable(Table):
    """What is lent."""

    name = NameColumn(_("name of it"))
    kept_at = Column(_("where it is kept"), orderable=False)
    bookable = Column(_("may be booked by"), orderable=False)
    school = Column(_("school"), accessor="school__name", order_by="path", phone=False)
