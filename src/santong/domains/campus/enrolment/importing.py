"""School districts from a bureau's list: a street, community or village a row, with house numbers and the school."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.enrolment.models import LAST_NUMBER, PLAN, STAGES, District
from santong.domains.campus.enrolment.queries import bureaus_held, schools_below, tidied
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.imports.model_import import Draft, ModelField, ModelImport, Work
from santong.kit.imports.targets import Context, ContextForm, Verdict
from santong.lib.cells import CellValue, text_of, tidy_text
from santong.lib.problems import Problem
from santong.lib.readings import Reading, doubtful, right
from santong.lib.whole_numbers import whole_number

UNKNOWN_SCHOOL, BACKWARDS = "unknown_school", "numbers_backwards"
PARITIES = {"全部": "all", "全": "all", "单号": "odd", "单": "odd", "双号": "even", "双": "even", "odd": "odd",
            "even": "even", "all": "all"}  # fmt: skip


def read_area(value: CellValue) -> Reading[str]:
    """A street as districts are compared."""
    text, tidied_by = tidy_text(value)
    return right(tidied(text), *tidied_by) if text else Reading()


def read_house(value: CellValue) -> Reading[int]:
    """A house number, with or without 号."""
    text = text_of(value).strip().removesuffix("号").removesuffix(".0")
    if not text:
        return Reading()
    number = whole_number(text)
    return right(number) if number is not None and 1 <= number <= LAST_NUMBER else doubtful(Problem.UNKNOWN_WORD)


def read_parity(value: CellValue) -> Reading[str]:
    """All, odd or even numbers."""
    text = text_of(value).strip().lower()
    if not text:
        return Reading()
    return right(PARITIES[text]) if text in PARITIES else doubtful(Problem.UNKNOWN_WORD)


class DistrictContextForm(ContextForm):
    """Whose districts of which stage the sheet has."""

    place = forms.ModelChoiceField(queryset=Organisation.objects.none(), label=_("Bureau"))
    stage = forms.ChoiceField(label=_("Stage"), choices=STAGES, initial="primary")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bureaus_held(viewer)
        if "place" not in self.initial and len(only := list(field.queryset[:2])) == 1:
            field.initial = only[0].pk


class DistrictImport(ModelImport):
    """Districts of one stage. A row is known by its houses and its school."""

    name, label, permission = "school_districts", _("School districts"), PLAN
    order = 67
    model, context_form = District, DistrictContextForm
    find_by = ("area", "first", "last", "parity", "school_id")
    fields = (
        ModelField("area", ("街道社区村", "街道", "社区", "村", "路名", "street"), is_key=True,
                   label=_("street, community or village"), required=True, read=read_area, longest=60),
        ModelField("first", ("门牌起", "起号", "from"), label=_("house number from"), read=read_house),
        ModelField("last", ("门牌止", "止号", "to"), label=_("house number to"), read=read_house),
        ModelField("parity", ("单双号", "单双", "odd or even"), label=_("which numbers"), read=read_parity),
        ModelField("school", ("对口学校", "学校", "school"), is_key=True, label=_("school"), required=True),
    )  # fmt: skip
    messages = {
        UNKNOWN_SCHOOL: _("No school of this name and stage lies in the bureau's area. Write its whole name."),
        BACKWARDS: _("The last house number lies below the first. Correct it."),
    }

    def list_url(self, context: Context) -> str:
        return reverse("enrolment:school-districts")

    def fixed(self, context: Context) -> dict[str, Any]:
        place = _place(context)
        return {"place": place, "path": place.path, "stage": context["stage"]}

    def look_up(self, drafts: Sequence[Draft], work: Work) -> None:
        if "schools" not in work.told:
            rows = schools_below(_place(work.context), str(work.context["stage"]))
            work.told["schools"] = {name: row.pk for row in rows for name in (row.short_name, row.name) if name}
        for draft in drafts:
            values = draft.values
            values["first"] = values["first"] or 1
            values["last"] = values["last"] or LAST_NUMBER
            values["parity"] = values["parity"] or District.Parity.ALL
            values["school_id"] = work.told["schools"].get(values["school"])
            if values["school"] and values["school_id"] is None:
                draft.reader.remark("school", UNKNOWN_SCHOOL)
            if values["last"] < values["first"]:
                draft.reader.remark("last", BACKWARDS)
        super().look_up(drafts, work)

    def said(self, draft: Draft) -> dict[str, Any]:
        found = {name: draft.values[name] for name in ("area", "first", "last", "parity")}
        return {**found, "school_id": draft.values["school_id"]}

    def judge(self, draft: Draft, work: Work) -> Verdict:
        # All of it is what a row is known by, so nothing of a known one can differ.
        return Verdict.CREATE if draft.known is None else Verdict.SAME


def _place(context: Context) -> Organisation:
    """The bureau that was chosen; whoever imports has chosen it from those for which they keep districts."""
    return Organisation.objects.open_to_everyone().get(pk=context["place"])
