"""The lessons of today on the home pages of those who teach, learn, or have children who do."""

from __future__ import annotations

from datetime import timedelta

from django.template.loader import render_to_string
from django.utils import timezone

from santong.domains.campus.timetable.lessons import Lesson
from santong.domains.campus.timetable.queries import own_lessons
from santong.kit.http import Request

AHEAD = timedelta(days=4)
"""How far the next day with lessons may lie ahead."""


def lessons_card(request: Request) -> str:
    """The lessons that are still to come today, or those of the next day that has some; "" when none is near."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = own_lessons(request.viewer, today, today + AHEAD)
    left = [each for each in found if each.day == today and (each.end is None or each.end > now)]
    day = today if left else min((each.day for each in found if each.day > today), default=None)
    if day is None:
        return ""
    lessons = [each for each in found if each.day == day]
    context = {
        "day": day,
        "is_today": day == today,
        "lessons": lessons,
        "next": _next(lessons, now),
        "now": now,
        "teaches": request.viewer.category == "staff",
        "several": len({each.school_class.pk for each in lessons}) > 1,
    }
    return render_to_string("timetable/card.html", context, request)


def _next(lessons: list[Lesson], now: object) -> Lesson | None:
    """The lesson that is on, or comes next."""
    return next((each for each in lessons if each.held and (each.end is None or each.end > now)), None)  # type: ignore[operator]
