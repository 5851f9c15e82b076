"""Forms about placements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.placement.models import Pair, PlacedPupil, Placement
from santong.domains.campus.placement.queries import (
    candidates,
    grades_to_place,
    late_candidates,
    pairs_of,
    pupils_of,
)
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.organisations.public import Organisation, PlaceField, Stage, offer_places, school_of
from santong.kit.access import Viewer
from santong.kit.forms import day_field


class PlacementForm(forms.ModelForm):
    """Which grade, who is placed, and what is made equal."""

    class Meta:
        model = Placement
        fields = ["grade", "whom", "weighs_boarders", "weighs_results"]
        field_classes = {"grade": PlaceField}
        help_texts = {
            "weighs_results": _(
                "Results only make the classes equal: the same mean and spread in each. Nobody is sorted by them, "
                "and grade one is placed without results."
            ),
        }

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            offer_places(self, "grade", grades_to_place(viewer))
        else:
            del self.fields["grade"], self.fields["whom"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        grade = found.get("grade") or (self.instance.grade if self.instance.pk else None)
        if grade is None:
            return found
        if found.get("weighs_results") and _is_first(grade):
            self.add_error("weighs_results", _("The first grade is placed without results. Leave this out."))
        if self.instance.pk is None:
            self._begin(grade, found.get("whom", ""))
        return found

    def _begin(self, grade: Organisation, whom: str) -> None:
        school = school_of(grade)
        assert school is not None
        self.instance.school, self.instance.path = school, school.path
        if Placement.objects.belonging_to(grade=grade).exclude(state=Placement.State.IN_FORCE).exists():
            self.add_error("grade", _("There is a placement of this grade already. Finish or remove it first."))
        elif whom and not candidates(grade, school, whom).exists():
            self.add_error("whom", _("There are no such pupils. Put them on the roll first."))


def _is_first(grade: Organisation) -> bool:
    profile = getattr(grade, "grade", None)
    return profile is not None and (profile.level <= 1 or profile.stage == Stage.PRESCHOOL)


class _Choice(forms.ModelChoiceField):
    """Somebody on the list, by code and name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} {obj.pupil.person.name}"


class PairForm(forms.Form):
    """Who stays together, or is kept apart."""

    kind = forms.ChoiceField(label=_("What holds for the two"), choices=Pair.Kind)
    one = _Choice(label=_("One pupil"), queryset=PlacedPupil.objects.none())
    other = _Choice(label=_("Other pupil"), queryset=PlacedPupil.objects.none())
    reason = forms.CharField(
        label=_("Reason"), max_length=100, required=False, help_text=_("For the school alone, such as “twins”.")
    )

    def __init__(self, data: QueryDict | None, row: Placement, viewer: Viewer) -> None:
        super().__init__(data)
        for name in ("one", "other"):
            _offer(self, name, pupils_of(row).order_by("pupil__person__pinyin", "code"))


class _PairChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.one.pupil.person.name}、{obj.other.pupil.person.name} · {obj.get_kind_display()}"


class DropPairForm(forms.Form):
    """Which pair is asked for no longer."""

    pair = _PairChoice(label=_("Pair"), queryset=Pair.objects.none())

    def __init__(self, data: QueryDict | None, row: Placement, viewer: Viewer) -> None:
        super().__init__(data)
        _offer(self, "pair", pairs_of(row))


class WithdrawForm(forms.Form):
    """Why the list is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: QueryDict | None, row: Placement, viewer: Viewer) -> None:
        super().__init__(data)


class InForceForm(forms.Form):
    """From which day on pupils are in their classes."""

    day = day_field(_("In their classes from"))

    def __init__(self, data: QueryDict | None, row: Placement, viewer: Viewer) -> None:
        super().__init__(data)


class _PupilChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.person.name)


class LateForm(forms.Form):
    """Somebody of the school who is in no class yet."""

    pupil = _PupilChoice(label=_("Pupil"), queryset=Pupil.objects.none())

    def __init__(self, data: QueryDict | None, row: Placement, viewer: Viewer) -> None:
        super().__init__(data)
        _offer(self, "pupil", late_candidates(row).order_by("person__pinyin", "pk"))


def _offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
