"""Forms about course choices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.choices.actions import demand_wishes
from santong.domains.campus.choices.combinations import COMBINATIONS, short
from santong.domains.campus.choices.models import KEEP, ChoiceRound, Chooser, Offer
from santong.domains.campus.choices.queries import (
    asked_for,
    grades_of_round,
    offers_of,
    open_to,
    unserved,
    wishes_of,
)
from santong.domains.campus.staff.public import Staff
from santong.domains.platform.organisations.public import AtPlaceForm, Organisation, grades_of, schools_held
from santong.kit.access import Viewer
from santong.kit.forms import DateInput
from santong.kit.refusals import NotPossible


class RoundForm(AtPlaceForm):
    """What is chosen, by which grades, until when."""

    grades = forms.TypedMultipleChoiceField(
        label=_("Grades that choose"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ChoiceRound
        fields = [
            "school",
            "name",
            "kind",
            "each",
            "ranked",
            "trial_until",
            "final_until",
            "shows_sizes",
            "asks_guardian",
        ]
        widgets = {"trial_until": DateInput(), "final_until": DateInput()}
        help_texts = {
            "trial_until": _("Leave it empty where there is no trial. In the trial only sizes are seen."),
            "final_until": _("Wishes can be changed until the end of this day. Who was first counts for nothing."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        schools = [row.school] if row.pk else list(self.places(self.viewer)[:50])
        several = len(schools) > 1
        self.offered_grades = {grade.pk: grade for school in schools for grade in grades_of(school)}
        field = self.fields["grades"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(key, str(grade) if several else grade.name) for key, grade in self.offered_grades.items()]
        if row.pk:
            self.initial["grades"] = [each.pk for each in grades_of_round(row)]
            if not row.is_draft:
                for name in ("kind", "each", "ranked", "grades", "asks_guardian"):
                    del self.fields[name]

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return schools_held(viewer, KEEP)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        grades = [self.offered_grades[key] for key in found.get("grades") or ()]
        if grades:
            found["grades"] = grades
        if self.place is not None and any(not each.path.startswith(self.place.path) for each in grades):
            self.add_error("grades", _("Choose grades of the school above."))
        if found.get("kind") == ChoiceRound.Kind.COMBINATION and found.get("each", 1) != 1:
            self.add_error("each", _("Of the combinations everybody gets one."))
        return found


class OfferForm(forms.ModelForm):
    """A course with its teacher, time and places."""

    class Meta:
        model = Offer
        fields = ["round", "name", "about", "teacher", "time", "periods", "room_kind", "least", "most", "grade"]
        widgets = {"about": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"most": _("Empty for any number."), "grade": _("Empty for all grades that choose.")}

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            rows = ChoiceRound.objects.visible_to(viewer, KEEP).exclude(state__in=ChoiceRound.FIXED).order_by("-pk")
            _offer(self, "round", rows)
            schools = schools_held(viewer, KEEP)
            grades = [each.pk for row in rows for each in grades_of_round(row)]
        else:
            del self.fields["round"]
            schools = Organisation.objects.noted([self.instance.round.school_id])
            grades = [each.pk for each in grades_of_round(self.instance.round)]
        staff = Staff.objects.belonging_to(school__in=schools).filter(status=Staff.Status.ACTIVE)
        _offer(self, "teacher", staff.select_related("person").order_by("person__pinyin", "pk"))
        _offer(self, "grade", Organisation.objects.noted(grades).order_by("path"))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        row = found.get("round") or (self.instance.round if self.instance.pk else None)
        if row is not None:
            teacher, grade = found.get("teacher"), found.get("grade")
            if teacher is not None and teacher.school_id != row.school_id:
                self.add_error("teacher", _("Choose somebody of the school whose choice it is."))
            if grade is not None and not grade.path.startswith(row.path):
                self.add_error("grade", _("Choose a grade that chooses here."))
        return found


class CombinationsForm(forms.Form):
    """Which of the twelve combinations the school offers."""

    offered = forms.MultipleChoiceField(
        label=_("Combinations offered"), widget=forms.CheckboxSelectMultiple,
        choices=[(short(each), f"{short(each)}　{'、'.join(each)}") for each in COMBINATIONS],
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, row: ChoiceRound, viewer: Viewer) -> None:
        super().__init__(data, initial={"offered": [short(each) for each in COMBINATIONS]})


class WishForm(forms.Form):
    """The wishes of a pupil: as many lists to choose from as may be ranked."""

    def __init__(self, data: QueryDict | None, row: Chooser, viewer: Viewer) -> None:
        super().__init__(data)
        self.row = row
        self.offered = {each.pk: each for each in open_to(offers_of(row.round), row.path)}
        before = wishes_of([row]).get(row.pk, [])
        choices = [("", "—"), *((str(each.pk), _label(each)) for each in self.offered.values())]
        for rank in range(1, row.round.ranked + 1):
            own = before[rank - 1].offer_id if rank <= len(before) else ""
            self.fields[f"wish_{rank}"] = forms.ChoiceField(
                label=_t("Wish %(n)s") % {"n": rank}, choices=choices, required=False, initial=str(own),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        names = [f"wish_{rank}" for rank in range(1, self.row.round.ranked + 1)]
        keys = [found.get(name, "") for name in names]
        filled = [name for name, key in zip(names, keys, strict=True) if key]
        if names[: len(filled)] != filled and not self.errors:
            empty = next(name for name, key in zip(names, keys, strict=True) if not key)
            self.add_error(empty, _("This is empty and a later one isn't. Fill it, or move the later wish up."))
        offers = [self.offered[int(key)] for key in keys if key]
        if not self.errors:
            try:
                demand_wishes(self.row, offers)
            except NotPossible as refused:
                self.add_error(refused.field or None, str(refused))
        return {"offers": offers}


def _label(offer: Offer) -> str:
    parts = [offer.name, offer.time, str(offer.teacher.person.name) if offer.teacher else ""]
    return " · ".join(part for part in parts if part)


class ReasonForm(forms.Form):
    """Why a fixed list is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: QueryDict | None, row: ChoiceRound, viewer: Viewer) -> None:
        super().__init__(data)


class CloseOfferForm(forms.Form):
    """Which offer with too few is closed, and what its pupils are told."""

    offer = forms.ModelChoiceField(label=_("Offer with too few pupils"), queryset=Offer.objects.none())
    reason = forms.CharField(label=_("Reason"), max_length=100, help_text=_("Those who wished for it read this."))

    def __init__(self, data: QueryDict | None, row: ChoiceRound, viewer: Viewer) -> None:
        super().__init__(data)
        small = [each.offer.pk for each in asked_for(row) if each.is_too_small]
        _offer(self, "offer", Offer.objects.noted(small).order_by("pk"))


class _ChooserChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.pupil.person.name} · {obj.pupil.school_class}"


class _LeftChoice(forms.ModelChoiceField):
    left: dict[int, int | None]

    def label_from_instance(self, obj: Any) -> str:
        left = self.left.get(obj.pk)
        return str(obj) if left is None else _t("%(offer)s (%(n)s left)") % {"offer": obj, "n": left}


class GivePlaceForm(forms.Form):
    """Who lacks a place, and where one is left."""

    chooser = _ChooserChoice(label=_("Pupil"), queryset=Chooser.objects.none())
    offer = _LeftChoice(label=_("Offer with places left"), queryset=Offer.objects.none())
    reason = forms.CharField(label=_("Reason"), max_length=100, required=False)

    def __init__(self, data: QueryDict | None, row: ChoiceRound, viewer: Viewer) -> None:
        super().__init__(data)
        keys = [each.chooser.pk for each in unserved(row)]
        rows = Chooser.objects.noted(keys).select_related("pupil__person", "pupil__school_class")
        _offer(self, "chooser", rows.order_by("path", "pupil__person__pinyin"))
        free = {each.offer.pk: each.left for each in asked_for(row) if not each.offer.closed and each.left != 0}
        field = self.fields["offer"]
        assert isinstance(field, _LeftChoice)
        field.left = free
        _offer(self, "offer", Offer.objects.noted(list(free)).order_by("pk"))


class AnnounceForm(forms.Form):
    """Whether offers with too few are held all the same."""

    keeps_small = forms.BooleanField(label=_("Offers with too few pupils are held all the same"), required=False)

    def __init__(self, data: QueryDict | None, row: ChoiceRound, viewer: Viewer) -> None:
        super().__init__(data)
        if not any(each.is_too_small for each in asked_for(row)):
            del self.fields["keeps_small"]


def _offer(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
