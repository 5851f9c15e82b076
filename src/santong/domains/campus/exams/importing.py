"""Results of a paper from a sheet: a row is known by candidate number or name; absent is not 0."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.exams.models import KEEP, MOST_POINTS, Examination, ExamResult, Paper, Seat
from santong.domains.campus.exams.queries import named
from santong.kit.access import Viewer
from santong.kit.imports.model_import import Draft, Key, ModelField, ModelImport, Work
from santong.kit.imports.targets import Context, ContextForm, Verdict
from santong.lib.cells import CellValue, tidy_code
from santong.lib.problems import Problem
from santong.lib.readings import Reading, doubtful, right

UNKNOWN, TWO_OF_THE_NAME, TOO_MANY = "not_seated", "two_of_the_name", "more_than_full"
ABSENT = Decimal(-1)
"""What a cell that says "absent" reads as, before it becomes a row."""
WORDS = frozenset({"缺考", "缺", "未考", "absent", "abs"})


def read_points(value: CellValue) -> Reading[Decimal]:
    """Points with up to two places, or that somebody was absent; an empty cell says nothing."""
    text, tidied = tidy_code(value)
    if not text:
        return Reading()
    if text.lower() in WORDS:
        return right(ABSENT, *tidied)
    try:
        found = Decimal(text)
    except InvalidOperation:
        return doubtful(Problem.UNKNOWN_WORD)
    is_one = found.is_finite() and 0 <= found <= MOST_POINTS and found == round(found, 2)
    return right(round(found, 2), *tidied) if is_one else doubtful(Problem.UNKNOWN_WORD)


def read_number(value: CellValue) -> Reading[str]:
    """A candidate number as text."""
    text, tidied = tidy_code(value)
    return right(text, *tidied) if text else Reading()


def show_points(value: Decimal) -> str:
    """Points as a sheet has them."""
    return str(_("Absent")) if value == ABSENT else str(value)


class _PaperChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.examination} · {named(obj)}"


class PaperForm(ContextForm):
    """Which paper's results the sheet has."""

    paper = _PaperChoice(queryset=Paper.objects.none(), label=_("Paper"))

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        field = self.fields["paper"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = Paper.objects.visible_to(viewer, KEEP).filter(
            examination__state__in=Examination.OPEN, released_at=None, grade__isnull=False
        )
        field.queryset = rows.select_related("examination", "grade").order_by("-examination__first", "level", "pk")


class ExamResultImport(ModelImport):
    """Results of one paper. Pupils are those who have a seat; a result that is released isn't changed by a sheet."""

    name, label, permission = "exam_results", _("Results of a paper"), KEEP
    order = 66
    model, context_form, find_by = ExamResult, PaperForm, ("number",)
    fields = (
        ModelField("number", ("考号", "准考证号", "candidate number"), label=_("candidate number"), read=read_number),
        ModelField("name", ("姓名", "学生姓名", "name"), is_key=True, label=_("name"), required=True, longest=60),
        ModelField("points", ("成绩", "得分", "分数", "points"), label=_("points reached"), read=read_points,
                   required=True, show=show_points),
    )  # fmt: skip
    messages = {
        UNKNOWN: _("Nobody with this number or name has a seat for this paper. Correct it."),
        TWO_OF_THE_NAME: _("Several have this name. Write the candidate number beside it."),
        TOO_MANY: _("That is more than full marks of this paper (%(full)s)."),
    }

    def list_url(self, context: Context) -> str:
        return reverse("exams:examinations-detail", args=[_paper(context).examination_id])

    def place(self, context: Context) -> str:
        return _paper(context).path

    def look_up(self, drafts: Sequence[Draft], work: Work) -> None:
        paper = _paper(work.context)
        if "seats" not in work.told:
            rows = Seat.objects.belonging_to(examination=paper.examination).filter(exam_room__grade=paper.grade)
            work.told["seats"] = list(rows.select_related("pupil__person"))
            results = ExamResult.objects.belonging_to(paper=paper)
            work.known = {("pupil", row.pupil_id): row for row in results}
            work.told["known"] = work.known
        work.known = work.told["known"]
        by_number = {seat.number: seat for seat in work.told["seats"]}
        by_name: dict[str, list[Seat]] = {}
        for seat in work.told["seats"]:
            by_name.setdefault(seat.pupil.person.name, []).append(seat)
        for draft in drafts:
            self._find(draft, by_number, by_name, paper)

    def _find(self, draft: Draft, by_number: dict[str, Seat], by_name: dict[str, list[Seat]], paper: Paper) -> None:
        number, name = draft.values["number"], draft.values["name"]
        named_so = by_name.get(name, []) if name else []
        if number:
            # Spreadsheets drop the nought before the number.
            seat = by_number.get(number) or by_number.get(f"0{number}")
            seat = None if seat is not None and name and seat.pupil.person.name != name else seat
        else:
            seat = named_so[0] if len(named_so) == 1 else None
        if seat is None and name and not draft.reader.is_doubtful(["number", "name"]):
            draft.reader.remark("name", TWO_OF_THE_NAME if len(named_so) > 1 and not number else UNKNOWN)
        points = draft.values["points"]
        if points is not None and points > paper.full:
            draft.reader.remark("points", TOO_MANY, full=str(paper.full))
        draft.found["seat"] = seat
        draft.found["key"] = ("pupil", seat.pupil_id) if seat is not None else ("row", draft.row.index)

    def keys(self, draft: Draft, work: Work) -> Sequence[Key]:
        return [draft.found["key"]]

    def judge(self, draft: Draft, work: Work) -> Verdict:
        if draft.known is None:
            return Verdict.CREATE
        points, absent = _columns(draft.values["points"])
        if (draft.known.points, draft.known.is_absent) == (points, absent):
            return Verdict.SAME
        draft.known.points, draft.known.is_absent = points, absent
        return Verdict.CHANGE

    def made(self, draft: Draft, fixed: Any) -> ExamResult:
        seat: Seat = draft.found["seat"]
        points, absent = _columns(draft.values["points"])
        return ExamResult(
            **fixed, pupil=seat.pupil, school_class_id=seat.school_class_id, path=seat.path, points=points,
            is_absent=absent,
        )  # fmt: skip

    def fixed(self, context: Context) -> dict[str, Any]:
        return {"paper": _paper(context)}

    def _columns(self) -> list[str]:
        return ["points", "is_absent"]


def _columns(value: Decimal) -> tuple[Decimal | None, bool]:
    return (None, True) if value == ABSENT else (value, False)


def _paper(context: Context) -> Paper:
    found: Paper = Paper.objects.noted([context["paper"]]).select_related("examination", "grade").get()
    return found
