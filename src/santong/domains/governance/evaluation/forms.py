"""Forms about standards, rounds, places, visits, findings and objections."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.evaluation.binding import fault_of, fault_of_types
from santong.domains.governance.evaluation.models import (
    LONGEST_WORDS,
    NOTICE,
    VIEW,
    WRITE,
    Band,
    Entrant,
    EvaluationRound,
    Expert,
    Finding,
    Objection,
    Standard,
    StandardItem,
    Subject,
)
from santong.domains.governance.evaluation.presenting import lines_of
from santong.domains.governance.evaluation.queries import items_of_standard, said_of
from santong.domains.governance.indicators.public import SchoolType, words
from santong.domains.platform.files.public import FilesField
from santong.domains.platform.identity.public import PersonField
from santong.domains.platform.moderation.public import refuse_forbidden
from santong.domains.platform.organisations.public import (
    AtPlaceForm,
    Organisation,
    OrganisationField,
    PlaceField,
    offer_places,
    offices_held,
)
from santong.kit.access import Viewer, below
from santong.kit.forms import DateInput

SAID = "said_"
"""What the names of inputs begin with that take words about an item."""


def bureaus_held(viewer: Viewer) -> QuerySet[Organisation]:
    """The bureaus for which a viewer writes standards and rounds."""
    return offices_held(viewer, WRITE).exclude(kind=Organisation.Kind.SCHOOL)


class StandardForm(AtPlaceForm):
    """A standard of a bureau."""

    placed_by = "place"

    types = forms.MultipleChoiceField(
        label=_("Types of schools"), choices=SchoolType.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all types."),
    )  # fmt: skip

    class Meta:
        model = Standard
        fields = ["place", "name", "says", "subject", "authority", "source", "mark"]
        field_classes = {"place": PlaceField}
        help_texts = {
            "authority": _("The plan or document that provides for the evaluation, with its number."),
            "mark": _("What about the source is uncertain. It stands wherever the standard is shown."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "place" in self.fields:
            self.fields["place"].required = True
        self.initial.setdefault("types", self.instance.types)

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return bureaus_held(viewer)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        types = found.get("types") or []
        self.instance.applies_to = f",{','.join(types)}," if types else ""
        if self.place is not None:
            refuse_forbidden(self, ("name", "says"), self.place.path)
        problem = (
            ""
            if self.errors or not self.instance.pk
            else fault_of_types(self.instance, items_of_standard(self.instance))
        )
        if problem:
            self.add_error("types", problem)
        return found


class OfStandardForm(forms.ModelForm):
    """A part of a standard that the viewer writes."""

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            rows = Standard.objects.visible_to(viewer, WRITE).exclude(path="").order_by("-pk")
            offer_places(self, "standard", rows)
        else:
            del self.fields["standard"]

    @property
    def standard(self) -> Standard | None:
        """The standard that it belongs to, None while none is chosen."""
        return self.cleaned_data.get("standard") or (self.instance.standard if self.instance.pk else None)


class ItemForm(OfStandardForm):
    """An item. What may not judge anybody isn't saved."""

    class Meta:
        model = StandardItem
        fields = [
            "standard", "code", "section", "group", "label", "kind", "binding", "unit", "roll_up", "digits",
            "direction", "points", "scale", "is_must", "choice", "best_of", "says", "mark", "source", "order",
        ]  # fmt: skip
        widgets = {"binding": forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "data-island": "formula"})}
        help_texts = {
            "binding": _("A fact such as 学生数, 学生数 / 学生终端数, or the code of an indicator. Else empty."),
            "scale": _("From which figure on there are how many points, such as 100=2, 50=1."),
            "choice": _("Items with the same word are a choice: only the best of them count."),
            "best_of": _("Of how many of them the points count."),
        }

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        names = {"data-names": " ".join(words()), "data-label": str(_("Names for formulas"))}
        self.fields["binding"].widget.attrs.update(names)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if self.standard is None or self.errors:
            return found
        refuse_forbidden(self, ("section", "group", "label", "says"), self.standard.path)
        if found["kind"] not in StandardItem.COMPUTED:
            found["binding"] = ""
        trial = StandardItem(**{name: found[name] for name in self.fields if name != "standard"})
        if problem := fault_of(trial, self.standard):
            self.add_error(problem[0] if problem[0] in self.fields else None, problem[1])
        return found


class BandForm(OfStandardForm):
    """A verdict and what it takes."""

    class Meta:
        model = Band
        fields = ["standard", "label", "least", "needs_musts", "floor", "sections", "mark", "order"]
        help_texts = {
            "sections": _("Their names with 、 between them; empty: all."),
            "order": _("The best verdict has the smallest number."),
        }


class CopyForm(forms.Form):
    """For which bureau, under which name."""

    place = PlaceField(label=_("standard kept by"), queryset=Organisation.objects.none())
    name = forms.CharField(label=_("name of the standard"), max_length=80)

    def __init__(self, data: QueryDict | None, row: Standard, viewer: Viewer) -> None:
        super().__init__(data)
        offer_places(self, "place", bureaus_held(viewer))
        self.initial["name"] = row.name


class RoundForm(AtPlaceForm):
    """A round of a bureau, as a draft."""

    placed_by = "place"

    class Meta:
        model = EvaluationRound
        fields = [
            "place", "name", "kind", "standard", "authority", "ground", "owner", "due", "visits_from", "until",
            "minutes", "other_county", "objection_days",
        ]  # fmt: skip
        field_classes = {"place": PlaceField}
        widgets = {"due": DateInput(), "visits_from": DateInput(), "until": DateInput()}
        help_texts = {
            "authority": _("The plan or document that provides for the evaluation, with its number."),
            "owner": _("An office, with its telephone: whom schools may ask."),
            "due": _("At least a month from the day on which it is announced."),
            "until": _("It closes by itself then. Nothing is asked for without end."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Standard.objects.visible_to(self.viewer, VIEW).exclude(path="").filter(is_published=True)
        offer_places(self, "standard", rows.order_by("-pk"))
        if self.instance.pk is None:
            today = timezone.localdate()
            self.initial.setdefault("due", today + NOTICE + timedelta(days=5))
            self.initial.setdefault("until", today + timedelta(days=120))

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return bureaus_held(viewer)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if self.place is not None:
            refuse_forbidden(self, ("name", "ground", "owner"), self.place.path)
        return found


class PlaceOfRoundForm(forms.Form):
    """A place that the round is about."""

    organisation = OrganisationField(suggestions="", label=_("Which place"))

    def __init__(self, data: QueryDict | None, row: EvaluationRound, viewer: Viewer) -> None:
        super().__init__(data)
        field = self.fields["organisation"]
        assert isinstance(field, OrganisationField)
        field.rows = lambda: places_below(row).select_related("parent")
        field.suggest_at("evaluation:round-places", row.pk)


def places_below(row: EvaluationRound) -> QuerySet[Organisation]:
    """The places of the kind that a round's standard evaluates, below its bureau."""
    county = row.standard.subject == Subject.COUNTY
    kind = Organisation.Kind.COUNTY_BUREAU if county else Organisation.Kind.SCHOOL
    rows = Organisation.objects.open_to_everyone().filter(below("path", row.path), kind=kind)
    return rows.open_on(timezone.localdate()).exclude(pk=row.place_id)  # type: ignore[attr-defined,no-any-return]


class QuotaForm(forms.Form):
    """How many places of which county."""

    place = PlaceField(label=_("County"), queryset=Organisation.objects.none())
    number = forms.IntegerField(label=_("How many places"), min_value=0, max_value=500)

    def __init__(self, data: QueryDict | None, row: EvaluationRound, viewer: Viewer) -> None:
        super().__init__(data)
        kinds = (Organisation.Kind.CITY_BUREAU, Organisation.Kind.COUNTY_BUREAU)
        rows = Organisation.objects.open_to_everyone().filter(below("path", row.path), kind__in=kinds)
        offer_places(self, "place", rows.order_by("path"))


class ExpertForm(forms.Form):
    """Who joins the group."""

    person = PersonField(label=_("Expert"))

    def __init__(self, data: QueryDict | None, row: EvaluationRound, viewer: Viewer) -> None:
        super().__init__(data)
        self.fields["person"].viewer = viewer  # type: ignore[attr-defined]


class DrawForm(forms.Form):
    """The number that was drawn in public, and how many experts go to each place."""

    drawn = forms.CharField(
        label=_("Number drawn in public"), max_length=40,
        help_text=_("Such as the winning number of a lottery of that day, or dice thrown before witnesses."),
    )  # fmt: skip
    each = forms.IntegerField(label=_("Experts for each place"), min_value=1, max_value=9, initial=2)

    def __init__(self, data: QueryDict | None, row: EvaluationRound, viewer: Viewer) -> None:
        super().__init__(data)


class AssignForm(forms.Form):
    """Which expert of the group goes there."""

    expert = forms.ModelChoiceField(label=_("Expert"), queryset=Expert.objects.none())

    def __init__(self, data: QueryDict | None, row: Entrant, viewer: Viewer) -> None:
        super().__init__(data)
        rows = Expert.objects.belonging_to(round=row.round).select_related("person").order_by("pk")
        offer_places(self, "expert", rows)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: QueryDict | None, row: Any, viewer: Viewer) -> None:
        super().__init__(data)
        self.row = row

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        refuse_forbidden(self, ("reason",), self.row.path)
        return found


class SayForm(forms.Form):
    """Words about the items that no record answers."""

    def __init__(self, data: QueryDict | None, row: Entrant, viewer: Viewer) -> None:
        super().__init__(data)
        self.row, said = row, said_of(row)
        for line in lines_of(row):
            if line.takes_words:
                self.fields[SAID + line.code] = forms.CharField(
                    label=f"{line.code} {line.label}",
                    max_length=LONGEST_WORDS,
                    required=False,
                    help_text=line.says,
                    widget=forms.Textarea(attrs={"rows": 2}),
                )
                self.initial[SAID + line.code] = said.get(line.code, "")

    def clean(self) -> dict[str, Any]:
        super().clean()
        names = [name for name in self.fields if name.startswith(SAID)]
        refuse_forbidden(self, names, self.row.path)
        self.cleaned_data["said"] = {
            name.removeprefix(SAID): self.cleaned_data.pop(name, "") for name in names if name in self.cleaned_data
        }
        return self.cleaned_data


class FindingForm(forms.Form):
    """What was found, who sees to it, until when. The same fields come from a page and from a device."""

    code = forms.CharField(label=_("Item"), max_length=12, required=False)
    text = forms.CharField(
        label=_("What is wanting"), max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = forms.CharField(label=_("Who sees to it"), max_length=60, help_text=_("An office or post, no name."))
    due = forms.DateField(label=_("To be put right by"), widget=DateInput())
    photo = forms.CharField(required=False, widget=forms.HiddenInput())


class JudgementForm(forms.Form):
    """The points of an item, and what was seen."""

    code = forms.CharField(label=_("Item"), max_length=12)
    points = forms.DecimalField(label=_("Points given"), min_value=0, max_digits=6, decimal_places=2)
    words = forms.CharField(label=_("What was seen"), max_length=LONGEST_WORDS, required=False)


class AnswerForm(forms.Form):
    """What was done, with a file that shows it."""

    words = forms.CharField(
        label=_("What was done"), max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3})
    )
    files = FilesField(label=_("Evidence"), required=False, most=1)  # type: ignore[assignment]

    def __init__(self, data: QueryDict | None, row: Finding, viewer: Viewer) -> None:
        super().__init__(data)
        self.row = row
        self.fields["files"].viewer = viewer  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        refuse_forbidden(self, ("words",), self.row.path)
        return found


class ReopenForm(ReasonForm):
    """What is missing, and until when."""

    due = forms.DateField(label=_("To be put right by"), widget=DateInput())


class ObjectForm(forms.Form):
    """What a place objects to."""

    code = forms.ChoiceField(label=_("Item"), required=False)
    text = forms.CharField(
        label=_("What you object to, and why"), max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data: QueryDict | None, row: Entrant, viewer: Viewer) -> None:
        super().__init__(data)
        self.row = row
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("The whole result")),
            *((each.code, f"{each.code} {each.label}") for each in lines_of(row)),
        ]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        refuse_forbidden(self, ("text",), self.row.path)
        return found


class RejectForm(forms.Form):
    """Why it was decided so."""

    answer = forms.CharField(
        label=_("Why you decide so"), max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: QueryDict | None, row: Objection, viewer: Viewer) -> None:
        super().__init__(data)


class UpholdForm(RejectForm):
    """The same, and the points that the item gets instead."""

    points = forms.DecimalField(
        label=_("Points of the item instead"), required=False, min_value=0, max_digits=6, decimal_places=2,
        help_text=_("For items that no record answers. Else empty: correct the record, and compute anew."),
    )  # fmt: skip
