"""Lessons on class screens: of a class or room with what is changed, and the changes of a school in its hall."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.timetable.lessons import Lesson, lessons_in_room, lessons_of_class
from santong.domains.campus.timetable.models import Change
from santong.kit.screens import (
    CLASS,
    HALL,
    LESSONS,
    LINES,
    ROOM,
    TEACHERS,
    Follows,
    LessonPiece,
    Line,
    ScreenBlock,
    Spot,
    whole_day,
)

FOLLOWS = (
    Follows("timetable.Change"),
    Follows("timetable.Timetable"),
    Follows("calendars.CalendarDay"),
    Follows("calendars.Period"),
    Follows("calendars.Term"),
    Follows("places.Room"),
)
NAMES = _("Names of those who teach, where the school shows them.")


def lessons(spot: Spot, first: date, last: date) -> Iterator[LessonPiece]:
    """The lessons of a class, with those that are cancelled, or what takes place in a room."""
    if spot.school_class is not None:
        found = lessons_of_class(spot.school, spot.school_class, first, last)
    else:
        found = lessons_in_room(spot.school, spot.room, first, last)
    for each in found:
        yield _piece(spot, each)


def _subject(lesson: Lesson) -> str:
    """Its subject, of groups at one time all of theirs."""
    return f"{lesson.subject} {lesson.subjects}" if lesson.groups else lesson.subject


def _piece(spot: Spot, lesson: Lesson) -> LessonPiece:
    elsewhere = lesson.room is not None and (spot.room is None or lesson.room.pk != spot.room.pk)
    change = lesson.change
    return LessonPiece(
        lesson.day, lesson.period, _subject(lesson), lesson.begins, lesson.ends,
        teacher=str(lesson.teacher) if lesson.teacher is not None and TEACHERS in spot.shows else "",
        where=str(lesson.room) if elsewhere and spot.school_class is not None else "",
        whose="" if spot.school_class is not None else lesson.whom,
        change=_short(change) if change is not None else "",
        held=lesson.held,
    )  # fmt: skip


def _short(change: Change) -> str:
    """What is otherwise, in two characters."""
    words = {
        "covered": gettext("Cover"),
        "swapped": gettext("Swap"),
        "moved": gettext("Moved"),
        "cancelled": gettext("Off"),
    }
    return words[change.kind]


def changes(spot: Spot, first: date, last: date) -> Iterator[Line]:
    """What is otherwise in the classes of a school, day by day."""
    rows = Change.objects.belonging_to(school=spot.school).filter(
        day__gte=first, day__lte=last, state=Change.State.VALID
    )
    for row in rows.select_related("school_class", "teacher__person").order_by("day", "period", "path"):
        _begins, ends = whole_day(row.day, row.day)
        begins, _ends = whole_day(first, first)
        teacher = str(row.teacher) if row.teacher is not None and TEACHERS in spot.shows else ""
        said = " → ".join(filter(None, (row.was_subject, row.subject or gettext("Off"))))
        when = f"{date_format(row.day, 'n-j')} {date_format(row.day, 'D')}"
        note = " · ".join(filter(None, (when, gettext("Lesson %(n)s") % {"n": row.period}, _short(row), teacher)))
        yield Line(f"{row.whom} {said}", begins, ends, note=note)


BLOCKS = (
    ScreenBlock("timetable", _("Timetable"), LESSONS, (CLASS, ROOM), lessons, FOLLOWS, names=NAMES, order=10),
    ScreenBlock(
        "lesson_changes", _("Changes of lessons"), LINES, (HALL,), changes, (Follows("timetable.Change"),), names=NAMES,
        order=12,
    ),
)  # fmt: skip
