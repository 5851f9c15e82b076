"""Forms about templates, their fields, and reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.indicators.public import words
from santong.domains.governance.reports import words as wording
from santong.domains.governance.reports.actions import burden_of, described
from santong.domains.governance.reports.filling import fault_of
from santong.domains.governance.reports.models import (
    LONGEST_WORDS,
    VIEW,
    WRITE,
    Report,
    ReportField,
    ReportTemplate,
)
from santong.domains.governance.reports.queries import bound_of, remarks_of
from santong.domains.platform.moderation.public import refuse_forbidden
from santong.domains.platform.organisations.public import (
    AtPlaceForm,
    Organisation,
    PlaceField,
    offer_places,
    offices_held,
)
from santong.kit.access import Viewer
from santong.kit.forms import DateInput

SAID = "said_"
"""What the names of inputs begin with that take words about a field."""


def bureaus_held(viewer: Viewer) -> QuerySet[Organisation]:
    """The bureaus for which a viewer writes templates."""
    return offices_held(viewer, WRITE).exclude(kind=Organisation.Kind.SCHOOL)


class TemplateForm(AtPlaceForm):
    """A template of a bureau. Without authority, owner, end and minutes it can't be saved."""

    placed_by = "place"

    class Meta:
        model = ReportTemplate
        fields = [
            "place", "name", "says", "rhythm", "level", "authority", "ground", "owner", "since", "until", "days",
            "minutes",
        ]  # fmt: skip
        field_classes = {"place": PlaceField}
        widgets = {"since": DateInput(), "until": DateInput()}
        help_texts = {
            "authority": _("The plan or document that provides for it, with its number."),
            "owner": _("An office, with its telephone: whom schools may ask."),
            "until": _("It closes by itself then. Nothing is asked for without end."),
            "minutes": _("Confirm one yourself, and write down how long it took."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "place" in self.fields:
            self.fields["place"].required = True
        if self.instance.pk is None:
            self.initial.setdefault("since", timezone.localdate().replace(day=1))

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return bureaus_held(viewer)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if self.place is not None:
            refuse_forbidden(self, ("name", "says", "ground", "owner"), self.place.path)
        if not self.errors:
            trial = ReportTemplate(path=self.instance.path, **{
                name: found[name] for name in self.fields if name != "place"
            })  # fmt: skip
            trial.pk = self.instance.pk
            for problem in burden_of(trial):
                self.add_error(None, problem)
        return found


class FieldForm(forms.ModelForm):
    """A field of a template that the viewer writes."""

    class Meta:
        model = ReportField
        fields = [
            "template", "code", "section", "label", "kind", "binding", "unit", "roll_up", "digits", "says", "reason",
            "mark", "source", "order",
        ]  # fmt: skip
        widgets = {"binding": forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "data-island": "formula"})}
        help_texts = {
            "code": _("Formulas over fields name it, such as A1."),
            "binding": _(
                "From the records: a fact such as 学生数, or 学生数 / 专任教师数. An indicator: its code."
                " From other fields: their codes, such as A2 / A1 * 100. A person's words: empty."
            ),
            "reason": _("For a person's words alone. What a module counts, or will count, is never typed in."),
        }

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        names = {"data-names": " ".join(words()), "data-label": str(_("Names for formulas"))}
        self.fields["binding"].widget.attrs.update(names)
        if self.instance.pk is None:
            rows = ReportTemplate.objects.visible_to(viewer, WRITE).exclude(path="").order_by("-pk")
            offer_places(self, "template", rows)
        else:
            del self.fields["template"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        template = found.get("template") or (self.instance.template if self.instance.pk else None)
        if template is None or self.errors:
            return found
        refuse_forbidden(self, ("section", "label", "says", "reason"), template.path)
        if not found["binding"] and found["kind"] != ReportField.Kind.WORDS:
            self.add_error("binding", _("Say what fills it: a fact, the code of an indicator, or a formula."))
        elif found["kind"] == ReportField.Kind.WORDS and not found["reason"]:
            self.add_error("reason", _("Say why nobody knows it otherwise; else it isn't asked of people."))
        elif not self.errors:
            rows = ReportField.objects.belonging_to(template=template).exclude(pk=self.instance.pk)
            problem = fault_of(found, [described(each) for each in rows])
            if problem is not None:
                self.add_error(problem[0] if problem[0] in self.fields else None, problem[1])
        if found.get("kind") == ReportField.Kind.WORDS:
            found["binding"] = ""
        return found


class CopyForm(forms.Form):
    """For which bureau, under which name, until when."""

    place = PlaceField(label=_("template kept by"), queryset=Organisation.objects.none())
    name = forms.CharField(label=_("name of the report"), max_length=60)
    until = forms.DateField(label=_("ends on"), widget=DateInput())

    def __init__(self, data: QueryDict | None, row: ReportTemplate, viewer: Viewer) -> None:
        super().__init__(data)
        offer_places(self, "place", bureaus_held(viewer))
        self.initial.update({"name": row.name, "until": row.until})


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: QueryDict | None, row: Report, viewer: Viewer) -> None:
        super().__init__(data)
        self.row = row

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        refuse_forbidden(self, ("reason",), self.row.path)
        return found


class WordsForm(forms.Form):
    """Words about the figures that are unusual, and about fields that take a person's words."""

    def __init__(self, data: QueryDict | None, row: Report, viewer: Viewer) -> None:
        super().__init__(data)
        self.row, self.bound = row, bound_of(row.round)
        said = remarks_of(row)
        for each in self.bound if row.part == Report.Part.OWN else ():
            value = row.values.get(each.code, {})
            if each.is_words or value.get("u"):
                label = each.label if each.is_words else _("What you say about “%(field)s”") % {"field": each.label}
                rows = {"rows": 2, "placeholder": each.says if each.is_words else ""}
                self.fields[SAID + each.code] = forms.CharField(
                    label=label, max_length=LONGEST_WORDS, required=False, widget=forms.Textarea(attrs=rows)
                )
                self.initial[SAID + each.code] = said.get(each.code, "")

    def clean(self) -> dict[str, Any]:
        super().clean()
        names = [name for name in self.fields if name.startswith(SAID)]
        refuse_forbidden(self, names, self.row.path)
        self.cleaned_data["said"] = {
            name.removeprefix(SAID): self.cleaned_data.pop(name, "") for name in names if name in self.cleaned_data
        }
        return self.cleaned_data


class ExplainForm(WordsForm):
    """The same; `use` names a field whose words are the proposal beside it, `ALL` is for all without words."""

    ALL = "*"

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        code = str(self.data.get("use", "")) if self.is_bound else ""
        for each in self.bound:
            said = found["said"].get(each.code)
            if said is None or each.is_words:
                continue
            if each.code == code or (code == self.ALL and not said):
                found["said"][each.code] = wording.proposal(each, self.row.values[each.code])
        return found


class ConfirmForm(WordsForm):
    """The same; and why a bureau doesn't wait for places below it."""

    def __init__(self, data: QueryDict | None, row: Report, viewer: Viewer) -> None:
        super().__init__(data, row, viewer)
        if row.part != Report.Part.OWN and row.open_below:
            self.fields["without"] = forms.CharField(
                label=_("Why you don't wait for those who haven't confirmed"), max_length=LONGEST_WORDS, required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip


class SampleForm(forms.Form):
    """At which school a preview is shown."""

    school = PlaceField(label=_("School"), queryset=Organisation.objects.none(), required=False)

    def __init__(self, data: QueryDict | None, viewer: Viewer, path: str) -> None:
        super().__init__(data)
        rows = Organisation.objects.visible_to(viewer, VIEW).filter(kind=Organisation.Kind.SCHOOL)
        field = self.fields["school"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows.filter(path__startswith=path).open_on(timezone.localdate()).order_by("path")
