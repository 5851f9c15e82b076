"""Making a token."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.public import Organisation, PlaceField
from santong.domains.platform.tokens.actions import CHANGE
from santong.domains.platform.tokens.scopes import Scope, permissions_of
from santong.kit.access import Viewer
from santong.kit.forms import DateInput

COLLECTIVES = ("grade", "class")
DAYS, LONGEST = 365, 730


def _in_a_year() -> date:
    return timezone.localdate() + timedelta(days=DAYS)


class TokenForm(forms.Form):
    """For which organisation, what for, what it may do, and until when."""

    organisation = PlaceField(
        label=_("organisation"),
        queryset=Organisation.objects.none(),
        help_text=_("The token reaches this organisation and everything below it."),
    )
    name = forms.CharField(label=_("name of the token"), max_length=80, help_text=_("Which system uses it."))
    purpose = forms.CharField(
        label=_("purpose"), max_length=200, help_text=_("What the data is for, in a sentence that parents understand.")
    )
    scopes = forms.MultipleChoiceField(label=_("Scopes"), widget=forms.CheckboxSelectMultiple)
    last_day = forms.DateField(
        label=_("Valid until"),
        initial=_in_a_year,
        help_text=_("Two years at most."),
        widget=DateInput(),
    )
    requests_per_minute = forms.IntegerField(label=_("Requests per minute"), min_value=1, max_value=60_000, initial=600)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        allowed = Organisation.objects.visible_to(viewer, CHANGE)
        field.queryset = allowed.exclude(kind__in=COLLECTIVES).select_related("parent").order_by("path")
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]
            choice for choice in Scope.choices if all(map(viewer.can, permissions_of([choice[0]])))
        ]

    def clean_last_day(self) -> datetime:
        """The moment at which the token expires: the end of its last day."""
        day: date = self.cleaned_data["last_day"]
        today = timezone.localdate()
        if not today <= day <= today + timedelta(days=LONGEST):
            raise forms.ValidationError(_("Choose a day between today and two years from now."))
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        place, scopes = data.get("organisation"), data.get("scopes", [])
        beyond = [s for s in scopes if place and not self._may(s, place.path)]
        if beyond:
            words = "、".join(str(Scope(scope).label) for scope in beyond)
            text = _("You can't give what you may not do there yourself: %(scopes)s.")
            self.add_error("scopes", forms.ValidationError(text, params={"scopes": words}))
        return data

    def _may(self, scope: str, path: str) -> bool:
        return all(self.viewer.can(permission, path) for permission in permissions_of([scope]))
