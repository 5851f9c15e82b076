"""The teaching plan of a school from a sheet: a row for every subject of a grade or class."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.places.public import KINDS
from santong.domains.campus.teaching_plans.forms import PlanSchoolForm
from santong.domains.campus.teaching_plans.models import CHANGE, MOST_DOUBLES, MOST_LESSONS, PlanLine
from santong.domains.campus.timetable.public import LONGEST_SUBJECT, RHYTHMS, Slot, read_subject
from santong.domains.platform.organisations.public import (
    Organisation,
    SchoolImport,
    classes_of,
    grades_of,
    school_of_import,
)
from santong.kit.access import Viewer
from santong.kit.imports.model_import import Draft, Key, ModelField, ModelImport, Work
from santong.kit.imports.targets import Context
from santong.kit.imports.written import Written, create_all
from santong.lib.cells import CellValue, tidy_code
from santong.lib.class_names import ClassName, parse_class
from santong.lib.grades import Grade, parse_grade
from santong.lib.problems import Problem
from santong.lib.readings import Reading, doubtful, right
from santong.lib.yes_no import yes_no_vocabulary

NO_PLACE, TOO_MANY_DOUBLES = "no_place", "too_many_doubles"
JOINED = yes_no_vocabulary(yes=("合班", "合"), no=("不合班", "分班"))
_NUMBER = re.compile(r"([0-9]{1,2})(?:节|课时|次)?")


def read_place(value: CellValue) -> Reading[Grade | ClassName]:
    """A grade (三年级), or a class of it (三年级2班)."""
    grade = parse_grade(value)
    return grade if grade.value is not None else parse_class(value)  # type: ignore[return-value]


def read_lessons(value: CellValue) -> Reading[int]:
    """How many lessons a week: 5, 5节."""
    return _number(value, 1, MOST_LESSONS)


def read_doubles(value: CellValue) -> Reading[int]:
    """How many double lessons a week: 1, 1次."""
    return _number(value, 0, MOST_DOUBLES)


def _number(value: CellValue, least: int, most: int) -> Reading[int]:
    text, tidied = tidy_code(value)
    if not text:
        return Reading()
    match = _NUMBER.fullmatch(text)
    found = int(match[1]) if match else -1
    return right(found, *tidied) if least <= found <= most else doubtful(Problem.UNKNOWN_WORD)


class PlanImport(SchoolImport, ModelImport):
    """The plan of one school. A line is known by its place, its subject and its rhythm."""

    name = "teaching_plans"
    label = _("Teaching plans")
    permission = CHANGE
    order = 64
    model = PlanLine
    context_form = PlanSchoolForm
    fields = (
        ModelField(
            "grade_or_class", ("年级或班级", "年级", "班级", "年级班级", "grade"), is_key=True,
            label=_("grade or class"), required=True, read=read_place, fills_down=True,
        ),
        ModelField(
            "subject", ("科目", "课程", "学科", "课程名称", "subject"), is_key=True, label=_("subject"), required=True,
            read=read_subject, longest=LONGEST_SUBJECT,
        ),
        ModelField(
            "lessons", ("周课时", "每周课时", "课时", "周课时数", "lessons"), label=_("lessons a week"), required=True,
            read=read_lessons,
        ),
        ModelField(
            "doubles", ("连堂", "连堂次数", "连排次数", "doubles"), label=_("double lessons a week"), read=read_doubles,
        ),
        ModelField("rhythm", ("单双周", "周期", "rhythm"), label=_("rhythm of weeks"), read=RHYTHMS.read),
        ModelField(
            "room_kind", ("教室类型", "场地", "专用教室", "room kind"), label=_("kind of room needed"), read=KINDS.read,
        ),
        ModelField("joined", ("合班", "是否合班", "joined"), label=_("all classes together"), read=JOINED.read),
    )  # fmt: skip
    messages = {
        NO_PLACE: _("The school has no such grade or class. Write it as 三年级 or 三年级(2)班, or add it first."),
        TOO_MANY_DOUBLES: _("A double lesson is two lessons. Enter more lessons, or fewer double ones."),
    }

    def list_url(self, context: Context) -> str:
        return f"{reverse('teaching_plans:teaching-plans')}?place={context['school']}"

    def look_up(self, drafts: Sequence[Draft], work: Work) -> None:
        school = school_of_import(work.context)
        if "places" not in work.told:
            work.known = {_key(row): row for row in PlanLine.objects.belonging_to(school=school).filter(group=0)}
            work.told["places"] = places_of(school)
        for draft in drafts:
            _find(draft, work.told["places"])

    def keys(self, draft: Draft, work: Work) -> Sequence[Key]:
        place = draft.found.get("place")
        rhythm = draft.values["rhythm"] or Slot.Rhythm.EVERY
        return [(place.pk if place else None, draft.values["subject"], rhythm)]

    def create(self, drafts: Sequence[Draft], *, context: Context, acting: Viewer) -> list[Written]:
        school = school_of_import(context)
        return create_all([_line(draft, school) for draft in drafts])


def _key(row: PlanLine) -> Key:
    return (row.place_id, row.subject, row.rhythm)


def places_of(school: Organisation) -> dict[Key, Organisation]:
    """The grades and classes of a school: by level, and by level, number and label."""
    grades: dict[Key, Organisation] = {(row.grade.level,): row for row in grades_of(school)}
    classes: dict[Key, Organisation] = {
        (row.parent.grade.level, row.class_profile.number, row.class_profile.label): row
        for row in classes_of(school)
        if row.parent is not None
    }
    return {**grades, **classes}


def _find(draft: Draft, places: dict[Key, Organisation]) -> None:
    """The grade or class that a row names."""
    name: Any = draft.values["grade_or_class"]
    if isinstance(name, ClassName):
        key: Key = (int(name.grade), name.number, name.label) if name.grade is not None else ()
    else:
        key = (int(name),) if name is not None else ()
    if name is not None and places.get(key) is None:
        draft.reader.remark("grade_or_class", NO_PLACE)
    draft.found["place"] = places.get(key)
    lessons, doubles = draft.values["lessons"], draft.values["doubles"]
    if lessons and doubles and 2 * doubles > lessons:
        draft.reader.remark("doubles", TOO_MANY_DOUBLES)


def _line(draft: Draft, school: Organisation) -> PlanLine:
    values, place = draft.values, draft.found["place"]
    return PlanLine(
        school=school, place=place, path=place.path, subject=values["subject"], lessons=values["lessons"],
        doubles=values["doubles"] or 0, rhythm=values["rhythm"] or Slot.Rhythm.EVERY,
        room_kind=values["room_kind"] or "", joined=bool(values["joined"]),
    )  # fmt: skip
