"""What other modules may use of timetables: the lessons of dates."""

from santong.domains.campus.timetable.actions import copy, fill, publish, rearrange
from santong.domains.campus.timetable.changing import reinstate, suspend
from santong.domains.campus.timetable.clashes import WEEKS, Clash, clashes_of, slots_of
from santong.domains.campus.timetable.demo import ROOMS, usual_lessons
from santong.domains.campus.timetable.events import LessonsChanged, TimetablePublished
from santong.domains.campus.timetable.groups import Group, GroupSource, groups_of_school, members_of, with_classes
from santong.domains.campus.timetable.importing import RHYTHMS, read_subject
from santong.domains.campus.timetable.lessons import (
    Lesson,
    Place,
    in_force,
    lessons_in_room,
    lessons_of_class,
    lessons_of_pupil,
    lessons_of_school,
    lessons_of_teacher,
)
from santong.domains.campus.timetable.models import (
    ARRANGE,
    LONGEST_GROUP,
    LONGEST_SUBJECT,
    MOST_PERIODS,
    Slot,
    Timetable,
)
from santong.domains.campus.timetable.queries import lesson_at, own_lessons, teachers_of
from santong.domains.campus.timetable.weeks import last_before_noon

__all__ = [
    "ARRANGE",
    "LONGEST_GROUP",
    "LONGEST_SUBJECT",
    "MOST_PERIODS",
    "RHYTHMS",
    "ROOMS",
    "WEEKS",
    "Clash",
    "Group",
    "GroupSource",
    "Lesson",
    "LessonsChanged",
    "Place",
    "Slot",
    "Timetable",
    "TimetablePublished",
    "clashes_of",
    "copy",
    "fill",
    "groups_of_school",
    "in_force",
    "last_before_noon",
    "lesson_at",
    "lessons_in_room",
    "lessons_of_class",
    "lessons_of_pupil",
    "lessons_of_school",
    "lessons_of_teacher",
    "members_of",
    "own_lessons",
    "publish",
    "read_subject",
    "rearrange",
    "reinstate",
    "slots_of",
    "suspend",
    "teachers_of",
    "usual_lessons",
    "with_classes",
]
