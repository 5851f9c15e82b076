"""Forms of moderation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.moderation.actions import demand_good
from santong.domains.platform.moderation.models import WORDS, Word
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.imports.targets import ContextForm
from santong.kit.refusals import NotPossible

Kind = Organisation.Kind


class HolderField(forms.ModelChoiceField):
    """A bureau that keeps a list."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


def holder_field(viewer: Viewer) -> HolderField:
    """The bureaus whose lists the viewer keeps, the widest first."""
    rows = Organisation.objects.visible_to(viewer, WORDS)
    rows = rows.filter(kind__in=(Kind.CITY_BUREAU, Kind.COUNTY_BUREAU), valid_until=None)
    field = HolderField(
        queryset=rows.order_by("path"),
        label=_("Holds for"),
        help_text=_("The word holds there and everywhere below."),
        empty_label=None,
    )
    field.initial = next(iter(rows.order_by("path").values_list("pk", flat=True)[:1]), None)
    return field


class WordForm(forms.ModelForm):
    """A word of a list."""

    class Meta:
        model = Word
        fields = ["text", "effect", "category", "level", "note"]
        help_texts = {
            "text": _(
                "Found however it is written: full width, with blanks or signs between, traditional or simplified."
            ),
            "effect": _(
                "A harmless phrase lets words within it pass, such as the word for a drug in the name of a war."
            ),
            "level": _("The lowest level at which moderators may release it."),
        }

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.fields["organisation"] = holder_field(viewer)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        organisation = data.get("organisation") or (self.instance.organisation if self.instance.pk else None)
        if organisation and data.get("text"):
            try:
                demand_good(organisation, data["text"], self.instance.pk)
            except NotPossible as problem:
                self.add_error("text", str(problem))
        return data


class ListForm(ContextForm):
    """Into whose list a sheet of words goes."""

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        self.fields["organisation"] = holder_field(viewer)


class DecisionForm(forms.Form):
    """Why something is rejected, or a remark on its release."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-key": "d"}),
        help_text=_("Its author reads this. Needed when you reject."),
    )
