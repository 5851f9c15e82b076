"""The lessons of a school's timetable from a sheet: a row for every lesson of the week."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.places.public import Room, rooms_of
from santong.domains.campus.staff.public import Staff
from santong.domains.campus.timetable.models import ARRANGE, LONGEST_SUBJECT, MOST_PERIODS, Slot, Timetable
from santong.domains.campus.timetable.queries import teachers_of
from santong.domains.platform.organisations.public import (
    Organisation,
    SchoolContextForm,
    SchoolImport,
    classes_of,
    school_of_import,
)
from santong.kit.access import Viewer
from santong.kit.imports.model_import import Draft, Key, ModelField, ModelImport, Work
from santong.kit.imports.targets import Context, Verdict
from santong.kit.imports.written import Written, change_all, create_all
from santong.lib.cells import CellValue, tidy_code, tidy_text
from santong.lib.class_names import ClassName, parse_class
from santong.lib.problems import Problem
from santong.lib.readings import Reading, doubtful, right
from santong.lib.subjects import parse_subjects
from santong.lib.vocabularies import vocabulary

NO_CLASS, NO_TEACHER, TWO_TEACHERS, NO_ROOM = "no_class", "no_teacher", "two_teachers", "no_room"
_DAYS = "一二三四五六日"
WEEKDAYS = vocabulary(
    {f"星期{name}": number for number, name in enumerate(_DAYS, 1)},
    {
        number: (f"周{name}", f"礼拜{name}", name, str(number), english, english[:3])
        for number, (name, english) in enumerate(
            zip(
                _DAYS,
                ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
                strict=True,
            ),
            1,
        )
    },
)
RHYTHMS = vocabulary(
    {"每周": Slot.Rhythm.EVERY, "单周": Slot.Rhythm.ODD, "双周": Slot.Rhythm.EVEN},
    {Slot.Rhythm.EVERY: ("全周", "every"), Slot.Rhythm.ODD: ("单", "odd"), Slot.Rhythm.EVEN: ("双", "even")},
)
_PERIOD = re.compile(r"第?(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,2})节?课?")
_NUMERALS = "零一二三四五六七八九十"


def read_period(value: CellValue) -> Reading[int]:
    """The number of a lesson of the day: 3, 第3节, 第三节."""
    text, tidied = tidy_code(value)
    if not text:
        return Reading()
    match = _PERIOD.fullmatch(text)
    number = _number_of(match["number"]) if match else 0
    return right(number, *tidied) if 0 < number <= MOST_PERIODS else doubtful(Problem.UNKNOWN_WORD)


def _number_of(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return 10 + _NUMERALS.find(text[1]) if len(text) == 2 and text[0] == "十" else _NUMERALS.find(text)


def read_subject(value: CellValue) -> Reading[str]:
    """A subject by its standard name; what isn't one (班会) stays as it is written."""
    known = parse_subjects(value)
    if known.value is not None and len(known.value) == 1:
        return right(known.value[0], *known.tidied)
    text, tidied = tidy_text(value)
    return right(text, *tidied) if text else Reading()


class TimetableSchoolForm(SchoolContextForm):
    """The school whose lessons these are."""

    permission = ARRANGE


class SlotImport(SchoolImport, ModelImport):
    """The lessons of one school, into its newest draft, which is made where there is none.

    A lesson is known by its class and time.
    """

    name = "timetable"
    label = _("Lessons of a timetable")
    permission = ARRANGE
    order = 65
    model = Slot
    context_form = TimetableSchoolForm
    fields = (
        ModelField(
            "school_class", ("班级", "班级名称", "class"), is_key=True, label=_("class"), required=True,
            read=parse_class, fills_down=True,
        ),
        ModelField(
            "weekday", ("星期", "周次", "星期几", "weekday"), is_key=True, label=_("weekday"), required=True,
            read=WEEKDAYS.read, fills_down=True,
        ),
        ModelField(
            "period", ("节次", "第几节", "节", "课节", "period"), is_key=True, label=_("lesson number"), required=True,
            read=read_period,
        ),
        ModelField("rhythm", ("单双周", "周期", "rhythm"), label=_("rhythm of weeks"), read=RHYTHMS.read),
        ModelField(
            "subject", ("科目", "课程", "学科", "课程名称", "subject"), label=_("subject"), required=True,
            read=read_subject, longest=LONGEST_SUBJECT,
        ),
        ModelField("teacher", ("教师", "任课教师", "授课教师", "老师", "teacher"), label=_("teacher"), longest=40),
        ModelField("room", ("教室", "上课地点", "场地", "地点", "room"), label=_("room"), longest=81),
    )  # fmt: skip
    messages = {
        NO_CLASS: _("The school has no such class. Name it by its grade, such as 七年级(2)班, or add the class first."),
        NO_TEACHER: _("No teacher of the school has this name. Correct it, or add the teacher first."),
        TWO_TEACHERS: _(
            "Several teachers of the school have this name. Leave the cell empty, and choose one afterwards."
        ),
        NO_ROOM: _("The school has no such room. Correct the name, or add the room first."),
    }

    def fixed(self, context: Context) -> dict[str, Any]:
        """The draft that the lessons go into."""
        found = _draft_of(school_of_import(context))
        return {"timetable": found} if found is not None else {}

    def place(self, context: Context) -> str:
        return school_of_import(context).path

    def list_url(self, context: Context) -> str:
        found = _draft_of(school_of_import(context))
        return reverse("timetable:timetables-detail", args=[found.pk]) if found else reverse("timetable:timetables")

    def look_up(self, drafts: Sequence[Draft], work: Work) -> None:
        school = school_of_import(work.context)
        if "classes" not in work.told:
            found = _draft_of(school)
            rows = Slot.objects.belonging_to(timetable=found) if found is not None else ()
            work.known = {_key(row): row for row in rows}
            work.told |= {
                "classes": {_class_key(row): row for row in classes_of(school)},
                "teachers": _by_name(teachers_of(school)),
                "rooms": _rooms(school),
            }
        for draft in drafts:
            _find(draft, work.told)

    def keys(self, draft: Draft, work: Work) -> Sequence[Key]:
        found = draft.found.get("school_class")
        rhythm = draft.values["rhythm"] or Slot.Rhythm.EVERY
        return [(found.pk if found else None, draft.values["weekday"], draft.values["period"], rhythm)]

    def judge(self, draft: Draft, work: Work) -> Verdict:
        if draft.known is None:
            return Verdict.CREATE
        slot, changed = draft.known, False
        wanted = {"subject": draft.values["subject"]} | {
            name: draft.found.get(name) for name in ("teacher", "room") if name in work.sheet.fields
        }
        for name, value in wanted.items():
            now = getattr(slot, f"{name}_id") if name != "subject" else slot.subject
            if now != (value.pk if isinstance(value, Staff | Room) else value):
                setattr(slot, name, value)
                changed = True
        return Verdict.CHANGE if changed else Verdict.SAME

    def create(self, drafts: Sequence[Draft], *, context: Context, acting: Viewer) -> list[Written]:
        school = school_of_import(context)
        timetable, written = _draft_of(school), []
        if timetable is None:
            name, since = gettext("Imported timetable"), timezone.localdate()
            timetable = Timetable(school=school, path=school.path, name=name, since=since)
            written = create_all([timetable])
        return written + create_all([_slot(draft, timetable) for draft in drafts])

    def change(self, drafts: Sequence[Draft], *, context: Context, acting: Viewer) -> list[Written]:
        return change_all([draft.known for draft in drafts], ["subject", "teacher", "room"])


def _draft_of(school: Organisation) -> Timetable | None:
    rows = Timetable.objects.belonging_to(school=school).filter(state=Timetable.State.DRAFT)
    return rows.order_by("-pk").first()


def _key(row: Slot) -> Key:
    return (row.school_class_id, row.weekday, row.period, row.rhythm)


def _class_key(row: Organisation) -> tuple[int, int | None, str]:
    assert row.parent is not None
    return row.parent.grade.level, row.class_profile.number, row.class_profile.label


def _by_name(staff: Sequence[Staff]) -> dict[str, list[Staff]]:
    found: dict[str, list[Staff]] = {}
    for row in staff:
        found.setdefault(row.person.name, []).append(row)
    return found


def _rooms(school: Organisation) -> dict[str, Room]:
    rows = list(rooms_of(school, timezone.localdate()))
    return {row.name: row for row in rows} | {str(row): row for row in rows}


def _find(draft: Draft, told: dict[str, Any]) -> None:
    """The class, the teacher and the room that a row names."""
    name: ClassName | None = draft.values["school_class"]
    if name is not None:
        key = (int(name.grade), name.number, name.label) if name.grade is not None else None
        draft.found["school_class"] = told["classes"].get(key)
        if draft.found["school_class"] is None:
            draft.reader.remark("school_class", NO_CLASS)
    if wanted := draft.values["teacher"]:
        found = told["teachers"].get(wanted, ())
        if len(found) == 1:
            draft.found["teacher"] = found[0]
        else:
            draft.reader.remark("teacher", TWO_TEACHERS if found else NO_TEACHER)
    if wanted := draft.values["room"]:
        draft.found["room"] = told["rooms"].get(wanted)
        if draft.found["room"] is None:
            draft.reader.remark("room", NO_ROOM)


def _slot(draft: Draft, timetable: Timetable) -> Slot:
    school_class, values = draft.found["school_class"], draft.values
    return Slot(
        timetable=timetable, school_class=school_class, path=school_class.path, weekday=values["weekday"],
        period=values["period"], rhythm=values["rhythm"] or Slot.Rhythm.EVERY, subject=values["subject"],
        teacher=draft.found.get("teacher"), room=draft.found.get("room"),
    )  # fmt: skip
