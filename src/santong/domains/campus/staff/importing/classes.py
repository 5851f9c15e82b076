"""Lists of classes with their class teachers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.people.public import RowReader, teaches, warnings_about
from santong.domains.campus.staff.actions import NewTeaching, assign_teaching, forget_teaching
from santong.domains.campus.staff.importing.schools import StaffSchoolForm, school_with
from santong.domains.campus.staff.models import Staff, Teaching
from santong.domains.platform.organisations.public import (
    ClassProfile,
    GradeProfile,
    Organisation,
    Stage,
    classes_of,
    create_class,
    create_grade,
    grades_of,
    levels_of,
    school_year_of,
)
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.imports.targets import (
    REPEATS_ROW,
    REQUIRED_EMPTY,
    Context,
    ImportTarget,
    PlannedRow,
    Sheet,
    SourceRow,
    TargetField,
    Verdict,
)
from santong.kit.imports.written import Undone, Written, take_back
from santong.lib.class_names import ClassName, parse_class
from santong.lib.grades import parse_grade
from santong.lib.names import parse_name
from santong.lib.sheets.known_fields import KNOWN_HEADINGS

Key = tuple[int, int | None, str]
NOBODY = "nobody"
SEVERAL = "several"
HAS_ANOTHER = "has_another"
BY_COHORT = "by_cohort"
GRADE_ELSEWHERE = "grade_elsewhere"
DERIVED = frozenset({"access.appointment", "duplicates.suspicion", "organisations.organisationcount"})


@dataclass(slots=True)
class ClassDraft:
    """A class, and who leads it, when named."""

    reader: RowReader
    name: ClassName | None = None
    teacher: Staff | None = None
    known: Organisation | None = None

    @property
    def key(self) -> Key:
        """Level, number and label."""
        assert self.name is not None and self.name.grade is not None
        return int(self.name.grade), self.name.number, self.name.label


class ClassImport(ImportTarget):
    """The classes of one school with their class teachers."""

    name = "classes"
    label = _("Classes")
    permission = "organisations.change"
    order = 40
    context_form = StaffSchoolForm
    derived = DERIVED
    called = {"staff.teaching": "staff__person__name"}
    fields = (
        TargetField("grade", KNOWN_HEADINGS["grade"], fills_down=True, label=_("grade")),
        TargetField("class", KNOWN_HEADINGS["class"], is_key=True, label=_("class"), required=True),
        TargetField("class_teacher", ("班主任", "班主任姓名", "班级负责人", "class teacher"), label=_("class teacher")),
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

    def place(self, context: Context) -> str:
        return school_with(context["school"]).path

    def list_url(self, context: Context) -> str:
        return reverse("organisations:schools-detail", args=[context["school"]])

    def demand(self, context: Context, acting: Viewer) -> None:
        super().demand(context, acting)
        acting.demand("staff.change", self.place(context))

    def warnings(self, context: Context, texts: Sequence[str]) -> list[str]:
        return warnings_about(school_with(context["school"]), texts)

    def prepare(self, sheet: Sheet, *, context: Context, acting: Viewer) -> Iterator[list[PlannedRow]]:
        school = school_with(context["school"])
        seen: dict[Key, SourceRow] = {}
        for rows in sheet.chunks():
            known = {_key_of(row): row for row in classes_of(school)}
            staff = _by_name(school)
            leaders = _leaders(school)
            levels = {grade.grade.level for grade in grades_of(school)}
            drafts = [_read(row, staff) for row in rows]
            for draft in drafts:
                _demand_grade(draft, school, levels)
            yield [_planned(draft, known, leaders, seen) for draft in drafts]

    def write(self, rows: Sequence[PlannedRow], *, context: Context, acting: Viewer) -> list[Written]:
        school = school_with(context["school"])
        drafts: list[ClassDraft] = [row.values for row in rows]
        written = _make_classes(acting, school, [draft for draft in drafts if draft.known is None])
        new = [
            NewTeaching(draft.teacher, draft.known)
            for draft in drafts
            if draft.teacher is not None and draft.known is not None
        ]
        made = assign_teaching(acting=acting, drafts=new, day=timezone.localdate())
        return written + [Written("staff.teaching", row.pk, None, {"until": None}) for row in made]

    def undo(self, written: Sequence[Written], *, acting: Viewer) -> Undone:
        keys = [each.pk for each in written if each.model == "staff.teaching"]
        with transaction.atomic(), named("staff.undo_import"):
            teaching = list(Teaching.objects.noted(keys).select_related("staff"))
            done = take_back(written, derived=DERIVED)
            kept = set(Teaching.objects.noted(keys).values_list("pk", flat=True))
            forget_teaching([row for row in teaching if row.pk not in kept])
        return done


def _read(row: SourceRow, staff: dict[str, list[Staff]]) -> ClassDraft:
    reader = RowReader(row)
    draft = ClassDraft(reader)
    grade = reader.take("grade", parse_grade(reader.cell("grade")), lambda each: each.name)
    draft.name = reader.take("class", parse_class(reader.cell("class"), grade), str)
    if draft.name is None and not reader.is_doubtful(["class"]):
        reader.remark("class", REQUIRED_EMPTY)
    if draft.name is not None and draft.name.grade is None:
        reader.remark("class", BY_COHORT)
    name = reader.take("class_teacher", parse_name(reader.cell("class_teacher"))) or ""
    found = staff.get(name, [])
    if name and len(found) != 1:
        reader.remark("class_teacher", SEVERAL if found else NOBODY)
    elif name:
        draft.teacher = found[0]
    return draft


def _demand_grade(draft: ClassDraft, school: Organisation, levels: set[int]) -> None:
    """Remark on a class of a grade that the school has none of and doesn't teach."""
    if draft.name is None or draft.name.grade is None:
        return
    level = int(draft.name.grade)
    if level not in levels and not teaches(school, level):
        draft.reader.remark("class", GRADE_ELSEWHERE, name=school.name)


def _planned(
    draft: ClassDraft, known: dict[Key, Organisation], leaders: dict[int, int], seen: dict[Key, SourceRow]
) -> PlannedRow:
    verdict = _verdict(draft, known, leaders, seen)
    reader = draft.reader
    return PlannedRow(reader.row.index, verdict, draft, tuple(reader.problems), reader.tidied)


def _verdict(
    draft: ClassDraft, known: dict[Key, Organisation], leaders: dict[int, int], seen: dict[Key, SourceRow]
) -> Verdict:
    reader = draft.reader
    if reader.is_doubtful(("grade", "class", "class_teacher")):
        return Verdict.DOUBTFUL
    first = seen.setdefault(draft.key, reader.row)
    if first.index != reader.row.index:
        reader.remark("", REPEATS_ROW, row=first.number)
        return Verdict.DUPLICATE
    draft.known = known.get(draft.key)
    if draft.known is None:
        return Verdict.CREATE
    leader = leaders.get(draft.known.pk)
    if draft.teacher is None or leader == draft.teacher.pk:
        return Verdict.SAME
    if leader is not None:
        reader.remark("class_teacher", HAS_ANOTHER)
        return Verdict.REFUSED
    return Verdict.CHANGE


def _make_classes(acting: Viewer, school: Organisation, drafts: Sequence[ClassDraft]) -> list[Written]:
    grades = {grade.grade.level: grade for grade in grades_of(school)}
    written: list[Written] = []
    for draft in drafts:
        level, number, label = draft.key
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


def _key_of(row: Organisation) -> Key:
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
