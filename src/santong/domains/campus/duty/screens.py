"""Week plan and duty on class screens: lines of the plan that were let onto screens, and who is on duty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.duty.models import PlanItem, Shift
from santong.kit.screens import CLASS, HALL, LINES, ON_DUTY, ROOM, Follows, Line, ScreenBlock, Spot, whole_day


def dates(spot: Spot, first: date, last: date) -> Iterator[Line]:
    """The lines of the school's week plan that whoever keeps it has let onto screens; without who takes part."""
    rows = PlanItem.objects.belonging_to(organisation=spot.school).filter(
        on_screens=True, day__gte=first, day__lte=last
    )
    for row in rows.order_by("starts", "pk"):
        begins, _end = whole_day(first, first)
        _start, ends = whole_day(row.day, row.day)
        if row.ends is not None:
            ends = timezone.make_aware(datetime.combine(row.day, row.ends))
        when = f"{date_format(row.day, 'n-j')} {date_format(row.day, 'D')}"
        yield Line(row.what, begins, ends, note=" · ".join(filter(None, (when, row.when, row.where))))


def on_duty(spot: Spot, first: date, last: date) -> Iterator[Line]:
    """Who is on duty at the school, on each day, where the school shows their names; never their numbers."""
    if ON_DUTY not in spot.shows:
        return
    rows = Shift.objects.belonging_to(roster__organisation=spot.school).filter(
        day__gte=first, day__lte=last, roster__removed_at=None
    )
    for row in rows.select_related("roster", "person").order_by("day", "roster__kind", "roster__name", "pk"):
        begins, ends = whole_day(row.day, row.day)
        note = " · ".join(filter(None, (row.roster.name, row.roster.post)))
        yield Line(row.person.name, begins, ends, note=note)


BLOCKS = (
    ScreenBlock(
        "week_plan", _("Dates"), LINES, (CLASS, ROOM, HALL), dates, (Follows("duty.PlanItem"),), order=40,
        names=_("Lines of the week plan that were let onto screens, without who takes part."),
    ),
    ScreenBlock(
        "duty", _("On duty"), LINES, (CLASS, HALL), on_duty, (Follows("duty.Shift"), Follows("duty.Roster")),
        names=_("Names of those on duty, where the school shows them."), order=50,
    ),
)  # fmt: skip
