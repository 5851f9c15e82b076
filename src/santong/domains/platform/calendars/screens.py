"""Holidays and make-up days on class screens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.calendars.models import CalendarDay
from santong.domains.platform.calendars.queries import days_of
from santong.kit.screens import CLASS, HALL, LINES, ROOM, Follows, Line, ScreenBlock, Spot, whole_day


def special_days(spot: Spot, first: date, last: date) -> Iterator[Line]:
    """The days out of the ordinary."""
    for day, row in sorted(days_of(spot.path, first, last).items()):
        if row.kind == CalendarDay.Kind.ORDINARY:
            continue
        begins, _end = whole_day(first, first)
        _start, ends = whole_day(day, day)
        lessons = f"{row._meta.get_field('follows').verbose_name} {row.get_follows_display()}" if row.follows else ""
        note = " · ".join(filter(None, (f"{date_format(day, 'n-j')} {date_format(day, 'D')}", lessons)))
        yield Line(row.name or str(row.get_kind_display()), begins, ends, note=note)


BLOCK = ScreenBlock(
    "special_days", _("Holidays and make-up days"), LINES, (CLASS, ROOM, HALL), special_days,
    (Follows("calendars.CalendarDay"),), order=45,
)  # fmt: skip
