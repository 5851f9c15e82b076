"""Forms about roll calls and leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.attendance.models import RULES, SAID, AttendanceRules, PupilLeave, State
from santong.domains.campus.attendance.queries import pupils_for_leave
from santong.domains.campus.attendance.words import LAST, MORNING
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.files.public import FilesField
from santong.domains.platform.identity.public import called
from santong.domains.platform.moderation.public import refuse_forbidden
from santong.domains.platform.organisations.public import AtPlaceForm, Organisation, PlaceField, schools_held
from santong.kit.access import Viewer
from santong.kit.forms import DateInput
from santong.kit.http import Request
from santong.kit.picking import SUGGESTED, Pick, PickerField, only_one, typed_in
from santong.lib.whole_numbers import whole_number

LONGEST_REASON = 300
MOST_NOTES = 3
MOST_LISTED = 80
"""Pupils in a drop-down list: a large class. Of more one is chosen by typing."""
STATES = frozenset({*SAID, State.ON_LEAVE})
HALVES = PupilLeave.HALVES


class SaidField(forms.Field):
    """What was said of pupils: "12:absent" for each, as a mapping of keys to states."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> Mapping[int, str]:
        """Raises ValidationError for what no page sends."""
        found: dict[int, str] = {}
        for text in value or ():
            key, _colon, state = str(text).partition(":")
            pupil = whole_number(key)
            if pupil is None or state not in STATES:
                raise ValidationError(_("The states of the roll call couldn't be read. Open the page again."))
            found[pupil] = state
        return found


class RollForm(forms.Form):
    """A roll call, as its page and the outbox send it."""

    school_class = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    day = forms.DateField(widget=forms.HiddenInput)
    session = forms.IntegerField(widget=forms.HiddenInput, min_value=MORNING, max_value=LAST)
    said = SaidField(required=False)


class CorrectionForm(forms.Form):
    """What was so instead, with a remark if one likes."""

    state = forms.ChoiceField(label=_("What was so"), choices=[(each.value, each.label) for each in SAID])
    note = forms.CharField(label=_("remark"), max_length=60, required=False)


class _PupilChoice(forms.ModelChoiceField):
    """Pupils with their class."""

    def label_from_instance(self, obj: Pupil) -> str:  # type: ignore[override]
        return f"{obj.person.name} · {obj.school_class.name}" if obj.school_class else obj.person.name


class PupilPickerField(PickerField):
    """One of very many pupils, by name."""

    suggestions = "attendance:pupils"

    def __init__(self, rows: QuerySet[Pupil], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rows = rows

    def by_key(self, key: int) -> Pupil | None:
        return self.rows.filter(pk=key).first()

    def by_text(self, text: str) -> Pupil:
        found: Pupil = only_one(
            self.rows.filter(person__name=text),
            none=_("Nobody is called so. Choose one of the suggestions."),
            several=_("Several pupils are called so. Choose one of the suggestions."),
        )
        return found

    def text_of(self, row: Pupil) -> str:
        return row.person.name


def picks_of_pupils(request: Request) -> list[Pick]:
    """Those for whom the viewer may ask for leave that the typed text may mean, with their class."""
    typed = typed_in(request)
    rows = pupils_for_leave(request.viewer)
    found = rows.filter(called(typed, "person__"))[:SUGGESTED] if typed else rows.none()
    return [Pick(row.pk, row.person.name, row.school_class.name if row.school_class else "") for row in found]


class LeaveForm(forms.ModelForm):
    """Leave of a child: the only one is chosen already, and today is proposed."""

    pupil = _PupilChoice(label=_("Pupil"), queryset=Pupil.objects.none())
    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=_("A few words will do. Only the family and those who decide can read them."),
    )  # fmt: skip
    files = FilesField(label=_("Doctor's note"), required=False, most=MOST_NOTES)  # type: ignore[assignment]

    field_order = ("pupil", "kind", "since", "since_half", "until", "until_half", "reason", "files")

    class Meta:
        model = PupilLeave
        fields = ["pupil", "kind", "since", "since_half", "until", "until_half"]
        widgets = {"since": DateInput(), "until": DateInput()}

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = pupils_for_leave(viewer)
        found = list(rows[: MOST_LISTED + 1])
        if len(found) > MOST_LISTED:
            self.fields["pupil"] = PupilPickerField(rows, label=_("Pupil"))
            self.initial["pupil"] = rows.filter(pk=self.initial.get("pupil") or 0).first()
        else:
            field = self.fields["pupil"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
            if len(found) == 1:
                self.initial.setdefault("pupil", found[0].pk)
        self.fields["files"].viewer = viewer  # type: ignore[attr-defined]
        for name in ("since", "until"):
            self.initial.setdefault(name, timezone.localdate())

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if pupil := found.get("pupil"):
            refuse_forbidden(self, ("reason",), pupil.path)
        return found

    def _post_clean(self) -> None:
        """The action checks the days, with words that belong to fields."""
        self.instance.pupil_id = getattr(self.cleaned_data.get("pupil"), "pk", None)


class RefusalForm(forms.Form):
    """Why leave isn't granted."""

    reason = forms.CharField(
        label=_("Answer to the family"), max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, row: PupilLeave, viewer: Viewer) -> None:
        super().__init__(data)


class BackForm(forms.Form):
    """Since when a pupil is back."""

    back = forms.DateField(label=_("Back since"), widget=DateInput())
    back_half = forms.ChoiceField(label=_("Half of the day"), choices=HALVES)

    def __init__(self, data: QueryDict | None, row: PupilLeave, viewer: Viewer) -> None:
        super().__init__(data, initial={"back": min(timezone.localdate(), row.until), "back_half": "am"})


class RulesForm(AtPlaceForm):
    """What a school has settled about leave."""

    class Meta:
        model = AttendanceRules
        fields: Sequence[str] = ["school", "long_after"]
        field_classes = {"school": PlaceField}

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return schools_held(viewer, RULES)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        known = AttendanceRules.objects.numbers_only()
        if self.instance.pk is None and self.place is not None and known.filter(school=self.place).exists():
            self.add_error("school", _("This school has rules of leave already. Change those."))
        return found
