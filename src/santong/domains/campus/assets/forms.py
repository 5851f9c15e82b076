"""Forms about assets, loans, faults, retirements and rounds of stock-taking."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.assets.models import (
    CHANGE,
    Asset,
    AssetClass,
    Numbering,
    Repair,
    Retirement,
    StockTake,
)
from santong.domains.campus.assets.queries import colleagues, is_taken
from santong.domains.campus.places.public import Room
from santong.domains.platform.identity.public import PersonField
from santong.domains.platform.moderation.public import refuse_forbidden
from santong.domains.platform.organisations.public import (
    AtPlaceForm,
    Organisation,
    SchoolContextForm,
    classes_of,
    offer_places,
    schools_held,
)
from santong.kit.access import Viewer
from santong.kit.forms import DateInput
from santong.lib.whole_numbers import whole_number

MOST_SEEN = 2000
LONGEST_CODES = 20_000
LONGEST_CODE = 120


class AssetsSchoolForm(SchoolContextForm):
    """The school of the assets."""

    permission = CHANGE


class OfSchoolForm(AtPlaceForm):
    """Something of a school where the viewer keeps the register."""

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return schools_held(viewer, CHANGE)


class AssetForm(OfSchoolForm):
    """An asset."""

    keeper = PersonField(label=_("Keeper"), required=False, help_text=_("Name, pinyin, initials or username."))

    class Meta:
        model = Asset
        fields = [
            "school", "name", "asset_class", "number", "maker", "model", "serial", "bought_on", "price", "money", "use",
            "room", "keeper", "note",
        ]  # fmt: skip
        widgets = {"bought_on": DateInput()}
        help_texts = {"number": _("Empty: the next number by the school's rule.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = schools_held(self.viewer, CHANGE)
        is_new = self.instance.pk is None
        only = held if is_new else held.filter(pk=self.instance.school_id)
        classes = AssetClass.objects.visible_to(self.viewer)
        if not is_new:
            classes = classes.filter(path__in=("", self.instance.path))
            self.fields["number"].required = True
            self.fields["number"].help_text = ""
        self._choose("asset_class", classes.order_by("path", "pk"))
        rooms = Room.objects.visible_to(self.viewer).filter(school__in=only)
        self._choose("room", rooms.select_related("building").order_by("path", "building__name", "floor", "name"))
        keeper = self.fields["keeper"]
        assert isinstance(keeper, PersonField)
        keeper.viewer = self.viewer

    def _get_validation_exclusions(self) -> set[str]:
        """An empty number is given when it is saved."""
        found = super()._get_validation_exclusions()
        return found if self.cleaned_data.get("number") else found | {"number"}

    def _choose(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if self.place is not None:
            self._demand_own(found, self.place)
            refuse_forbidden(self, ("name", "note"), self.place.path)
        return found

    def _demand_own(self, found: dict[str, Any], school: Organisation) -> None:
        number = found.get("number")
        if number and number != self.initial.get("number") and is_taken(school, number):
            self.add_error("number", _("This number was given already. Numbers are never given twice."))
        room, chosen, keeper = found.get("room"), found.get("asset_class"), found.get("keeper")
        if room is not None and room.school_id != school.pk:
            self.add_error("room", _("This room belongs to another school."))
        if chosen is not None and chosen.path not in ("", school.path):
            self.add_error("asset_class", _("This class belongs to another school."))
        others = colleagues(school.path)
        if keeper is not None and keeper.pk != self.instance.keeper_id and not others.filter(pk=keeper.pk).exists():
            self.add_error("keeper", _("Things are kept by staff of the school. Choose one of them."))


class AssetClassForm(OfSchoolForm):
    """A class of the school's own."""

    class Meta:
        model = AssetClass
        fields = ["school", "name", "group", "code", "lifetime"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "school" in self.fields:
            self.fields["school"].required = True


class NumberingForm(OfSchoolForm):
    """By which rule a school numbers."""

    class Meta:
        model = Numbering
        fields = ["school", "pattern"]
        help_texts = {
            "pattern": _(
                "{n:5} is the counter with five digits, {year} the year of buying, {class} the code of the class."
            )
        }


class LendForm(forms.Form):
    """To whom, and until when."""

    borrower = PersonField(label=_("Member of staff"), required=False, help_text=_("Or choose a class below."))
    school_class = forms.ModelChoiceField(label=_("Class"), queryset=Organisation.objects.none(), required=False)
    due = forms.DateField(label=_("To be back by"), widget=DateInput())

    def __init__(self, data: QueryDict | None, row: Asset, viewer: Viewer) -> None:
        super().__init__(data)
        borrower, school_class = self.fields["borrower"], self.fields["school_class"]
        assert isinstance(borrower, PersonField) and isinstance(school_class, forms.ModelChoiceField)
        borrower.near = colleagues(row.path)
        borrower.viewer = viewer
        classes = [each.pk for each in classes_of(row.school)]
        school_class.queryset = Organisation.objects.noted(classes).order_by("path")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if bool(found.get("borrower")) == bool(found.get("school_class")) and "borrower" not in self.errors:
            self.add_error("borrower", _("Choose either a member of staff or a class."))
        return found


class WordsForm(forms.Form):
    """What is known about it."""

    words = forms.CharField(label=_("What is known about it"), max_length=200)

    def __init__(self, data: QueryDict | None, row: Any, viewer: Viewer) -> None:
        super().__init__(data)


class FaultForm(forms.Form):
    """What is wrong: one tap, words if one likes."""

    fault = forms.ChoiceField(label=_("Which fault"), choices=Repair.Fault.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In your words"), max_length=200, required=False)

    def __init__(self, data: QueryDict | None, row: Any, viewer: Viewer) -> None:
        super().__init__(data)
        self.path = row.path

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        refuse_forbidden(self, ("words",), self.path)
        return found


class TakeInForm(forms.Form):
    """Who mends it."""

    mender = PersonField(label=_("Who mends it"), required=False, help_text=_("Empty: you."))

    def __init__(self, data: QueryDict | None, row: Repair, viewer: Viewer) -> None:
        super().__init__(data)
        field = self.fields["mender"]
        assert isinstance(field, PersonField)
        field.near = colleagues(row.path)


class ResultForm(forms.Form):
    """What was done, and what it cost."""

    result = forms.CharField(label=_("Result of the repair"), max_length=200)
    cost = forms.DecimalField(label=_("Cost in yuan"), max_digits=10, decimal_places=2, min_value=0, required=False)

    def __init__(self, data: QueryDict | None, row: Any, viewer: Viewer) -> None:
        super().__init__(data)


class RetirementForm(OfSchoolForm):
    """A list of retirements: why, and on which paper it rests."""

    class Meta:
        model = Retirement
        fields = ["school", "title", "reason", "words", "paper"]
        help_texts = {"paper": _("The number of the document or minutes, such as 校发〔2026〕3号.")}

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if self.place is not None:
            refuse_forbidden(self, ("title", "words"), self.place.path)
        return found


class RefuseForm(forms.Form):
    """Why not."""

    reason = forms.CharField(label=_("Why not"), max_length=200)

    def __init__(self, data: QueryDict | None, row: Any, viewer: Viewer) -> None:
        super().__init__(data)


class StockTakeForm(OfSchoolForm):
    """A round of stock-taking."""

    class Meta:
        model = StockTake
        fields = ["school", "title"]
        help_texts = {"title": _("Such as “Stock-taking of autumn 2026”.")}


class KeysField(forms.Field):
    """Keys of rows, one a value."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[int]:
        """Raises ValidationError for what no page sends."""
        given = list(value or ())
        keys = [whole_number(str(each)) for each in given]
        if len(given) > MOST_SEEN or None in keys:
            raise ValidationError(_("What was ticked couldn't be read. Open the page again."))
        return [key for key in keys if key is not None]


class CountForm(forms.Form):
    """What was seen in a room, as its page and the outbox send it."""

    room = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    seen = KeysField(required=False)
    codes = forms.CharField(label=_("Codes that were read"), required=False, max_length=LONGEST_CODES)

    def clean_codes(self) -> list[str]:
        """One code a line, each once."""
        lines = [line.strip()[:LONGEST_CODE] for line in self.cleaned_data["codes"].split("\n")]
        return list(dict.fromkeys(line for line in lines if line))


class LabelsForm(forms.Form):
    """Which labels are printed."""

    school = forms.ModelChoiceField(label=_("School"), queryset=Organisation.objects.none())
    room = forms.ModelChoiceField(label=_("Room"), queryset=Room.objects.none(), required=False)
    since = forms.DateField(label=_("Entered since"), widget=DateInput(), required=False)
    doors = forms.BooleanField(label=_("Labels for the doors of rooms instead"), required=False)

    def __init__(self, data: QueryDict | None, *, viewer: Viewer, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        held = schools_held(viewer, CHANGE)
        offer_places(self, "school", held)
        field = self.fields["room"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = Room.objects.visible_to(viewer).filter(school__in=held)
        field.queryset = rows.select_related("building").order_by("path", "building__name", "floor", "name")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        room, school = found.get("room"), found.get("school")
        if room is not None and school is not None and room.school_id != school.pk:
            self.add_error("room", _("This room belongs to another school."))
        return found
