"""A .fet file into the plan of a school: lines, who teaches them, rules; what FET knows and we don't is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.staff.public import NewTeaching, Staff, Teaching, assign_teaching, forget_teaching
from santong.domains.campus.teaching_plans.forms import PlanSchoolForm
from santong.domains.campus.teaching_plans.importing import places_of, read_place
from santong.domains.campus.teaching_plans.models import CHANGE, MOST_DOUBLES, MOST_LESSONS, PlanLine, Rule
from santong.domains.campus.timetable.public import LONGEST_SUBJECT, MOST_PERIODS, Slot
from santong.domains.platform.organisations.public import Organisation, SchoolImport, classes_of, school_of_import
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.imports.model_import import Draft, Key, ModelField, ModelImport, Work
from santong.kit.imports.targets import AMBIGUOUS, NOT_FOUND, REQUIRED_EMPTY, Context, Verdict
from santong.kit.imports.written import Undone, Written, create_all, created, take_back
from santong.lib.class_names import ClassName
from santong.lib.fet.table import HEADINGS, LINE, MUST, OTHER, RULE, TOGETHER

NO_PLACE, PART_OF_CLASS, SEVERAL, NO_RULE, TOO_MANY = "no_place", "part_of_class", "several", "no_rule", "too_many"
STAFF_CHANGE = "staff.change"
NAMES = ("what", "students", "subject", "teacher", "lessons", "doubles", "rule", "days", "hours", "number", "weight")
LABELS = (
    _("what the row is"), _("grade or class"), _("subject"), _("teacher"), _("lessons a week"),
    _("double lessons a week"), _("kind of rule"), _("weekdays"), _("lesson numbers"), _("how many"), _("weight"),
)  # fmt: skip
KINDS = frozenset(kind.value for kind in Rule.Kind)


class FetImport(SchoolImport, ModelImport):
    """What a school has entered into FET. A line is known by its place and subject, a rule by all that it says."""

    name = "fet"
    label = _("FET file (.fet)")
    permission = CHANGE
    order = 65
    model = PlanLine
    context_form = PlanSchoolForm
    fields = tuple(
        ModelField(
            name, (heading,), is_key=name in ("what", "rule"), label=label, required=name == "what",
            may_stay_out=name == "teacher",
        )
        for name, heading, label in zip(NAMES, HEADINGS, LABELS, strict=True)
    )  # fmt: skip
    messages = {
        NO_PLACE: _("The school has no grade or class of this name. Write the name that it has here, or add it first."),
        SEVERAL: _("Several classes have this together, but not all of a grade. Enter it by hand."),
        NO_RULE: _("FET knows this constraint, here there is no rule for it. It isn't taken over."),
        TOO_MANY: _("These are more lessons than a line of a plan can have. Enter it by hand."),
    }

    def look_up(self, drafts: Sequence[Draft], work: Work) -> None:
        school = school_of_import(work.context)
        if "places" not in work.told:
            lines = PlanLine.objects.belonging_to(school=school).filter(group=0)
            rules = Rule.objects.belonging_to(school=school)
            work.known = {(LINE, row.place_id, row.subject): row for row in lines} | {
                _content(row): row for row in rules
            }
            work.told |= {
                "places": _Places(school), "staff": _staff(school),
                "assigns": work.acting.can(STAFF_CHANGE, school.path),
            }  # fmt: skip
        for draft in drafts:
            _find(draft, work.told)

    def keys(self, draft: Draft, work: Work) -> Sequence[Key]:
        if draft.values["what"] == LINE:
            place = draft.found.get("place")
            return [(LINE, place.pk if place else draft.values["students"], draft.values["subject"])]
        if draft.values["what"] == RULE and "rule" in draft.found:
            return [_content(draft.found["rule"])]
        return [(draft.values["what"], draft.values["rule"], draft.row.index)]

    def judge(self, draft: Draft, work: Work) -> Verdict:
        if draft.values["what"] == OTHER:
            draft.reader.remark("", NO_RULE)
            return Verdict.LEFT_OUT
        if draft.values["what"] == LINE:
            return super().judge(draft, work)
        return Verdict.CREATE if draft.known is None else Verdict.SAME

    def create(self, drafts: Sequence[Draft], *, context: Context, acting: Viewer) -> list[Written]:
        school = school_of_import(context)
        lines = [_line(draft, school) for draft in drafts if draft.values["what"] == LINE]
        rules = [draft.found["rule"] for draft in drafts if draft.values["what"] == RULE]
        for rule in rules:
            rule.school, rule.path = school, school.path
        return [*create_all(lines), *create_all(rules), *_assigned(drafts, acting)]

    def undo(self, written: Sequence[Written], *, acting: Viewer) -> Undone:
        keys = [each.pk for each in written if each.model == "staff.teaching"]
        with transaction.atomic(), named("teaching_plans.undo_import"):
            teaching = list(Teaching.objects.noted(keys).select_related("staff"))
            done = take_back(written)
            kept = set(Teaching.objects.noted(keys).values_list("pk", flat=True))
            forget_teaching([row for row in teaching if row.pk not in kept])
        return done


class _Places:
    """Grades and classes of a school by what people call them."""

    def __init__(self, school: Organisation) -> None:
        self.known = places_of(school)
        self.by_name = {str(row): row for row in self.known.values()}
        self.classes: dict[int | None, set[int]] = defaultdict(set)
        for row in classes_of(school):
            self.classes[row.parent_id].add(row.pk)

    def named(self, name: str) -> Organisation | None:
        """The one of a name."""
        if name in self.by_name:
            return self.by_name[name]
        found = read_place(name).value
        if isinstance(found, ClassName):
            return self.known.get((int(found.grade), found.number, found.label)) if found.grade is not None else None
        return self.known.get((int(found),)) if found is not None else None

    def grade_of(self, rows: Sequence[Organisation]) -> Organisation | None:
        """The grade of which these are all classes."""
        grades = {row.parent_id for row in rows}
        [key] = grades if len(grades) == 1 else [None]
        is_whole = key is not None and self.classes[key] == {row.pk for row in rows}
        return rows[0].parent if is_whole else None


def _staff(school: Organisation) -> Mapping[str, list[Staff]]:
    found: dict[str, list[Staff]] = defaultdict(list)
    rows = Staff.objects.belonging_to(school=school).filter(status=Staff.Status.ACTIVE)
    for row in rows.select_related("person"):
        found[row.person.name].append(row)
    return found


def _find(draft: Draft, told: Mapping[str, Any]) -> None:
    """The place, those who teach, and the rule that a row means."""
    what, values = draft.values["what"], draft.values
    if what in (LINE, RULE):
        _find_place(draft, told["places"])
    if what == LINE:
        lessons, doubles = _number(values["lessons"]), _number(values["doubles"])
        values["lessons"], values["doubles"] = lessons, min(doubles or 0, MOST_DOUBLES)
        for name in ("students", "subject"):
            if not values[name]:
                draft.reader.remark(name, REQUIRED_EMPTY)
        if lessons is None or not 1 <= lessons <= MOST_LESSONS or len(values["subject"] or "") > LONGEST_SUBJECT:
            draft.reader.remark("lessons", TOO_MANY)
        draft.found["teachers"] = _teachers(draft, told) if told["assigns"] else []
    elif what == RULE:
        _find_rule(draft, told)


def _number(text: Any) -> int | None:
    return int(text) if text is not None and str(text).isdigit() else None


def _find_place(draft: Draft, places: _Places) -> None:
    text = draft.values["students"]
    rows = [places.named(name) for name in text.split(TOGETHER)] if text else []
    if any(row is None for row in rows):
        draft.reader.remark("students", NO_PLACE)
    elif len(rows) > 1:
        grade = places.grade_of([row for row in rows if row is not None])
        if grade is None:
            draft.reader.remark("students", SEVERAL)
        draft.found |= {"place": grade, "joined": True}
    elif rows:
        draft.found["place"] = rows[0]


def _teachers(draft: Draft, told: Mapping[str, Any]) -> list[Staff]:
    """Those of the names in a row; who isn't there, or twice, is remarked and left out."""
    found: list[Staff] = []
    for name in (draft.values["teacher"] or "").split("、"):
        rows = told["staff"].get(name, []) if name else []
        if len(rows) == 1:
            found.append(rows[0])
        elif name:
            draft.reader.remark("teacher", AMBIGUOUS if rows else NOT_FOUND)
    return found


def _find_rule(draft: Draft, told: Mapping[str, Any]) -> None:
    values = draft.values
    teachers = _teachers(draft, told)
    hours = [int(each) for each in (values["hours"] or "").split(",") if each.isdigit()]
    if values["teacher"] and not teachers:
        # Without its teacher the rule would be one about everybody.
        draft.reader.remark("rule", NOT_FOUND)
    if values["rule"] not in KINDS or any(each > MOST_PERIODS for each in hours):
        draft.reader.remark("rule", NO_RULE)
        return
    draft.found["rule"] = Rule(
        kind=values["rule"], place=draft.found.get("place"), subject=(values["subject"] or "")[:LONGEST_SUBJECT],
        teacher=teachers[0] if teachers else None, weekdays=values["days"] or "", periods=values["hours"] or "",
        number=_number(values["number"]),
        weight=Rule.Weight.MUST if values["weight"] == MUST else Rule.Weight.IMPORTANT,
    )  # fmt: skip


def _content(row: Rule) -> Key:
    return (RULE, row.kind, row.place_id, row.subject, row.teacher_id, row.weekdays, row.periods, row.number)


def _line(draft: Draft, school: Organisation) -> PlanLine:
    values, place = draft.values, draft.found["place"]
    return PlanLine(
        school=school, place=place, path=place.path, subject=values["subject"], lessons=values["lessons"],
        doubles=values["doubles"], rhythm=Slot.Rhythm.EVERY, joined=draft.found.get("joined", False),
    )  # fmt: skip


def _assigned(drafts: Sequence[Draft], acting: Viewer) -> list[Written]:
    """Those who teach classes, as far as they don't yet; who teaches a whole grade FET doesn't say class by class."""
    new = [
        NewTeaching(staff, draft.found["place"], draft.values["subject"])
        for draft in drafts if draft.values["what"] == LINE and draft.found["place"].kind == Organisation.Kind.CLASS
        for staff in draft.found["teachers"]
    ]  # fmt: skip
    return [created(row) for row in assign_teaching(acting=acting, drafts=new, day=timezone.localdate())] if new else []
