"""Forms about organisations of every kind."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.codes.public import is_code
from santong.domains.platform.organisations.actions import WrongPlace, check_place, kinds_above
from santong.domains.platform.organisations.fields import PlaceField
from santong.domains.platform.organisations.identification import clean_school_code
from santong.domains.platform.organisations.models import Kind, Organisation
from santong.kit.access import Viewer
from santong.kit.forms import DateInput
from santong.kit.http import Request


def posted(request: Request) -> QueryDict | None:
    """What a form is bound to: an empty post too, so that it says what is missing."""
    return request.POST if request.method == "POST" else None


def places(viewer: Viewer, *kinds: str) -> QuerySet[Organisation]:
    """Open organisations of some kinds that the viewer may change, in tree order."""
    rows = Organisation.objects.visible_to(viewer, "organisations.change").filter(kind__in=kinds)
    found: QuerySet[Organisation] = rows.filter(valid_until=None).select_related("parent").order_by("path")
    return found


class OrganisationForm(forms.ModelForm):
    """Name, kind and place of an organisation. The parent is chosen once, when it is made."""

    class Meta:
        model = Organisation
        fields = ["name", "short_name", "kind", "parent", "code", "division", "valid_from", "valid_until"]
        widgets = {"valid_from": DateInput(), "valid_until": DateInput()}
        field_classes = {"parent": PlaceField}
        help_texts = {
            "code": _("The identification code of a school has ten digits."),
            "division": _("Six digits (GB/T 2260)."),
        }

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["parent"], self.fields["kind"]
            return
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = Organisation.objects.visible_to(viewer, "organisations.change").select_related("parent")
        field.queryset = rows.exclude(kind__in=(Kind.CLASS, Kind.GRADE))
        field.required = True
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        # Grades and classes are made where their cohort is known: on the page of the school.
        kind.choices = [choice for choice in Kind.choices if choice[0] not in (Kind.GRADE, Kind.CLASS)]

    def clean_division(self) -> str:
        return clean_division(self.cleaned_data["division"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("valid_from"), data.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", _("The end lies before the start. Choose a later date."))
        self._check_code(data)
        if data.get("parent") and data.get("kind"):
            try:
                check_place(data["kind"], data["parent"])
            except WrongPlace as problem:
                self.add_error("parent", str(problem))
        return data

    def _check_code(self, data: dict[str, Any]) -> None:
        kind = data.get("kind") or self.instance.kind
        if kind != Kind.SCHOOL or not data.get("code") or data["code"] == self.initial.get("code"):
            return
        try:
            data["code"] = clean_school_code(
                data["code"], division=data.get("division") or "", organisation_id=self.instance.pk
            )
        except forms.ValidationError as problem:
            self.add_error("code", problem)


def clean_division(code: str) -> str:
    """A division that holds today, or nothing."""
    if code and not is_code("division", code):
        raise forms.ValidationError(
            _("Division %(code)s isn't in the table of administrative divisions. Check it, or have the table updated."),
            params={"code": code},
        )
    return code


class RenameForm(forms.Form):
    """A new name from a day on."""

    name = forms.CharField(label=_("New name"), max_length=80)
    short_name = forms.CharField(label=_("New short name"), max_length=24, required=False)
    on = forms.DateField(
        label=_("Bears it from"),
        widget=DateInput(),
        help_text=_("The old name stays in the history until the day before."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.initial = {
            "name": organisation.name,
            "short_name": organisation.short_name,
            "on": timezone.localdate(),
            **self.initial,
        }

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name == self.organisation.name:
            raise forms.ValidationError(_("This is the present name. Write the new one."))
        return name


class CloseForm(forms.Form):
    """The last day of an organisation."""

    last_day = forms.DateField(label=_("Last day"), widget=DateInput())

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["last_day"].initial = timezone.localdate()

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        start = self.organisation.valid_from
        if start and day < start:
            raise forms.ValidationError(_("It was founded after that day. Choose a later date."))
        return day


class MoveForm(forms.Form):
    """Another place in the tree."""

    parent = PlaceField(label=_("Belongs to"), queryset=Organisation.objects.none())

    def __init__(self, *args: Any, viewer: Viewer, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        rows = places(viewer, *kinds_above(organisation.kind)).exclude(path__startswith=organisation.path)
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows.exclude(pk=organisation.parent_id)

    def clean_parent(self) -> Organisation:
        parent: Organisation = self.cleaned_data["parent"]
        try:
            check_place(self.organisation.kind, parent, self.organisation)
        except WrongPlace as problem:
            raise forms.ValidationError(str(problem)) from problem
        return parent


class MemberForm(forms.Form):
    """A school that joins a union."""

    school = PlaceField(label=_("School"), queryset=Organisation.objects.none())
    leads = forms.BooleanField(label=_("Leads the union"), required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["school"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = Organisation.objects.visible_to(viewer).filter(kind=Kind.SCHOOL, valid_until=None)
        field.queryset = rows.select_related("parent").order_by("path")
