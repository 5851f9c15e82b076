"""Forms about rounds, their rules and plans, districts, applications and their review."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.enrolment.applying import Contact, NewChild, Said
from santong.domains.campus.enrolment.models import (
    LAST_NUMBER,
    MOST_WISHES,
    PLAN,
    TESTING_WORDS,
    WITHOUT_TESTS,
    Application,
    Category,
    District,
    Evidence,
    Round,
    joined,
    words_of,
)
from santong.domains.campus.enrolment.queries import (
    bureaus_held,
    categories_of,
    district_schools,
    schools_below,
    schools_in,
    tidied,
    wishes_of,
)
from santong.domains.campus.students.public import Guardianship
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import (
    AtPlaceForm,
    Organisation,
    PlaceField,
    school_year_of,
)
from santong.kit.access import Viewer
from santong.kit.forms import EMPTY, DateInput
from santong.lib.identity_numbers import parse_identity_number
from santong.lib.phones import parse_phone

LAW = _(
    "In kindergartens and compulsory education no tests, grades, awards or interviews decide. "
    "Go by lot or by the declared date."
)


class EvidenceField(forms.MultipleChoiceField):
    """Kinds of evidence, to be ticked."""

    def __init__(self, choices: Any = Evidence.choices, **kwargs: Any) -> None:
        super().__init__(choices=choices, widget=forms.CheckboxSelectMultiple, required=False, **kwargs)


class RoundForm(AtPlaceForm):
    """A round of a bureau, with its days; who may apply, and what is asked."""

    placed_by = "place"
    evidence = EvidenceField(
        label=_("Evidence that is asked for"),
        help_text=_("Families only say it. What the region holds itself nobody uploads."),
    )

    class Meta:
        model = Round
        fields = [
            "place", "title", "stage", "begins", "authority", "contact", "minutes", "opens_on", "closes_on",
            "reviewed_by", "results_on", "confirm_by", "born_from", "born_until", "most_wishes", "coordinates",
        ]  # fmt: skip
        field_classes = {"place": PlaceField}
        widgets = dict.fromkeys(
            ("opens_on", "closes_on", "reviewed_by", "results_on", "confirm_by", "born_from", "born_until"), DateInput()
        )
        help_texts = {
            "begins": _("The year in which it begins, such as 2027."),
            "authority": _("The document that provides for the enrolment, with its number."),
            "contact": _("An office, with its telephone."),
            "minutes": _("Try it yourself, and write down how long it took."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial.setdefault("begins", school_year_of(timezone.localdate()) + 1)
        self.initial.setdefault("evidence", words_of(self.instance.asks))
        self.fields["most_wishes"].widget.attrs.update(min=1, max=MOST_WISHES)

    def places(self, viewer: Viewer) -> Any:
        return bureaus_held(viewer)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        self.instance.asks = joined(found.get("evidence") or [])
        if found.get("stage") in WITHOUT_TESTS and self.instance.pk is not None:
            rows = Category.objects.belonging_to(round=self.instance)
            if any(row.within == Category.Within.RESULTS or _tests(row.name) for row in rows):
                self.add_error("stage", LAW)
        return found


def _tests(name: str) -> bool:
    return any(word in name for word in TESTING_WORDS)


class CategoryForm(forms.Form):
    """Whom schools take next, after the categories that are there."""

    name = forms.CharField(label=_("Category"), max_length=60)
    needs = EvidenceField(label=_("Evidence needed"), help_text=_("All that is ticked has to hold."))
    in_district = forms.BooleanField(label=_("Only at the school of the district"), required=False, initial=True)
    within = forms.ChoiceField(label=_("Within it"), choices=Category.Within, initial=Category.Within.LOT)

    def __init__(self, data: QueryDict | None, row: Round, viewer: Viewer) -> None:
        super().__init__(data)
        self.round = row

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if self.round.stage in WITHOUT_TESTS:
            if found.get("within") == Category.Within.RESULTS:
                self.add_error("within", LAW)
            if _tests(found.get("name", "")):
                self.add_error("name", LAW)
        return found


class DropCategoryForm(forms.Form):
    """Which category is taken out."""

    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none())

    def __init__(self, data: QueryDict | None, row: Round, viewer: Viewer) -> None:
        super().__init__(data)
        _offer(self, "category", Category.objects.belonging_to(round=row).order_by("position"))


class PlanForm(forms.Form):
    """How many places a school has, or gives to a category at most."""

    school = forms.ModelChoiceField(label=_("School"), queryset=Organisation.objects.none())
    places = forms.IntegerField(
        label=pgettext_lazy("enrolment", "Places"),
        min_value=0,
        max_value=9999,
        help_text=_("0 takes the school out of the plan."),
    )
    category = forms.ModelChoiceField(
        label=_("Only for a category"), queryset=Category.objects.none(), required=False, empty_label=_("All together"),
        help_text=_("With a category it is the most that the school takes of it."),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, row: Round, viewer: Viewer) -> None:
        super().__init__(data)
        _offer(self, "school", schools_below(row.place, row.stage))
        _offer(self, "category", Category.objects.belonging_to(round=row).order_by("position"))


def _offer(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


class ReasonForm(forms.Form):
    """What the family has to know."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The family reads it. Say what to do."),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, row: Any, viewer: Viewer) -> None:
        super().__init__(data)


class WithdrawListForm(forms.Form):
    """Why the list is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: QueryDict | None, row: Round, viewer: Viewer) -> None:
        super().__init__(data)


class ReviewForm(forms.Form):
    """What stands after the review."""

    evidence = EvidenceField(label=_("What stands after the review"))
    points = forms.IntegerField(
        label=_("Points of the entrance examination"), min_value=0, max_value=2000, required=False
    )

    def __init__(self, data: QueryDict | None, row: Application, viewer: Viewer) -> None:
        super().__init__(data, initial={"evidence": row.evidence_words, "points": row.points})
        self.fields["evidence"].choices = [(each.value, each.label) for each in row.round.evidence]  # type: ignore[attr-defined]
        if not any(each.within == Category.Within.RESULTS for each in categories_of(row.round)):
            del self.fields["points"]


class DistrictForm(AtPlaceForm):
    """Houses, and the school to which their children go."""

    placed_by = "place"

    class Meta:
        model = District
        fields = ["place", "stage", "area", "first", "last", "parity", "school"]
        field_classes = {"place": PlaceField, "school": PlaceField}
        help_texts = {
            "first": _("1 to 99999 means all houses."),
            "area": _("As it stands on house plates, such as 滨河路 or 东关社区."),
        }

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        rows = Organisation.objects.visible_to(viewer, PLAN).filter(kind=Organisation.Kind.SCHOOL)
        _offer(self, "school", rows.open_on(timezone.localdate()).order_by("path"))  # type: ignore[arg-type]
        self.initial.setdefault("last", LAST_NUMBER)

    def places(self, viewer: Viewer) -> Any:
        return bureaus_held(viewer)

    def clean_area(self) -> str:
        return tidied(self.cleaned_data["area"])

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        school, stage = found.get("school"), found.get("stage")
        if school is not None and self.place is not None and not school.path.startswith(self.place.path):
            self.add_error("school", _("The school lies outside of the bureau's area. Choose another one."))
        elif school is not None and stage and stage not in school.school.stage_list:
            self.add_error("school", _("The school doesn't teach this stage. Choose another one, or correct its type."))
        elif self._is_there(found):
            self.add_error("area", _("These houses belong to this school already."))
        return found

    def _is_there(self, found: dict[str, Any]) -> bool:
        names = ("stage", "area", "first", "last", "parity", "school")
        if self.place is None or any(name not in found for name in names):
            return False
        rows = District.objects.keeping_unique().filter(place=self.place, **{name: found[name] for name in names})
        return bool(rows.exclude(pk=self.instance.pk).exists())

    def _get_validation_exclusions(self) -> set[str]:
        # Django would look for the same houses in all rows at once, which no request may read; `clean` has looked.
        return {*super()._get_validation_exclusions(), "place"}  # type: ignore[misc]


class ApplicationForm(forms.Form):
    """Where a child lives, what stands for it and which schools are wished for.

    For a child that the region doesn't know also who it is; for a family without an account also how it is reached.
    """

    name = forms.CharField(label=_("Name of the child"), max_length=60)
    id_number = forms.CharField(
        label=_("ID number of the child"), max_length=24,
        help_text=_("It is kept encrypted. Birth date and sex follow from it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text", "data-sealed": True}),
    )  # fmt: skip
    relation = forms.ChoiceField(label=_("You are the child's"), choices=Guardianship.Relation)
    guardian_name = forms.CharField(
        label=_("Your name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Your telephone"), max_length=20, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )
    secret_code = forms.CharField(
        label=_("A code that you choose"), min_length=6, max_length=30,
        help_text=_("At least six characters. With it and the receipt number you come back and see how it stands."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    area = forms.CharField(
        label=_("Street, community or village"), max_length=60, widget=forms.TextInput(attrs={"list": "areas"})
    )
    number = forms.IntegerField(
        label=_("House number"), min_value=1, max_value=LAST_NUMBER, required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    rest = forms.CharField(label=_("Building and room"), max_length=60, required=False)
    evidence = EvidenceField(
        label=_("What holds for you"), help_text=_("Nothing is uploaded. The school looks it up, and asks if need be.")
    )
    since = forms.DateField(
        label=_("There since"), required=False, widget=DateInput(),
        help_text=_("Since when the child is registered there, where the category goes by date."),
    )  # fmt: skip
    id_fields = ("name", "id_number", "relation")
    contact_fields = ("guardian_name", "phone", "secret_code")

    def __init__(
        self,
        data: QueryDict | None,
        *,
        round: Round,
        child: Person | None = None,
        has_account: bool = True,
        application: Application | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(application) if application else None)
        self.round, self.child = round, child
        self.is_known = child is not None or application is not None
        self.has_account = has_account or application is not None
        for name in (*(self.id_fields if self.is_known else ()), *(self.contact_fields if self.has_account else ())):
            del self.fields[name]
        self.fields["evidence"].choices = [(each.value, each.label) for each in round.evidence]  # type: ignore[attr-defined]
        if not round.evidence:
            del self.fields["evidence"]
        for at in range(1, round.most_wishes + 1):
            self.fields[f"wish{at}"] = forms.ModelChoiceField(
                label=_("Wish %(n)s") % {"n": at}, queryset=schools_in(round), required=False,
                empty_label=_("The school of the district") if at == 1 else EMPTY,
            )  # fmt: skip
            if application is None:
                continue
            schools = wishes_of(application)
            self.initial[f"wish{at}"] = schools[at - 1].pk if at <= len(schools) else None

    def part(self, *names: str) -> list[Any]:
        """The fields of a part of the page that are there."""
        return [self[name] for name in names if name in self.fields]

    @property
    def about_child(self) -> list[Any]:
        """Who the child is."""
        return self.part(*self.id_fields)

    @property
    def about_family(self) -> list[Any]:
        """How the family is reached."""
        return self.part(*self.contact_fields)

    @property
    def about_home(self) -> list[Any]:
        """Where the child lives, and what stands for it."""
        return self.part("area", "number", "rest")

    @property
    def about_evidence(self) -> list[Any]:
        """What stands for the child."""
        return self.part("evidence", "since")

    @property
    def about_wishes(self) -> Iterator[Any]:
        """The schools wished for."""
        return (self[name] for name in self.fields if name.startswith("wish"))

    def clean_id_number(self) -> str:
        """A number with the right check digit."""
        found = parse_identity_number(self.cleaned_data["id_number"])
        if found.value is None:
            raise forms.ValidationError(
                _("This isn't an ID number: it has 18 characters, and the last checks the others. Look at it again.")
            )
        return found.value.number

    def clean_phone(self) -> str:
        """A telephone number."""
        found = parse_phone(self.cleaned_data["phone"])
        if found.value is None:
            raise forms.ValidationError(_("This isn't a telephone number. Look at it again."))
        return found.value.number

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        wished = [found.get(f"wish{at}") for at in range(1, self.round.most_wishes + 1)]
        chosen = [each for each in wished if each is not None]
        if len({each.pk for each in chosen}) < len(chosen):
            self.add_error("wish2", _("This school is wished for twice. Choose another one, or leave it empty."))
        if wished and wished[0] is None and "area" in found and "wish1" not in self.errors:
            ours = district_schools(self.round, found["area"], found.get("number"))
            if len(ours) == 1:
                chosen = [ours[0], *(each for each in chosen if each.pk != ours[0].pk)]
            else:
                text = _("The address belongs to several schools. Choose the one that you wish for first.")
                none = _("The address stands in no district. Choose a school.")
                self.add_error("wish1", text if ours else none)
        found["wishes"] = chosen
        return found

    @property
    def said(self) -> Said:
        """What the family says beside who the child is."""
        found = self.cleaned_data
        return Said(
            area=found["area"], wishes=found["wishes"], number=found.get("number"), rest=found.get("rest", ""),
            evidence=found.get("evidence", []), since=found.get("since"),
        )  # fmt: skip

    @property
    def who(self) -> Person | NewChild:
        """The child."""
        if self.child is not None:
            return self.child
        found = self.cleaned_data
        number = parse_identity_number(found["id_number"]).value
        assert number is not None
        return NewChild(
            found["name"], number.number, str(number.sex.value), number.birth_date, relation=found["relation"]
        )

    @property
    def contact(self) -> Contact | None:
        """How a family without an account is reached."""
        if self.has_account:
            return None
        found = self.cleaned_data
        return Contact(found["guardian_name"], found["phone"], found["secret_code"])


def _initial(application: Application) -> dict[str, Any]:
    return {
        "area": application.area, "number": application.number, "rest": application.rest,
        "evidence": application.evidence_words, "since": application.since,
    }  # fmt: skip


class ReturnForm(forms.Form):
    """Receipt number and code of a family without an account."""

    receipt = forms.CharField(
        label=_("Receipt number"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    secret_code = forms.CharField(
        label=_("Your code"), max_length=30, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
