"""Forms: a message, a group of colleagues, a report, what a school has decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.access.public import colleagues_at
from santong.domains.platform.conversations.models import LONGEST, SETTLE, Conversation, Message, Rules
from santong.domains.platform.conversations.queries import homes_of
from santong.domains.platform.files.public import FilesField
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import AtPlaceForm, Organisation, offer_places, schools_held
from santong.kit.access import NOBODY, Viewer, current_viewer

MOST_FILES = 9


class MessageForm(forms.Form):
    """What somebody says: words, files, what it answers, whether it presses or asks to acknowledge."""

    text = forms.CharField(
        label=_("Message"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "class": "talk-words", "data-key": "r"}),
    )  # fmt: skip
    files = FilesField(label=_("Files"), required=False, most=MOST_FILES)  # type: ignore[assignment]
    reply_to = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    is_urgent = forms.BooleanField(
        label=_("Urgent message"), required=False, help_text=_("Colleagues are told at once, whatever the hour.")
    )
    wants_answer = forms.BooleanField(
        label=_("Ask to acknowledge"), required=False, help_text=_("Everybody answers in one tap.")
    )

    def __init__(self, data: Any = None, *, viewer: Viewer | None = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="message_%s", **kwargs)
        # What arrives from a device is checked in the name of whoever sent it.
        self.fields["files"].viewer = viewer or current_viewer.get() or NOBODY  # type: ignore[attr-defined]

    @staticmethod
    def given(viewer: Viewer, data: dict[str, Any]) -> dict[str, Any]:
        """What was filled in, as `actions.send` takes it; 404 for an answer to what the viewer doesn't read."""
        key = data.get("reply_to")
        return {**data, "reply_to": viewer.get(Message, key) if key else None}


class PeopleField(forms.ModelMultipleChoiceField):
    """Colleagues to tick."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class GroupForm(forms.Form):
    """A group of colleagues: where they work, how it is called, who is in it."""

    place = forms.ModelChoiceField(queryset=Organisation.objects.none(), label=_("Where they work"), empty_label=None)
    title = forms.CharField(label=_("Name of the group"), max_length=60)
    people = PeopleField(queryset=Person.objects.none(), label=_("Colleagues"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        super().__init__(data)
        homes = homes_of(viewer)
        rows = Organisation.objects.open_to_everyone().filter(pk__in=[each.pk for each in homes])
        offer_places(self, "place", rows.order_by("path"))
        colleagues = colleagues_at([each.path for each in homes]).filter(is_active=True).exclude(pk=viewer.person_id)
        self.fields["people"].queryset = colleagues.order_by("pinyin", "pk")  # type: ignore[attr-defined]
        if len(homes) == 1:
            self.fields["place"].widget = forms.HiddenInput()


class InviteForm(forms.Form):
    """More colleagues for a group."""

    people = PeopleField(queryset=Person.objects.none(), label=_("Colleagues"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, conversation: Conversation, there: list[int]) -> None:
        super().__init__(data)
        rows = colleagues_at([conversation.path]).filter(is_active=True).exclude(pk__in=there)
        self.fields["people"].queryset = rows.order_by("pinyin", "pk")  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    """Why a moderator should look at a message."""

    reason = forms.CharField(
        label=_("What is wrong with it?"), max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )


class RulesForm(AtPlaceForm):
    """What a school has decided."""

    class Meta:
        model = Rules
        fields = [
            "school", "tells_from", "tells_until", "pupils_with_teachers", "pupils_together", "parents_together",
            "withdrawn_within", "kept_years",
        ]  # fmt: skip
        help_texts = {
            "tells_from": _(
                "On days with school. What is written at other times is there at once, and told the next morning."
            ),
            "pupils_with_teachers": _(
                "Class teacher and guardians see that such a conversation is there. It can be reported."
            ),
            "pupils_together": _("Moderators read what is reported."),
        }
        widgets = {
            "tells_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "tells_until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def places(self, viewer: Viewer) -> Any:
        """Schools that haven't decided yet: the others change what they have decided."""
        return schools_held(viewer, SETTLE).exclude(pk__in=Rules.objects.numbers_only().values("school"))
