"""What other modules may use of timetables: the lessons of dates."""

from santong.domains.campus.timetable.events import LessonsChanged, TimetablePublished
from santong.domains.campus.timetable.lessons import (
    Lesson,
    Place,
    lessons_in_room,
    lessons_of_class,
    lessons_of_school,
    lessons_of_teacher,
)
from santong.domains.campus.timetable.queries import lesson_at, own_lessons

__all__ = [
    "Lesson",
    "LessonsChanged",
    "Place",
    "TimetablePublished",
    "lesson_at",
    "lessons_in_room",
    "lessons_of_class",
    "lessons_of_school",
    "lessons_of_teacher",
    "own_lessons",
]
