"""Forms about credits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.credits.kinds import half_year_of, last_day_of
from santong.domains.platform.credits.models import (
    LONGEST_NAME,
    MOST_CREDITS,
    WRITE,
    Category,
    Correction,
    Course,
    Scheme,
    Standing,
    today,
)
from santong.domains.platform.credits.rules import condition_fault
from santong.domains.platform.moderation.public import refuse_forbidden
from santong.domains.platform.organisations.public import AtPlaceForm, Organisation, PlaceField, offices_held
from santong.kit.access import Viewer
from santong.kit.forms import DateInput

TERMS_BACK = 10
PEOPLE = "people"


def _credits(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=MOST_CREDITS, decimal_places=1, **more)


class SchemeForm(AtPlaceForm):
    """The draft of a scheme."""

    placed_by = "place"

    class Meta:
        model = Scheme
        fields = [
            "place", "name", "kind", "unit", "total", "years", "repeats", "hours_per_credit", "earned", "authority",
            "source",
        ]  # fmt: skip
        field_classes = {"place": PlaceField}
        widgets = {"earned": forms.Textarea(attrs={"rows": 2, "spellcheck": "false"})}
        help_texts = {
            "earned": _("Such as 通过 或 成绩 >= 60. The names are 成绩, 出勤率, 学时, 学分 and 通过."),
            "kind": _("There are no credits for the compulsory stages: they would only sort pupils."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "place" in self.fields:
            self.fields["place"].required = True
        if self.instance.pk and self.instance.is_published:
            del self.fields["kind"]

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return offices_held(viewer, WRITE)

    def clean_earned(self) -> str:
        """A condition that can be read."""
        text = str(self.cleaned_data["earned"])
        if fault := condition_fault(text):
            raise forms.ValidationError(fault)
        return text

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if self.place is not None:
            refuse_forbidden(self, {"name", "authority", "source"}, self.place.path)
        return found


class _CategoryChoice(forms.ModelChoiceField):
    """A category, named with its scheme: several have one called alike."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.scheme} · {obj.name}"


class CourseForm(forms.ModelForm):
    """A course of a scheme."""

    class Meta:
        model = Course
        fields = [
            "category", "code", "name", "credits", "required", "adds_up", "part", "semester", "subject", "own",
        ]  # fmt: skip
        field_classes = {"category": _CategoryChoice}

    def __init__(self, *args: Any, viewer: Viewer, chosen: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        assert isinstance(field, forms.ModelChoiceField)
        if self.instance.pk:
            rows = Category.objects.belonging_to(scheme=self.instance.scheme)
        else:
            rows = Category.objects.visible_to(viewer, WRITE).filter(scheme__removed_at=None).exclude(scheme__path="")
            rows = rows.filter(scheme=chosen) if chosen else rows
            field.help_text = gettext("Categories are added on the page of the scheme.")
        field.queryset = rows.select_related("scheme").order_by("scheme", "pk")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        category = found.get("category")
        if category is not None:
            self.instance.scheme = category.scheme
            self.instance.path = category.scheme.path
            refuse_forbidden(self, {"name"}, category.scheme.path)
            rows = Course.objects.belonging_to(scheme=category.scheme).filter(code=found.get("code"))
            if rows.exclude(pk=self.instance.pk).exists():
                self.add_error("code", gettext("The scheme has a course with this code already."))
        return found


class CategoryForm(forms.Form):
    """What is needed in a category."""

    name = forms.CharField(label=_("category"), max_length=30)
    floor = _credits(_("needed in it"))
    cap = _credits(_("at most counted"), required=False, help_text=_("Empty: all of it counts."))

    def __init__(self, data: QueryDict | None, row: Scheme, viewer: Viewer) -> None:
        super().__init__(data)
        self.fields["name"].help_text = gettext("The name of one that is there changes that one.")


class ReplacementForm(forms.Form):
    """Which course counts for which."""

    by = forms.ModelChoiceField(Course.objects.none(), label=_("course that counts"))
    of = forms.ModelChoiceField(Course.objects.none(), label=_("stands for"))
    most = _credits(_("at most"), help_text=_("0 takes the replacement back."))
    authority = forms.CharField(label=_("authority"), max_length=160)

    def __init__(self, data: QueryDict | None, row: Scheme, viewer: Viewer) -> None:
        super().__init__(data)
        for name in ("by", "of"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Course.objects.belonging_to(scheme=row).order_by("pk")


class PublishForm(forms.Form):
    """From when a version holds."""

    from_day = forms.DateField(
        label=_("for those who began from"), widget=DateInput(),
        help_text=_("Who began earlier keeps the version before. The first version holds for everybody."),
    )  # fmt: skip
    note = forms.CharField(label=_("what was changed"), max_length=200, required=False)

    def __init__(self, data: QueryDict | None, row: Scheme, viewer: Viewer) -> None:
        year, _half = half_year_of(today())
        super().__init__(data, initial={"from_day": date(year, 9, 1)})


class CopyForm(forms.Form):
    """For whom a copy is made."""

    place = PlaceField(Organisation.objects.none(), label=_("kept by"))
    name = forms.CharField(label=_("name of the scheme"), max_length=LONGEST_NAME)

    def __init__(self, data: QueryDict | None, row: Scheme, viewer: Viewer) -> None:
        places = offices_held(viewer, WRITE)
        only = list(places[:2])
        super().__init__(data, initial={"name": row.name, "place": only[0].pk if len(only) == 1 else None})
        field = self.fields["place"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = places


class ReasonForm(forms.Form):
    """Why an entry is cancelled."""

    reason = forms.CharField(label=_("reason"), max_length=160)

    def __init__(self, data: QueryDict | None, row: Any, viewer: Viewer) -> None:
        super().__init__(data)


class AskForm(forms.Form):
    """What is wrong with somebody's credits."""

    course = forms.CharField(label=_("course"), max_length=LONGEST_NAME, required=False)
    text = forms.CharField(label=_("what is wrong"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: QueryDict | None, row: Standing, viewer: Viewer) -> None:
        super().__init__(data)
        self.path = row.path

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        refuse_forbidden(self, {"course", "text"}, self.path)
        return found


class AnswerForm(forms.Form):
    """The answer to a correction that was asked for."""

    state = forms.ChoiceField(
        label=_("answer"), choices=[each for each in Correction.State.choices if each[0] != Correction.State.ASKED],
        widget=forms.RadioSelect,
    )  # fmt: skip
    answer = forms.CharField(label=_("reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: QueryDict | None, row: Correction, viewer: Viewer) -> None:
        super().__init__(data)


def recent_terms() -> list[tuple[str, str]]:
    """The terms that can be chosen, the newest first, by their last day."""
    year, half = half_year_of(today())
    found = []
    for _each in range(TERMS_BACK):
        found.append((last_day_of(year, half).isoformat(), term_name(year, half)))
        year, half = (year, 1) if half == 2 else (year - 1, 2)
    return found


def term_name(year: int, half: int) -> str:
    """What a term is called."""
    words = (
        gettext("School year %(from)s–%(to)s, first term")
        if half == 1
        else gettext("School year %(from)s–%(to)s, second term")
    )
    return words % {"from": year, "to": year + 1}


class AwardForm(forms.Form):
    """A course for many people of a class or school, entered in one act."""

    course = forms.ChoiceField(label=_("course"))
    term = forms.ChoiceField(label=_("term"))
    credits = _credits(_("credits"), required=False, help_text=_("Empty: as many as the course gives."))
    hours = _credits(_("hours of study"), required=False)
    evidence = forms.CharField(
        label=_("evidence"),
        max_length=160,
        required=False,
        help_text=_("Such as: minutes of the teaching group, 5 July"),
    )
    people = forms.TypedMultipleChoiceField(
        label=_("Who has passed"), coerce=int, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(
        self, data: QueryDict | None, *, standings: Sequence[Standing], courses: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data, initial={PEOPLE: [each.pk for each in standings]})
        self.standings = {each.pk: each for each in standings}
        self.fields["course"].choices = courses  # type: ignore[attr-defined]
        self.fields["term"].choices = recent_terms()  # type: ignore[attr-defined]
        self.fields[PEOPLE].choices = [  # type: ignore[attr-defined]
            (each.pk, each.person.name) for each in standings
        ]

    @property
    def chosen(self) -> list[Standing]:
        """Those who are ticked."""
        return [self.standings[key] for key in self.cleaned_data[PEOPLE]]

    @property
    def taken_on(self) -> date:
        """The last day of the term, or today while it is on."""
        return min(date.fromisoformat(self.cleaned_data["term"]), today())
