"""Rosters of pupils: judging the rows and writing them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.people.public import trust_in_numbers
from santong.domains.campus.students.importing.adopting import ask_for_pupils, find_objections
from santong.domains.campus.students.importing.called import CALLED
from santong.domains.campus.students.importing.drafts import GONE, NEEDED, Draft, read_draft
from santong.domains.campus.students.importing.families import (
    GUARDIAN_ASKS,
    GUARDIAN_ASKS_TEXT,
    find_guardians,
    names_of_guardians,
    write_families,
)
from santong.domains.campus.students.importing.matching import find_known
from santong.domains.campus.students.importing.repeats import Repeats
from santong.domains.campus.students.importing.schools import (
    PupilSchoolForm,
    SchoolClasses,
    can_be_made,
    make_missing,
)
from santong.domains.campus.students.importing.undoing import DERIVED, undo_pupils
from santong.domains.campus.students.importing.writing import write_known, write_new
from santong.domains.platform.organisations.public import (
    Organisation,
    SchoolImport,
    grades_of,
    school_of_import,
    teaches,
)
from santong.kit.access import Viewer
from santong.kit.imports.targets import (
    REPEATS_ROW,
    Answer,
    CellProblem,
    Context,
    PlannedRow,
    Sheet,
    TargetField,
    Verdict,
)
from santong.kit.imports.written import Undone, Written
from santong.lib.sheets.known_fields import KNOWN_HEADINGS
from santong.lib.sheets.repeats import find_repeats

NUMBER_UNKNOWN = "number_unknown"
OTHER_NAME = "other_name"
OTHER_SCHOOL = "other_school"
GRADE_ELSEWHERE = "grade_elsewhere"
CLASS_MISSING = "class_missing"
ROLL_TAKEN = "roll_taken"
REPEATS_OTHERWISE = "repeats_otherwise"
IS_GONE = "is_gone"
NO_CLASS = "no_class"
NAMESAKE = "namesake"
SEVERAL_NAMESAKES = "several_namesakes"
NAMESAKE_ROW = "namesake_row"
NAMESAKE_TAKEN = "namesake_taken"
SAME, ANOTHER = "same", "another"
_ANOTHER = Answer(ANOTHER, _("Another pupil"))
ASKS = "asks"


@dataclass
class _Judging:
    """What one import knows while it goes through the sheet."""

    school: Organisation
    classes: SchoolClasses
    may_make_classes: bool
    levels: frozenset[int]
    repeats: Repeats
    own: set[int] = field(default_factory=set)
    """Pupils whom rows before mean or put on the roll: they can't be the namesakes of others."""
    first_rows: dict[str, Draft] = field(default_factory=dict)
    guardian_names: dict[int, set[str]] = field(default_factory=dict)

    def has_grade(self, level: int) -> bool:
        """Whether the school has a grade of this level, or would be expected to."""
        return level in self.levels or teaches(self.school, level)


class PupilImport(SchoolImport):
    """The pupils of one school, with their classes and guardians."""

    name = "pupils"
    label = _("Pupils")
    permission = "pupils.change"
    order = 10
    context_form = PupilSchoolForm
    derived = DERIVED
    called = CALLED
    fields = (
        TargetField("serial", KNOWN_HEADINGS["serial"], label=_("running number")),
        TargetField("name", KNOWN_HEADINGS["name"], is_key=True, label=_("name"), required=True),
        TargetField("sex", KNOWN_HEADINGS["sex"], label=_("sex")),
        TargetField(
            "identity_number",
            KNOWN_HEADINGS["identity_number"],
            is_key=True,
            label=_("identity number"),
            sensitive=True,
        ),
        TargetField("roll_number", KNOWN_HEADINGS["roll_number"], label=_("roll number"), sensitive=True),
        TargetField("birth_date", KNOWN_HEADINGS["birth_date"], label=_("birth date")),
        TargetField("ethnic_group", KNOWN_HEADINGS["ethnic_group"], label=_("ethnic group")),
        TargetField("grade", KNOWN_HEADINGS["grade"], fills_down=True, label=_("grade")),
        TargetField("class", KNOWN_HEADINGS["class"], fills_down=True, label=_("class")),
        TargetField("guardian_name", KNOWN_HEADINGS["guardian_name"], label=_("guardian")),
        TargetField("guardian_phone", KNOWN_HEADINGS["guardian_phone"], label=_("guardian's phone"), sensitive=True),
        TargetField("guardian_relation", KNOWN_HEADINGS["guardian_relation"], label=_("relation")),
        TargetField("note", KNOWN_HEADINGS["note"], label=_("note")),
    )
    messages = {
        NUMBER_UNKNOWN: _("Taken without identity number. Add it on the pupil's page as soon as it is known."),
        OTHER_NAME: _(
            "This identity number belongs to somebody with another name. Compare both with the household register."
        ),
        OTHER_SCHOOL: _(
            "The pupil is on the roll of another school. Ask that school to hand the pupil over; "
            "don't enter them a second time."
        ),
        ASKS: _(
            "The pupil is known elsewhere. Importing the row asks those who keep the record to confirm; it is taken as "
            "soon as they have. See “Confirmations”."
        ),
        GUARDIAN_ASKS: GUARDIAN_ASKS_TEXT,
        CLASS_MISSING: _("The school has no %(name)s. Correct the class, or add it to the school first."),
        GRADE_ELSEWHERE: _(
            "%(name)s has no such grade, nor a stage with one. Choose the right school, or add the grade to it first."
        ),
        ROLL_TAKEN: _("Another pupil has this roll number. Compare it with the national register."),
        REPEATS_OTHERWISE: _(
            "Row %(row)s has the same identity number and says something else here. Keep one of them."
        ),
        IS_GONE: _("The note says that the pupil has left, so they are not put on the roll."),
        NO_CLASS: _("No class is named, so the pupil would belong to none. Fill in the class."),
        NAMESAKE: _(
            "The school has a pupil of this name already (%(classes)s), and no number says whether it is the same one."
        ),
        SEVERAL_NAMESAKES: _(
            "The school has several pupils of this name (%(classes)s), and no number says which one is meant. "
            "Enter the number on the pupil's page, or leave the row out."
        ),
        NAMESAKE_ROW: _(
            "Row %(row)s names a pupil of the same name in this class, and one of the two has no number. "
            "Leave one out if they are the same."
        ),
        NAMESAKE_TAKEN: _(
            "Row %(row)s names a pupil of the same name in this class, neither with a number. Both are taken, "
            "as their families differ; leave one out if they are the same."
        ),
    }
    answers = {
        NAMESAKE: (Answer(SAME, _("The same pupil")), _ANOTHER),
        SEVERAL_NAMESAKES: (_ANOTHER,),
        NAMESAKE_ROW: (_ANOTHER,),
    }

    def list_url(self, context: Context) -> str:
        return reverse("students:pupils")

    def prepare(self, sheet: Sheet, *, context: Context, acting: Viewer) -> Iterator[list[PlannedRow]]:
        school = school_of_import(context)
        may_make = bool(context.get("create_classes")) and acting.can("organisations.change", school.path)
        levels = frozenset(grade.grade.level for grade in grades_of(school))
        trust = trust_in_numbers(sheet.rows, "identity_number")
        repeats = Repeats.among(sheet.rows, lambda row: read_draft(row, sheet.epoch_1904, trust))
        judging = _Judging(school, SchoolClasses.of(school), may_make, levels, repeats)
        for rows in sheet.chunks():
            judging.classes = SchoolClasses.of(school)
            drafts = [read_draft(row, sheet.epoch_1904, trust) for row in rows]
            find_known(drafts, school, but=judging.own)
            find_objections(drafts, school, acting)
            find_guardians(drafts, acting)
            judging.guardian_names = names_of_guardians(draft.known.person_id for draft in drafts if draft.known)
            yield [_planned(draft, judging) for draft in drafts]
            judging.own |= {draft.known.pk for draft in drafts if draft.known}

    def write(self, rows: Sequence[PlannedRow], *, context: Context, acting: Viewer) -> list[Written]:
        school = school_of_import(context)
        every: list[Draft] = [row.values for row in rows]
        written = make_missing(acting, school, [draft.class_name for draft in every if draft.class_name])
        classes = SchoolClasses.of(school)
        for draft in every:
            draft.school_class = classes.find(draft.class_name) if draft.class_name else None
        drafts: list[Draft] = [row.values for row in rows if row.verdict is not Verdict.ASK]
        written += ask_for_pupils(acting, school, [row.values for row in rows if row.verdict is Verdict.ASK])
        new = [draft for draft in drafts if draft.known is None]
        known = [draft for draft in drafts if draft.known is not None]
        written += write_new(acting, school, new) + write_known(acting, school, known)
        return written + write_families(acting, school, drafts)

    def undo(self, written: Sequence[Written], *, acting: Viewer) -> Undone:
        return undo_pupils(written)


def _planned(draft: Draft, judging: _Judging) -> PlannedRow:
    reader = draft.reader
    verdict = _verdict(draft, judging)
    return PlannedRow(reader.row.index, verdict, draft, tuple(reader.problems), reader.tidied)


def _verdict(draft: Draft, judging: _Judging) -> Verdict:
    reader = draft.reader
    if reader.is_doubtful(NEEDED):
        return Verdict.DOUBTFUL
    if (repeat := _repeat(draft, judging)) is not None:
        return repeat
    if draft.note in GONE and not (draft.known and draft.known.school_id == judging.school.pk):
        reader.remark("note", IS_GONE)
        return Verdict.LEFT_OUT
    if draft.person is not None and draft.person.name != draft.name:
        reader.remark("name", OTHER_NAME)
        return Verdict.DOUBTFUL
    if draft.roll_holder is not None and (draft.known is None or draft.roll_holder.pk != draft.known.pk):
        reader.remark("roll_number", ROLL_TAKEN)
        return Verdict.DOUBTFUL
    if draft.known is not None and draft.known.is_present and draft.known.school_id != judging.school.pk:
        reader.remark("", OTHER_SCHOOL)
        return Verdict.REFUSED
    if (unclear := _unclear_who(draft, judging)) is not None:
        return unclear
    return _verdict_on_class(draft, judging)


def _repeat(draft: Draft, judging: _Judging) -> Verdict | None:
    """What becomes of a row whose number stood above; None when it didn't."""
    key = draft.number or draft.roll_index
    if not key:
        return None
    first = judging.first_rows.setdefault(key, draft)
    if first is draft:
        judging.repeats.complete(draft)
        return None
    number = first.reader.row.number
    repeat = find_repeats([{"key": 1} | first.comparable(), {"key": 1} | draft.comparable()], "key")[0]
    for name in repeat.differing:
        draft.reader.remark(name, REPEATS_OTHERWISE, row=number)
    if repeat.differing:
        return Verdict.DOUBTFUL
    draft.reader.remark("", REPEATS_ROW, row=number)
    return Verdict.DUPLICATE


def _unclear_who(draft: Draft, judging: _Judging) -> Verdict | None:
    """A row that may mean a pupil whom the school has already, or the one of another row, is asked about."""
    reader = draft.reader
    answer = reader.row.accepted.get("")
    if draft.namesakes and answer == SAME and len(draft.namesakes) == 1:
        draft.known = draft.namesakes[0]
        draft.person = draft.known.person
        return None
    if answer == ANOTHER:
        return None
    if draft.namesakes:
        names = ", ".join(sorted({str(each.school_class or "—") for each in draft.namesakes}))
        reader.remark("", NAMESAKE if len(draft.namesakes) == 1 else SEVERAL_NAMESAKES, classes=names)
        return Verdict.DOUBTFUL
    if draft.known is None and (other := judging.repeats.namesake(draft)):
        reader.remark("", NAMESAKE_ROW if other.asks else NAMESAKE_TAKEN, row=other.number)
        return Verdict.DOUBTFUL if other.asks else None
    return None


def _verdict_on_class(draft: Draft, judging: _Judging) -> Verdict:
    reader, wanted = draft.reader, draft.class_name
    if wanted is None:
        if draft.known is None:
            reader.remark("class", NO_CLASS)
            return Verdict.DOUBTFUL
    else:
        draft.school_class = judging.classes.find(wanted)
        if draft.school_class is None and wanted.grade is not None and not judging.has_grade(int(wanted.grade)):
            reader.remark("class", GRADE_ELSEWHERE, name=judging.school.name)
            return Verdict.REFUSED
        if draft.school_class is None and not (judging.may_make_classes and can_be_made(wanted)):
            reader.remark("class", CLASS_MISSING, name=str(reader.cell("class") or ""))
            return Verdict.REFUSED
    if draft.identity is None and (draft.known is None or not draft.known.person.id_number_index):
        reader.problems.append(CellProblem("identity_number", NUMBER_UNKNOWN))
    return _verdict_on_person(draft, judging)


def _verdict_on_person(draft: Draft, judging: _Judging) -> Verdict:
    if draft.must_ask:
        draft.reader.remark("", ASKS)
        return Verdict.ASK
    if draft.guardian_asks and _has_new_guardian(draft, judging):
        draft.reader.problems.append(CellProblem("guardian_name", GUARDIAN_ASKS))
    if draft.known is None:
        return Verdict.CREATE
    return Verdict.CHANGE if _differs(draft, judging) else Verdict.SAME


def _differs(draft: Draft, judging: _Judging) -> bool:
    """Whether a row says anything new about a pupil who is known."""
    pupil = draft.known
    assert pupil is not None
    moves = draft.class_name is not None and (
        draft.school_class is None or pupil.school_class_id != draft.school_class.pk
    )
    fills = (
        (draft.ethnic_group and not pupil.ethnic_group)
        or (draft.roll and not pupil.roll_number_index)
        or (draft.traits and not pupil.traits)
        or (draft.birth_date and not pupil.person.birth_date)
        or (draft.identity and not pupil.person.id_number_index)
    )
    arrives = not pupil.is_present or pupil.school_id != judging.school.pk
    return bool(moves or fills or arrives or _has_new_guardian(draft, judging))


def _has_new_guardian(draft: Draft, judging: _Judging) -> bool:
    known = judging.guardian_names.get(draft.known.person_id, set()) if draft.known else set()
    return bool(draft.guardian_name) and draft.guardian_name not in known
