"""Forms about schools."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.codes.public import leaves
from santong.domains.platform.organisations.actions import WrongPlace, check_place
from santong.domains.platform.organisations.actions.merging import can_take_in
from santong.domains.platform.organisations.fields import PlaceField
from santong.domains.platform.organisations.forms import clean_division, places
from santong.domains.platform.organisations.identification import clean_school_code
from santong.domains.platform.organisations.models import Kind, Organisation, School, SchoolProfile, Stage
from santong.kit.access import Viewer
from santong.kit.forms import DateInput
from santong.lib.grades import Grade

BUREAUS = (Kind.CITY_BUREAU, Kind.COUNTY_BUREAU)
OWN = ("name", "short_name", "code", "division", "valid_from")
PROFILE = (
    "education_type",
    "ownership",
    "area",
    "established",
    "address",
    "postal_code",
    "latitude",
    "longitude",
    "office_phone",
    "website",
)


class ProfileForm(forms.ModelForm):
    """The facts of the profile, for `SchoolForm` to take in."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        model = SchoolProfile
        fields = PROFILE
        widgets = {"established": DateInput()}
        help_texts = {
            "latitude": _("In degrees, such as 30.274085; both or neither."),
            "office_phone": _("Of the office, not of a person."),
        }


class SchoolForm(forms.ModelForm):
    """What is known about a school. Name and code of an existing one change by renaming."""

    class Meta:
        model = School
        fields = OWN
        widgets = {"valid_from": DateInput()}
        labels = {"code": _("Identification code"), "valid_from": _("Open since")}
        help_texts = {
            "code": _("Ten digits: category, province, serial."),
            "division": _("Where it stands: six digits (GB/T 2260)."),
        }

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profile = self.instance.school if self.instance.pk else SchoolProfile()
        for name, field in ProfileForm(instance=profile).fields.items():
            self.fields[name] = field
            self.initial.setdefault(name, getattr(profile, name))
        self.fields["education_type"] = _choice("education_type", required=True)
        self.fields["area"] = _choice("urban_rural", required=False)
        self.initial["education_type"], self.initial["area"] = profile.education_type, profile.area
        if not self.instance.pk:
            rows = places(viewer, *BUREAUS, Kind.SCHOOL)
            self.fields["parent"] = PlaceField(label=_("Belongs to"), queryset=rows)
            self.order_fields(["name", "short_name", "parent"])

    def clean_division(self) -> str:
        return clean_division(self.cleaned_data["division"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("longitude", _("Give both latitude and longitude, or neither."))
        if data.get("code") and data["code"] != self.initial.get("code"):
            self._check_code(data)
        if data.get("parent"):
            self._check_parent(data["parent"])
        return data

    def _check_code(self, data: dict[str, Any]) -> None:
        try:
            division = data.get("division") or ""
            data["code"] = clean_school_code(data["code"], division=division, organisation_id=self.instance.pk)
        except forms.ValidationError as problem:
            self.add_error("code", problem)

    def _check_parent(self, parent: Organisation) -> None:
        try:
            check_place(Kind.SCHOOL, parent)
        except WrongPlace as problem:
            self.add_error("parent", str(problem))


def _choice(table: str, *, required: bool) -> forms.ChoiceField:
    label = SchoolProfile._meta.get_field("education_type" if required else "area").verbose_name  # type: ignore[union-attr]
    choices = [("", "—"), *((code, f"{code} {name}") for code, name in leaves(table))]
    return forms.ChoiceField(label=str(label).capitalize(), choices=choices, required=required)


class MergeForm(forms.Form):
    """The school that another becomes part of."""

    successor = PlaceField(label=_("Becomes part of"), queryset=Organisation.objects.none())
    on = forms.DateField(label=_("Takes effect on"), widget=DateInput())

    def __init__(self, *args: Any, viewer: Viewer, school: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["successor"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = places(viewer, Kind.SCHOOL).exclude(pk=school.pk)
        fitting = [row.pk for row in rows.select_related("school") if can_take_in(row, school)]
        field.queryset = rows.filter(pk__in=fitting)
        self.fields["on"].initial = timezone.localdate()


class GradeForm(forms.Form):
    """A new grade with its classes."""

    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices)
    level = forms.TypedChoiceField(label=_("Level"), coerce=int)
    classes = forms.IntegerField(label=_("Number of classes"), min_value=0, max_value=60, initial=1)

    def __init__(self, *args: Any, school: Organisation, names: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = school.school.stage_list or list(Stage)
        stage, level = self.fields["stage"], self.fields["level"]
        assert isinstance(stage, forms.ChoiceField) and isinstance(level, forms.ChoiceField)
        stage.choices = [(s.value, s.label) for s in stages]
        level.choices = [(int(grade), names[grade]) for grade in Grade]


class ClassForm(forms.Form):
    """A new class of a grade."""

    number = forms.IntegerField(label=_("Class number"), min_value=1, max_value=60, required=False)
    label = forms.CharField(label=_("Label"), max_length=20, required=False)
    class_type = forms.ChoiceField(label=_("Type of class"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["class_type"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *((code, f"{code} {name}") for code, name in leaves("class_type"))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("number") and not data.get("label"):
            self.add_error("number", _("Give the class a number or a label."))
        return data
