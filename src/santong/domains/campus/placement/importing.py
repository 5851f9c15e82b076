"""Results and particulars of the pupils on a list, from a sheet; a row is known by its code or the pupil's name."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.placement.models import FULL, KEEP, PlacedPupil, Placement
from santong.domains.campus.placement.queries import pupils_of
from santong.kit.access import Viewer
from santong.kit.imports.model_import import Draft, Key, ModelField, ModelImport, Work
from santong.kit.imports.targets import Context, ContextForm, Verdict
from santong.lib.cells import CellValue, tidy_code
from santong.lib.problems import Problem
from santong.lib.readings import Reading, doubtful, right

UNKNOWN, TWO_OF_THE_NAME = "not_on_list", "two_of_the_name"


def read_result(value: CellValue) -> Reading[Decimal]:
    """A result: 0 to 1000, up to two places."""
    text, tidied = tidy_code(value)
    if not text:
        return Reading()
    try:
        found = Decimal(text)
    except InvalidOperation:
        return doubtful(Problem.UNKNOWN_WORD)
    is_one = found.is_finite() and 0 <= found <= FULL and found == round(found, 2)
    return right(round(found, 2), *tidied) if is_one else doubtful(Problem.UNKNOWN_WORD)


def read_code(value: CellValue) -> Reading[str]:
    """A code on the list; spreadsheets drop the noughts before it."""
    text, tidied = tidy_code(value)
    return right(text.zfill(4), *tidied) if text else Reading()


class DraftForm(ContextForm):
    """Which placement's list the sheet is about."""

    placement = forms.ModelChoiceField(queryset=Placement.objects.none(), label=_("Class placement"))

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        field = self.fields["placement"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = Placement.objects.visible_to(viewer, KEEP).filter(state=Placement.State.DRAFT)
        field.queryset = rows.select_related("grade").order_by("-pk")
        if len(only := list(field.queryset[:2])) == 1:
            field.initial = only[0].pk


class ResultImport(ModelImport):
    """Results that make the classes equal, and particulars. Pupils are those of the list; none is added."""

    name, label, permission = "placement_results", _("Results for a class placement"), KEEP
    order = 65
    model, context_form, find_by = PlacedPupil, DraftForm, ("code",)
    fields = (
        ModelField("code", ("编号", "分班编号", "code"), label=_("code on the list"), read=read_code),
        ModelField("name", ("姓名", "学生姓名", "name"), is_key=True, label=_("name"), required=True, longest=60),
        ModelField("chinese", ("语文", "语文成绩", "chinese"), label=_("result in Chinese"), read=read_result),
        ModelField("maths", ("数学", "数学成绩", "maths"), label=_("result in mathematics"), read=read_result),
        ModelField("english", ("英语", "外语", "英语成绩", "english"), label=_("result in English"), read=read_result),
        ModelField("others", ("其他科", "综合", "others"), label=_("result in other subjects"), read=read_result),
        ModelField(
            "particular", ("外语语种", "语种", "特长", "particular"),
            label=_("foreign language or other particular"), longest=20,
        ),
    )  # fmt: skip
    messages = {
        UNKNOWN: _("Nobody on the list has this code or name. Correct it, or bring the list up to date."),
        TWO_OF_THE_NAME: _("Several on the list have this name. Write the code beside it."),
    }

    def list_url(self, context: Context) -> str:
        return reverse("placement:class-placements-detail", args=[context["placement"]])

    def place(self, context: Context) -> str:
        return _placement(context).path

    def look_up(self, drafts: Sequence[Draft], work: Work) -> None:
        rows = list(pupils_of(_placement(work.context)))
        by_name: dict[str, list[PlacedPupil]] = {}
        for row in rows:
            by_name.setdefault(row.pupil.person.name, []).append(row)
        work.known = {("code", row.code): row for row in rows}
        work.told["names"] = by_name
        for draft in drafts:
            self._find(draft, work)

    def _find(self, draft: Draft, work: Work) -> None:
        code, name = draft.values["code"], draft.values["name"]
        named = work.told["names"].get(name, []) if name else []
        if code:
            row = work.known.get(("code", code))
            row = None if row is not None and name and row.pupil.person.name != name else row
        else:
            row = named[0] if len(named) == 1 else None
        if row is None and name and not draft.reader.is_doubtful(["code", "name"]):
            draft.reader.remark("name", TWO_OF_THE_NAME if len(named) > 1 and not code else UNKNOWN)
        draft.found["key"] = ("code", row.code) if row is not None else ("row", draft.row.index)

    def keys(self, draft: Draft, work: Work) -> Sequence[Key]:
        return [draft.found["key"]]

    def judge(self, draft: Draft, work: Work) -> Verdict:
        draft.values["code"] = draft.known.code
        return super().judge(draft, work)


def _placement(context: Context) -> Placement:
    return Placement.objects.noted([context["placement"]]).get()
