"""What can be counted of attendance: pupils present, on leave and absent, out of those on the lists, and roll calls."""

from __future__ import annotations

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.attendance.models import FIGURES, ClassDay
from santong.kit.measures.measure import Measure, Tally
from santong.kit.measures.models import Grain
from santong.kit.models import ScopedQuerySet
from santong.kit.registry import Label


def called() -> ScopedQuerySet:
    """The days of classes on which the roll was called."""
    return ClassDay.objects.numbers_only().filter(calls__gt=0)


def _tally(field: str) -> Tally:
    return Tally(called, count=Sum(field), day="day")


def _share(name: str, label: Label, field: str, says: Label, order: int) -> Measure:
    return Measure(
        name, label, says=says, words=_("roll call absent leave attendance"), permission=FIGURES, grain=Grain.MONTH,
        numerator=_tally(field), denominator=_tally("expected"), order=order,
    )  # fmt: skip


MEASURES = (
    _share(
        "attendance", _("Attendance rate"), "present",
        _("Pupils who were there, also late, out of those on the lists of called rolls, day by day."), 40,
    ),
    _share(
        "attendance_leave", _("Pupils on leave"), "on_leave",
        _("Pupils on leave out of those on the lists of called rolls, day by day."), 42,
    ),
    _share(
        "attendance_absent", _("Absent without leave"), "absent",
        _("Pupils who were missing without leave out of those on the lists of called rolls, day by day."), 44,
    ),
    Measure(
        "roll_calls", _("Roll calls"), unit=pgettext_lazy("unit", "roll calls"),
        says=_("Roll calls that were taken, in the morning and in lessons."), permission=FIGURES, grain=Grain.MONTH,
        numerator=_tally("calls"), order=46,
    ),
)  # fmt: skip
