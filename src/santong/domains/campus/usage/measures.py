"""What is counted of the use of equipment."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.usage.models import VIEW, LessonUse, Terminal
from santong.kit.measures.public import By, Grain, Measure, Rows, Tally, words_of

Verdict = LessonUse.Verdict


def used() -> QuerySet:
    """Lessons in which equipment was used."""
    return LessonUse.objects.numbers_only().filter(verdict=Verdict.USED)


def known() -> QuerySet:
    """Lessons of which it is known whether equipment was used."""
    return LessonUse.objects.numbers_only().exclude(verdict=Verdict.UNKNOWN)


def unknown() -> QuerySet:
    """Lessons during which devices were silent, so that nothing can be said."""
    return LessonUse.objects.numbers_only().filter(verdict=Verdict.UNKNOWN)


def terminals() -> QuerySet:
    """Devices that are registered."""
    return Terminal.objects.numbers_only()


MEASURES = (
    Measure(
        "equipment_use", _("Rate of use of equipment"),
        says=_("Of the lessons timetabled in rooms with devices that speak, the share with at least 10 minutes of use. "
               "Lessons during which the devices were silent aren't known, and count neither way."),
        words=_("board multimedia interactive usage 使用率"), permission=VIEW, grain=Grain.MONTH,
        numerator=Tally(used, day="day"), denominator=Tally(known, day="day"), unknown=Tally(unknown, day="day"),
        rows=Rows("usage:equipment-lessons", {"verdict": Verdict.USED}, month="month"),
        known_where="speaking_devices", order=67,
    ),
    Measure(
        "speaking_devices", _("Devices that speak"), unit=pgettext_lazy("unit", "devices"),
        says=_("Devices in rooms that say for themselves whether they are used."), words=_("board multimedia mqtt"),
        permission=VIEW, numerator=Tally(terminals, splits={"kind": "kind"}),
        by=(By("kind", _("What it is"), words_of(Terminal.Kind), values=Terminal.Kind.values),), summed_by="kind",
        rows=Rows("usage:terminals", by={"kind": "kind"}), order=68,
    ),
)  # fmt: skip
