"""Forms about providers and their credentials."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.public import Organisation, PlaceField
from santong.domains.platform.records.models import Provider, Scope
from santong.domains.platform.records.queries.own import Wanted
from santong.domains.platform.records.vocabulary import VERBS
from santong.kit.access import Viewer
from santong.kit.forms import DateInput

COLLECTIVES = ("grade", "class")
IN_OUR_TIME = (MinValueValidator(date(1970, 1, 1)), MaxValueValidator(date(2999, 12, 31)))
"""Days beside which there is always another one: reckoning with them never leaves the calendar."""


class ProviderForm(forms.ModelForm):
    """A provider; its organisation is chosen once, among those where the viewer may."""

    class Meta:
        model = Provider
        fields = ["organisation", "name", "purpose", "contact", "accounts_only", "keep_months"]
        field_classes = {"organisation": PlaceField}
        help_texts = {
            "purpose": _("What the records are for, in a sentence that parents understand."),
            "accounts_only": _("Recommended: names, mail addresses and accounts of other systems are refused."),
        }

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["organisation"]
            return
        allowed = Organisation.objects.visible_to(viewer, "providers.change")
        offered = allowed.exclude(kind__in=COLLECTIVES).select_related("parent").order_by("path")
        self.fields["organisation"].queryset = offered  # type: ignore[attr-defined]


class CredentialForm(forms.Form):
    """What a new credential may do, how much, and until when."""

    scopes = forms.MultipleChoiceField(
        label=_("Scopes"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Scope.WRITE, Scope.READ_OWN, Scope.DEFINE],
    )
    requests_per_minute = forms.IntegerField(
        label=_("Requests per minute"),
        min_value=0,
        max_value=60_000,
        initial=1200,
        help_text=_("0: no limit. One request may hold hundreds of statements."),
    )
    last_day = forms.DateField(label=_("Valid until"), required=False, widget=DateInput())

    def clean_last_day(self) -> datetime | None:
        """The moment at which the credential expires: the end of its last day."""
        day = self.cleaned_data["last_day"]
        if day is None:
            return None
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a later day."))
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


class InspectorForm(forms.Form):
    """Statements to check without storing them."""

    statements = forms.CharField(
        label=_("Statements"),
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        help_text=_("One JSON object or an array, as it would be sent."),
        strip=False,
    )
    version = forms.ChoiceField(label=_("Version"), choices=(("1.0.3", "1.0.3"), ("2.0.0", "2.0.0")))


def told_apart(providers: Iterable[Provider]) -> list[tuple[int, str]]:
    """The providers as choices; those of one name with their organisation, as the platform has one at each place."""
    rows = list(providers)
    often = Counter(one.name for one in rows)
    return [(one.pk, one.name if often[one.name] == 1 else f"{one.name} · {one.organisation.name}") for one in rows]


class RecordForm(forms.Form):
    """Which part of a person's record to show; what can't be understood is left out and named."""

    first = forms.DateField(label=_("Recorded from"), required=False, widget=DateInput(), validators=IN_OUR_TIME)
    last = forms.DateField(
        label=_("Recorded until"),
        required=False,
        widget=DateInput(),
        validators=IN_OUR_TIME,
    )
    verb = forms.ChoiceField(label=_("What"), required=False)
    provider = forms.TypedChoiceField(label=_("Data provider"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Mapping[str, Any], *, providers: Iterable[Provider]) -> None:
        super().__init__(data)
        chinese = (get_language() or "").startswith("zh")
        verbs = [(name, verb.chinese if chinese else verb.english) for name, verb in VERBS.items()]
        self.fields["verb"].choices = [("", _("All that was done")), *verbs]  # type: ignore[attr-defined]
        names = told_apart(providers)
        self.fields["provider"].choices = [("", _("All data providers")), *names]  # type: ignore[attr-defined]
        self.full_clean()

    @property
    def wanted(self) -> Wanted:
        """What is asked for, as far as it can be understood."""
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})

    @property
    def query(self) -> str:
        """The same for an address; "" for everything."""
        return urlencode({name: value for name, value in self.cleaned_data.items() if value})


class ErasureForm(forms.Form):
    """Why somebody wants their record erased, if they want to say."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False, help_text=_("You needn't give one."))


class RefuseErasureForm(forms.Form):
    """Why a record is kept."""

    answer = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("Whoever asked reads this. Name the rule that demands it.")
    )
