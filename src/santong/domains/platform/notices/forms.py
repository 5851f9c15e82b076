"""Forms: writing a notice, choosing whom it is for, when it goes out, why it is withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.files.public import FilesField
from santong.domains.platform.moderation.public import refuse_forbidden
from santong.domains.platform.notices.choosing import demand_both, place_field, prepare, sending_places
from santong.domains.platform.notices.models import Attachment, Notice
from santong.kit.access import Viewer
from santong.kit.forms import DateInput

MOST_FILES = 9
TEXTS = ("title", "text")


class NoticeForm(forms.ModelForm):
    """Title, text, files, what is asked; for a new one also whom it is for at first."""

    attachments = FilesField(label=_("Attachments"), required=False, most=MOST_FILES)
    sender = place_field(_("Sent by"), help_text=_("In the name of which place it goes out."))
    place = place_field(
        _("For whom: place"),
        required=False,
        help_text=_("Everybody there and below: a school, a grade, a class, a group."),
    )
    who = forms.MultipleChoiceField(label=_("For whom: roles"), required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Notice
        fields = ["title", "text", "is_important", "wants_receipt", "deadline", "remind", "for_newcomers", "on_screens"]
        widgets = {"text": forms.Textarea(attrs={"rows": 10}), "deadline": DateInput()}
        help_texts = {
            "title": _("It also goes to e-mail and messengers of those who want that: name no child in it."),
            "is_important": _("Goes out in people's quiet times, too. For emergencies."),
            "text": _("Lines that begin with a number or a dash become lists; addresses become links."),
            "on_screens": _(
                "Screens of the classes and the school that it is for, read by everybody who passes: name no child."
            ),
            "wants_receipt": _("Readers tap once to say that they know. When they did isn't kept."),
            "deadline": _("The last day for that. Only afterwards you see who is missing."),
            "remind": _("On the next school day after it, in working hours."),
        }

    field_order = ("title", "text", "attachments", "sender", "place", "who")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attachments"].viewer = viewer  # type: ignore[attr-defined]
        first = sending_places(viewer).select_related("parent").order_by("path").first()
        if self.instance.pk:
            del self.fields["place"], self.fields["who"]
            self.initial["sender"] = self.instance.organisation
            rows = Attachment.objects.belonging_to(notice=self.instance).order_by("position", "pk")
            self.initial["attachments"] = list(rows.values_list("file_id", flat=True))
        else:
            self.initial.update({"sender": first, "place": first})
        prepare(self, viewer)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "who" in self.fields:
            demand_both(self, data)
        if data.get("wants_receipt") and not data.get("deadline") and "deadline" not in self.errors:
            self.add_error("deadline", _("Say until when you ask for it."))
        if data.get("deadline") and "deadline" in self.changed_data and data["deadline"] < timezone.localdate():
            self.add_error("deadline", _("This day has passed. Choose today or a later day."))
        if data.get("sender"):
            refuse_forbidden(self, TEXTS, data["sender"].path)
        return data

    def save(self, commit: bool = True) -> Any:
        """The notice with its place; the action writes it."""
        self.instance.organisation = self.cleaned_data["sender"]
        return super().save(commit=False)


class SendForm(forms.Form):
    """Asks once more where an audience is wider than usual (`unusual` says how); nothing otherwise."""

    is_meant = forms.BooleanField(
        label=_("Yes, it is for all of them"),
        error_messages={"required": _("Tick this, or choose fewer people first.")},
    )

    def __init__(self, *args: Any, unusual: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_meant"].help_text = unusual
        if not unusual:
            del self.fields["is_meant"]

    def clean(self) -> dict[str, Any]:
        """Nothing that the step would take."""
        self.cleaned_data = {}
        return self.cleaned_data


class ScheduleForm(SendForm):
    """When it goes out."""

    field_order = ("day", "time", "is_meant")

    day = forms.DateField(label=_("Day"), widget=DateInput())
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}), initial="08:00")

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("day") and data.get("time"):
            moment = timezone.make_aware(datetime.combine(data["day"], data["time"]))
            if moment <= timezone.now():
                self.add_error("day", _("This moment has passed. Choose a later one, or send it now."))
            self.cleaned_data = {"send_at": moment}
        return self.cleaned_data


class WithdrawForm(forms.Form):
    """Why it is withdrawn."""

    reason = forms.CharField(
        label=_("Reason for withdrawing"), max_length=200, help_text=_("Everybody who got it reads this.")
    )
