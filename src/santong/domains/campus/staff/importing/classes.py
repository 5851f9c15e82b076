"""Lists of classes with their class teachers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.staff.actions import NewTeaching, assign_teaching, forget_teaching
from santong.domains.campus.staff.importing.schools import StaffSchoolForm
from santong.domains.campus.staff.models import Staff, Teaching
from santong.domains.platform.organisations.public import (
    ClassProfile,
    GradeProfile,
    Organisation,
    SchoolImport,
    Stage,
    classes_of,
    create_class,
    create_grade,
    grades_of,
    levels_of,
    school_of_import,
    school_year_of,
    teaches,
)
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.imports.model_import import Draft, Key, ModelField, ModelImport, Work
from santong.kit.imports.targets import (
    Context,
    Verdict,
)
from santong.kit.imports.written import Undone, Written, take_back
from santong.lib.class_names import ClassName, parse_class
from santong.lib.grades import parse_grade
from santong.lib.names import parse_name
from santong.lib.readings import Reading
from santong.lib.sheets.known_fields import KNOWN_HEADINGS

ClassKey = tuple[int, int | None, str]
NOBODY = "nobody"
SEVERAL = "several"
HAS_ANOTHER = "has_another"
BY_COHORT = "by_cohort"
GRADE_ELSEWHERE = "grade_elsewhere"
DERIVED = frozenset({"access.appointment", "duplicates.suspicion", "organisations.organisationcount"})


class ClassImport(SchoolImport, ModelImport):
    """The classes of one school with their class teachers."""

    name = "classes"
    label = _("Classes")
    permission = "organisations.change"
    order = 40
    model = Organisation
    context_form = StaffSchoolForm
    derived = DERIVED
    called = {"staff.teaching": "staff__person__name"}
    fields = (
        ModelField(
            "grade",
            KNOWN_HEADINGS["grade"],
            fills_down=True,
            label=_("grade"),
            read=parse_grade,
            show=lambda grade: grade.name,
        ),
        ModelField("class", KNOWN_HEADINGS["class"], is_key=True, label=_("class"), required=True),
        ModelField(
            "class_teacher",
            ("班主任", "班主任姓名", "班级负责人", "class teacher"),
            label=_("class teacher"),
            read=parse_name,
        ),
    )
    messages = {
        NOBODY: _("Nobody of this name is on the staff. Import the staff first, or correct the name."),
        SEVERAL: _("Several members of staff have this name. Assign the class teacher on the teacher's page."),
        HAS_ANOTHER: _("The class has another class teacher. End that assignment first."),
        BY_COHORT: _("Name the class by its grade, such as 七年级(2)班."),
        GRADE_ELSEWHERE: _(
            "%(name)s has no such grade, nor a stage with one. Choose the right school, or add the grade to it first."
        ),
    }

    def list_url(self, context: Context) -> str:
        return reverse("organisations:schools-detail", args=[context["school"]])

    def demand(self, context: Context, acting: Viewer) -> None:
        super().demand(context, acting)
        acting.demand("staff.change", self.place(context))

    def read_cell(self, declared: ModelField, draft: Draft, work: Work) -> Reading[Any]:
        if declared.name == "class":
            return parse_class(draft.reader.cell("class"), draft.values["grade"])
        return super().read_cell(declared, draft, work)

    def look_up(self, drafts: Sequence[Draft], work: Work) -> None:
        school = school_of_import(work.context)
        work.known = {_key_of(row): row for row in classes_of(school)}
        work.told["leaders"] = _leaders(school)
        staff = _by_name(school)
        levels = {grade.grade.level for grade in grades_of(school)}
        for draft in drafts:
            _demand_grade(draft, school, levels)
            _find_teacher(draft, staff)

    def keys(self, draft: Draft, work: Work) -> Sequence[Key]:
        return [_key_named(draft.values["class"])]

    def judge(self, draft: Draft, work: Work) -> Verdict:
        if draft.known is None:
            return Verdict.CREATE
        teacher, leader = draft.found.get("teacher"), work.told["leaders"].get(draft.known.pk)
        if teacher is None or leader == teacher.pk:
            return Verdict.SAME
        if leader is not None:
            draft.reader.remark("class_teacher", HAS_ANOTHER)
            return Verdict.REFUSED
        return Verdict.CHANGE

    def create(self, drafts: Sequence[Draft], *, context: Context, acting: Viewer) -> list[Written]:
        written = _make_classes(acting, school_of_import(context), drafts)
        return written + self.change(drafts, context=context, acting=acting)

    def change(self, drafts: Sequence[Draft], *, context: Context, acting: Viewer) -> list[Written]:
        new = [NewTeaching(draft.found["teacher"], draft.known) for draft in drafts if "teacher" in draft.found]
        made = assign_teaching(acting=acting, drafts=new, day=timezone.localdate())
        return [Written("staff.teaching", row.pk, None, {"until": None}) for row in made]

    def undo(self, written: Sequence[Written], *, acting: Viewer) -> Undone:
        keys = [each.pk for each in written if each.model == "staff.teaching"]
        with transaction.atomic(), named("staff.undo_import"):
            teaching = list(Teaching.objects.noted(keys).select_related("staff"))
            done = take_back(written, derived=DERIVED)
            kept = set(Teaching.objects.noted(keys).values_list("pk", flat=True))
            forget_teaching([row for row in teaching if row.pk not in kept])
        return done


def _find_teacher(draft: Draft, staff: dict[str, list[Staff]]) -> None:
    """The one member of staff of the name; remarked where there isn't exactly one."""
    name = draft.values["class_teacher"]
    found = staff.get(name, [])
    if name and len(found) != 1:
        draft.reader.remark("class_teacher", SEVERAL if found else NOBODY)
    elif name:
        draft.found["teacher"] = found[0]


def _demand_grade(draft: Draft, school: Organisation, levels: set[int]) -> None:
    """Remark on a class that is named by its year of entry, or whose grade the school has none of and doesn't teach."""
    name: ClassName | None = draft.values["class"]
    if name is None:
        return
    if name.grade is None:
        draft.reader.remark("class", BY_COHORT)
    elif int(name.grade) not in levels and not teaches(school, int(name.grade)):
        draft.reader.remark("class", GRADE_ELSEWHERE, name=school.name)


def _make_classes(acting: Viewer, school: Organisation, drafts: Sequence[Draft]) -> list[Written]:
    grades = {grade.grade.level: grade for grade in grades_of(school)}
    written: list[Written] = []
    for draft in drafts:
        level, number, label = _key_named(draft.values["class"])
        if level not in grades:
            grades[level] = create_grade(
                acting=acting,
                school=school,
                stage=_stage_of(school, level),
                level=level,
                school_year=school_year_of(timezone.localdate()),
            )
            written += [_made(Organisation, grades[level]), _made(GradeProfile, grades[level])]
        draft.known = create_class(acting=acting, grade=grades[level], number=number, label=label)
        written += [_made(Organisation, draft.known), _made(ClassProfile, draft.known)]
    return written


def _made(model: type[Any], row: Organisation) -> Written:
    return Written(model._meta.label_lower, row.pk, None, {})


def _stage_of(school: Organisation, level: int) -> str:
    stages = school.school.stage_list or list(Stage)
    return next((stage for stage in stages if level in levels_of(stage)), stages[0])


def _key_named(name: ClassName) -> ClassKey:
    """Level, number and label; the row was judged, so its class is named by its grade."""
    assert name.grade is not None
    return int(name.grade), name.number, name.label


def _key_of(row: Organisation) -> ClassKey:
    assert row.parent is not None
    return row.parent.grade.level, row.class_profile.number, row.class_profile.label


def _by_name(school: Organisation) -> dict[str, list[Staff]]:
    found: dict[str, list[Staff]] = {}
    rows = Staff.objects.belonging_to(school=school).filter(status=Staff.Status.ACTIVE).select_related("person")
    for row in rows:
        found.setdefault(row.person.name, []).append(row)
    return found


def _leaders(school: Organisation) -> dict[int, int]:
    rows = Teaching.objects.belonging_to(staff__school=school).filter(kind=Teaching.Kind.CLASS_TEACHER, until=None)
    return dict(rows.values_list("school_class_id", "staff_id"))
