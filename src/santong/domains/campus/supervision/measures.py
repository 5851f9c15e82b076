"""What is counted of supervised tasks."""

from __future__ import annotations

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.supervision.models import VIEW, Assignment
from santong.kit.measures.public import Grain, Measure, Rows, Tally

State = Assignment.State


def in_work() -> QuerySet:
    """The assignments that aren't settled."""
    return Assignment.objects.numbers_only().filter(state__in=Assignment.OPEN)


def due() -> QuerySet:
    """Those whose date has a say: issued, and not withdrawn."""
    return Assignment.objects.numbers_only().exclude(state__in=(State.PLANNED, State.WITHDRAWN))


def on_time() -> QuerySet:
    """Those settled on their date or before."""
    return due().filter(state=State.CLOSED, closed_on__lte=F("due"))


MEASURES = (
    Measure(
        "supervised",
        _("Supervised tasks in work"),
        unit=pgettext_lazy("unit", "tasks"),
        says=_("Tasks that a place leads and that aren't settled, at the place that leads them."),
        words=_("supervision overdue"),
        permission=VIEW,
        numerator=Tally(in_work),
        rows=Rows("supervision:supervision"),
        order=70,
    ),
    Measure(
        "supervised_on_time",
        _("Supervised tasks settled on time"),
        says=_("Of the tasks due in the month, the share settled on the day in force or before."),
        words=_("supervision deadline"),
        permission=VIEW,
        grain=Grain.MONTH,
        numerator=Tally(on_time, day="due"),
        denominator=Tally(due, day="due"),
        order=71,
    ),
)
