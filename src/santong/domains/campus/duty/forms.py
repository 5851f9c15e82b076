"""Forms about week plans and duties."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.duty.models import KEEP, Member, PlanItem, Roster, Shift
from santong.domains.campus.duty.queries import ALL_DAYS, DAYS_OFF, WORKING_DAYS, members_of, swappable
from santong.domains.platform.access.public import colleagues_at
from santong.domains.platform.identity.public import PersonField
from santong.domains.platform.organisations.public import AtPlaceForm, Organisation, PlaceField, offices_held
from santong.kit.access import Viewer
from santong.kit.forms import DateInput, TimeInput, day_field

WHICH = (
    (ALL_DAYS, _("Every day")),
    (WORKING_DAYS, _("Working days")),
    (DAYS_OFF, _("Weekends and holidays")),
)
PHONE = r"^[0-9+\- ]{3,20}$"


class _OfficeForm(AtPlaceForm):
    """A row of a bureau or school."""

    placed_by = "organisation"

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return offices_held(viewer, KEEP)


class PlanItemForm(_OfficeForm):
    """A line of the week plan."""

    class Meta:
        model = PlanItem
        fields = ["organisation", "day", "begins", "ends", "what", "where", "people", "on_screens"]
        field_classes = {"organisation": PlaceField}
        widgets = {"day": DateInput(), "begins": TimeInput(), "ends": TimeInput()}
        help_texts = {
            "begins": _("Empty: the whole day."),
            "on_screens": _("Everybody who passes reads it there, without who takes part."),
        }

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        begins, ends = found.get("begins"), found.get("ends")
        if ends and (begins is None or ends <= begins):
            self.add_error("ends", _("It ends before it begins. Correct the times."))
        return found


class RosterForm(_OfficeForm):
    """A duty."""

    phone = forms.RegexField(
        PHONE, label=_("Duty telephone"), required=False,
        error_messages={"invalid": _("Write a telephone number: digits, blanks, + and -.")},
    )  # fmt: skip

    class Meta:
        model = Roster
        fields = ["organisation", "name", "kind", "post", "phone"]
        field_classes = {"organisation": PlaceField}

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        place = found.get("organisation") or (self.instance.organisation if self.instance.pk else None)
        if place is not None and found.get("name"):
            rows = Roster.objects.belonging_to(organisation=place).filter(name=found["name"])
            if rows.exclude(pk=self.instance.pk).exists():
                self.add_error("name", _("There is a roster of this name already."))
        return found


class _ColleagueForm(forms.Form):
    """Somebody of the place."""

    person = PersonField(label=_("Person"))

    def __init__(self, data: QueryDict | None, row: Roster | Shift, viewer: Viewer) -> None:
        super().__init__(data)
        field, roster = self.fields["person"], row.roster if isinstance(row, Shift) else row
        assert isinstance(field, PersonField)
        field.near = colleagues_at([row.path])
        field.suggest_at("duty:colleagues", roster.pk)


class MemberForm(_ColleagueForm):
    """Who takes turns, and how they are reached on duty."""

    phone = forms.RegexField(
        PHONE, label=_("Reached on duty by"), required=False,
        help_text=_("Empty: the duty telephone. Seen by those in charge."),
        error_messages={"invalid": _("Write a telephone number: digits, blanks, + and -.")},
    )  # fmt: skip


class HandOverForm(_ColleagueForm):
    """Who is on duty instead."""


class LeaveOutForm(forms.Form):
    """One of the members."""

    member = forms.ModelChoiceField(label=_("Person"), queryset=Member.objects.none())

    def __init__(self, data: QueryDict | None, row: Roster, viewer: Viewer) -> None:
        super().__init__(data)
        field = self.fields["member"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Member.objects.belonging_to(roster=row).select_related("person")
        field.label_from_instance = lambda member: member.person.name  # type: ignore[assignment,method-assign]


class PlanForm(forms.Form):
    """From when until when, on which days, and how many are on duty together."""

    first = day_field(_("First day"))
    last = forms.DateField(label=_("Last day"), widget=DateInput())
    which = forms.ChoiceField(
        label=_("Which days"), choices=WHICH, help_text=_("Holidays and make-up days are those of the school calendar.")
    )
    together = forms.IntegerField(label=_("People together"), min_value=1, max_value=9, initial=1)

    def __init__(self, data: QueryDict | None, row: Roster, viewer: Viewer) -> None:
        super().__init__(data)
        self.initial = {"last": timezone.localdate() + timedelta(days=30)}
        names = "、".join(each.person.name for each in members_of(row))
        self.fields["together"].help_text = _("In turn: %(names)s") % {"names": names}


class SwapForm(forms.Form):
    """For which shift, and why."""

    other = forms.ModelChoiceField(label=_("Swap with"), queryset=Shift.objects.none())
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: QueryDict | None, row: Shift, viewer: Viewer) -> None:
        super().__init__(data)
        field = self.fields["other"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = swappable(row)
        field.label_from_instance = lambda shift: f"{shift.when} · {shift.person.name}"  # type: ignore[assignment,method-assign]


class NoteForm(forms.Form):
    """What happened, and when."""

    at = forms.TimeField(label=_("At"), widget=TimeInput())
    text = forms.CharField(label=_("What happened on duty"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: QueryDict | None, row: Shift, viewer: Viewer) -> None:
        super().__init__(data)
        self.initial = {"at": timezone.localtime().time()}
