"""Forms about warnings and thresholds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.warnings.filters import kinds
from santong.domains.campus.warnings.models import LEAST_WORDS, RULES, EarlyWarning, WarningRule
from santong.domains.campus.warnings.sources import WarningSource
from santong.domains.platform.moderation.public import refuse_forbidden
from santong.domains.platform.organisations.public import AtPlaceForm, Organisation, PlaceField, offices_held
from santong.kit.access import Viewer
from santong.kit.registry import registry


class NoteForm(forms.Form):
    """What was done. It is sealed, and only those read it who see the warning."""

    note = forms.CharField(
        label=_("What was done"), max_length=300, validators=[MinLengthValidator(LEAST_WORDS)],
        widget=forms.Textarea(attrs={"rows": 3, "data-sealed": True}),
        help_text=_("Kept encrypted. Only those of the school read it who see the warning."),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, row: EarlyWarning, viewer: Viewer) -> None:
        super().__init__(data)


class CloseForm(NoteForm):
    """The same when it is closed."""

    is_false_alarm = forms.BooleanField(
        label=_("It was a false alarm"), required=False,
        help_text=_("False alarms are counted, so that the threshold can be set better."),
    )  # fmt: skip


class WarningRuleForm(AtPlaceForm):
    """A threshold of a bureau or school."""

    placed_by = "place"
    kind = forms.ChoiceField(label=_("kind of warning"), choices=kinds)

    class Meta:
        model = WarningRule
        fields = ["place", "kind", "number", "days", "is_on", "reason"]
        field_classes = {"place": PlaceField}
        help_texts = {"reason": _("Whoever is warned reads why, and from which rule or agreement it follows.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = "；".join(
            f"{each.label}：{each.threshold}（{each.number} / {each.days}）" for each in registry.of(WarningSource)
        )
        self.fields["kind"].help_text = words

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return offices_held(viewer, RULES)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if self.place is not None:
            refuse_forbidden(self, ("reason",), self.place.path)
        return found
