"""Timetables on paper: that of a class on A4, that of a whole school on one sheet of A3."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.timetable.groups import classes_in
from santong.domains.campus.timetable.lessons import Lesson, lessons_of_school
from santong.domains.campus.timetable.models import VIEW
from santong.domains.campus.timetable.queries import classes_to_look_at
from santong.domains.campus.timetable.weeks import laid_out, week_with
from santong.domains.platform.calendars.public import monday_of
from santong.domains.platform.organisations.public import Organisation, school_of
from santong.kit.access import Viewer
from santong.kit.printing.declare import Printable, Sheet


def of_class(acting: Viewer, row: Organisation) -> Sheet:
    """The lessons of a class in the present week, or the next one at its end."""
    school = school_of(row)
    assert school is not None
    week = week_with(row, school, _day())
    title = gettext("Timetable of %(name)s") % {"name": row.name}
    return Sheet(title, issuer=school.name, rows=len(week.rows), context={"week": week})


def of_school(acting: Viewer, row: Organisation) -> Sheet:
    """The lessons of all classes of a school in that week, a line for each class."""
    monday = monday_of(_day())
    classes = classes_to_look_at(acting, row)
    lessons = lessons_of_school(row, monday, monday + timedelta(days=6))
    week = laid_out(row, monday, lessons)
    numbers = [each.number for each in week.rows]
    by_place: dict[tuple[int, date, int], Lesson] = {each.place: each for each in lessons if each.held}
    by_place |= _of_groups(row, [each for each in lessons if each.group and each.held])
    rows = [
        (each, [[by_place.get((each.pk, day.day, number)) for number in numbers] for day in week.days])
        for each in classes
    ]
    context = {"week": week, "numbers": numbers, "rows": rows}
    return Sheet(gettext("Timetable of the school"), issuer=row.name, rows=len(rows), context=context)


def _of_groups(school: Organisation, lessons: Sequence[Lesson]) -> dict[tuple[int, date, int], Lesson]:
    """What each class has instead while its pupils are in groups."""
    classes = classes_in({each.group for each in lessons})
    found: dict[tuple[int, date, int], Lesson] = {}
    for each in lessons:
        for key in classes.get(each.group, ()):
            found[key, each.day, each.period] = replace(
                each, group=0, subject=gettext("Moving classes"), teacher=None, room=None
            )
    return found


def _day() -> date:
    """A day of the week that is printed: from Saturday on it is the next one."""
    today = timezone.localdate()
    return today + timedelta(days=2) if today.isoweekday() > 5 else today


def _is_class(row: Organisation) -> bool:
    return row.kind == Organisation.Kind.CLASS


def _is_school(row: Organisation) -> bool:
    return row.kind == Organisation.Kind.SCHOOL


PRINTABLES = (
    Printable(
        "class-timetable", _("Timetable"), "organisations.Organisation", "timetable/print/class.html",
        permission=VIEW, content=of_class, applies=_is_class, landscape=True,
    ),
    Printable(
        "school-timetable", _("Timetable of the school"), "organisations.Organisation", "timetable/print/school.html",
        permission=VIEW, content=of_school, applies=_is_school, paper="A3", landscape=True,
    ),
)  # fmt: skip
