"""What the activity page is asked for, in its address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.analytics import charts
from santong.domains.governance.analytics.queries.activity import PERIODS, Period
from santong.domains.governance.analytics.queries.cells import ASPECTS, Narrowing
from santong.kit.forms import DateInput
from santong.lib.whole_numbers import whole_number

LABELS = {7: _("Last 7 days"), 30: _("Last 30 days"), 90: _("Last 90 days"), 180: _("Last 180 days")}
USUAL = 30
MOST_DAYS = 366
IN_OUR_TIME = (MinValueValidator(date(1970, 1, 1)), MaxValueValidator(date(2999, 12, 31)))
"""Days with which one can reckon without leaving the calendar."""
NONE = "-"
"""In the address, what has no subject, kind or role; "" asks for all."""
MOST_CHARACTERS = 60
EVERY = {"role": _("All roles"), "subject": _("All subjects"), "kind": _("All kinds")}
SAID = {"role": charts.role_label, "subject": charts.subject_label, "kind": charts.kind_label}


class ActivityForm(forms.Form):
    """Place, period, role, subject and kind; what can't be understood is left out and said."""

    days = forms.TypedChoiceField(
        label=_("Period"), choices=[(days, LABELS[days]) for days in PERIODS], coerce=int, required=False
    )
    first = forms.DateField(label=_("Start date"), required=False, widget=DateInput(), validators=IN_OUR_TIME)
    last = forms.DateField(label=_("End date"), required=False, widget=DateInput(), validators=IN_OUR_TIME)
    role = forms.CharField(label=_("Role"), required=False, max_length=MOST_CHARACTERS, widget=forms.Select)
    subject = forms.CharField(label=_("Subject"), required=False, max_length=MOST_CHARACTERS, widget=forms.Select)
    kind = forms.CharField(label=_("Kind of resource"), required=False, max_length=MOST_CHARACTERS, widget=forms.Select)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__({"days": USUAL, **{name: value for name, value in data.items() if value}})
        self.place = whole_number(str(data.get("place", "")))
        self.full_clean()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and first > last:
            raise forms.ValidationError(_("The first day is after the last one."))
        if first and (last or timezone.localdate()) - first > timedelta(days=MOST_DAYS):
            raise forms.ValidationError(_("At most a year can be shown at once."))
        return given

    @property
    def period(self) -> Period:
        """The days between two dates if they are given and can be understood, else the last so many."""
        usual = Period.of(self.cleaned_data.get("days") or USUAL)
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if self.non_field_errors() or not (first or last):
            return usual
        today = timezone.localdate()
        last = min(last or today, max(first or today, today))
        return Period(first or last - (usual.last - usual.first), last)

    @property
    def narrowing(self) -> Narrowing:
        """Role, subject and kind asked for."""
        return Narrowing(**{aspect: self._wanted(aspect) for aspect in ASPECTS})

    def _wanted(self, aspect: str) -> str | None:
        value = self.cleaned_data.get(aspect)
        return "" if value == NONE else value or None

    def offer(self, options: Mapping[str, set[str]]) -> None:
        """Offer the values that occur, and the one that is asked for."""
        for aspect in ASPECTS:
            held = options.get(aspect, set()) | {value for value in [self._wanted(aspect)] if value is not None}
            named = sorted(held - {""})
            lines = [(name or NONE, SAID[aspect](name)) for name in [*named, *(held & {""})]]
            self.fields[aspect].widget.choices = [("", EVERY[aspect]), *lines]  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        """Whether more than place and period is asked for."""
        return not self.narrowing.is_all

    @property
    def has_dates(self) -> bool:
        """Whether days are asked for by date."""
        return bool(self.cleaned_data.get("first") or self.cleaned_data.get("last"))

    @property
    def query(self) -> str:
        """The same for an address, without the place."""
        asked = {name: value for name, value in self.cleaned_data.items() if value and name in self.fields}
        return urlencode(asked)

    @property
    def said(self) -> str:
        """What is asked for beyond place and period, in words."""
        words = [SAID[aspect](value) for aspect, value in vars(self.narrowing).items() if value is not None]
        return gettext(", ").join(words)
