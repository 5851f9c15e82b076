"""What can be counted of lessons: those that were otherwise than planned, by what was done about them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.timetable.models import FIGURES, VIEW, Change
from santong.kit.measures.measure import By, Measure, Rows, Tally, words_of
from santong.kit.measures.models import Grain
from santong.kit.models import ScopedQuerySet


def valid() -> ScopedQuerySet:
    """The changes that hold."""
    return Change.objects.numbers_only().filter(state=Change.State.VALID)


CHANGED = Measure(
    "lessons_changed",
    _("Lessons otherwise than planned"),
    unit=pgettext_lazy("unit", "lessons"),
    says=_("Lessons that were covered, swapped or cancelled, in the month of their day."),
    words=_("substitution cover cancelled lessons"),
    permission=FIGURES,
    grain=Grain.MONTH,
    numerator=Tally(valid, day="day", splits={"kind": "kind"}),
    by=(By("kind", _("Kind of change"), words_of(Change.Kind)),),
    rows=Rows("timetable:lesson-changes", by={"kind": "kind"}, month="month", permission=VIEW),
    order=90,
)
