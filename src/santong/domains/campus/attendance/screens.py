"""Attendance on class screens: how many are there of how many, and never who."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.attendance.models import ClassDay
from santong.kit.access import below
from santong.kit.screens import CLASS, FIGURE, HALL, Figure, Follows, ScreenBlock, Spot


def present(spot: Spot, first: date, last: date) -> Iterator[Figure]:
    """Those present of a class or school today; nothing before the roll was called."""
    rows = ClassDay.objects.numbers_only().filter(below("path", spot.path), day=first, calls__gt=0)
    found = rows.aggregate(present=Sum("present"), expected=Sum("expected"))
    if found["expected"]:
        yield Figure(first, found["present"], found["expected"], gettext("Present today"))


BLOCK = ScreenBlock(
    "attendance", _("Attendance"), FIGURE, (CLASS, HALL), present, (Follows("attendance.ClassDay"),),
    names=_("Numbers only."), order=20,
)  # fmt: skip
