"""Today's attendance on the home pages of class teachers, of those in charge of a school, and of parents."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.template.loader import render_to_string
from django.utils import timezone

from santong.domains.campus.attendance.models import ASK, DECIDE_LONG, VIEW
from santong.domains.campus.attendance.queries import (
    callings,
    children_of,
    class_days,
    days_of_pupil,
    exceptions_on,
    own_classes,
)
from santong.domains.campus.timetable.public import Lesson, own_lessons
from santong.domains.platform.calendars.public import is_school_day
from santong.domains.platform.organisations.public import classes_of, schools_held
from santong.kit.http import Request

MOST_CLASSES = 3
EARLY = timedelta(minutes=10)


def missing_card(request: Request) -> str:
    """Who is missing in the classes that a viewer leads, or that the roll is to be called; "" without school today."""
    today = timezone.localdate()
    classes = own_classes(request.viewer)[:MOST_CLASSES]
    rows = [exceptions_on(each, today) for each in classes if is_school_day(each.path, today)]
    return render_to_string("attendance/card_missing.html", {"classes": rows}, request) if rows else ""


def lesson_card(request: Request) -> str:
    """The roll calls of lessons that a viewer teaches now, from ten minutes before to their end; "" without one."""
    now, viewer = timezone.now(), request.viewer
    today = timezone.localdate(now)
    if not any(_is_on(each, now) for each in own_lessons(viewer, today, today) if each.held):
        return ""
    rows = [each for each in callings(viewer, today) if each.lesson is not None and _is_on(each.lesson, now)]
    return render_to_string("attendance/card_lesson.html", {"rows": rows}, request) if rows else ""


def _is_on(lesson: Lesson, now: datetime) -> bool:
    return lesson.moment is not None and lesson.end is not None and lesson.moment - EARLY <= now <= lesson.end


def school_card(request: Request) -> str:
    """The attendance of one's school today; "" for who has several schools, and without school."""
    today, viewer = timezone.localdate(), request.viewer
    schools = list(schools_held(viewer, DECIDE_LONG)[:2])
    if len(schools) != 1 or not viewer.can(VIEW, schools[0].path) or not is_school_day(schools[0].path, today):
        return ""
    classes = list(classes_of(schools[0]))
    rows = [row for row in class_days(viewer, classes, today).values() if row.calls]
    expected = sum(row.expected for row in rows)
    context = {
        "rate": 100 * sum(row.present for row in rows) / expected if expected else None,
        "absent": sum(row.absent for row in rows),
        "on_leave": sum(row.on_leave for row in rows),
        "untaken": len(classes) - len(rows),
    }
    return render_to_string("attendance/card_school.html", context, request) if classes else ""


def children_card(request: Request) -> str:
    """Whether one's children are at school, with the way to ask for leave."""
    viewer, today = request.viewer, timezone.localdate()
    if viewer.category != "parent":
        return ""
    rows = [(pupil, days_of_pupil(pupil, today, today).get(today)) for pupil in children_of(viewer)]
    shown = [(pupil, day.state.state if day is not None else "") for pupil, day in rows]
    context = {"rows": shown, "may_ask": viewer.can(ASK)}
    return render_to_string("attendance/card_children.html", context, request) if shown else ""
