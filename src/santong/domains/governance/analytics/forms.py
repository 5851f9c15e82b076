"""What the activity page is asked for, in its address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.analytics.queries.activity import PERIODS

LABELS = {7: _("Last 7 days"), 30: _("Last 30 days"), 90: _("Last 90 days"), 180: _("Last 180 days")}
USUAL = 30


class ActivityForm(forms.Form):
    """Place and period; what can't be understood is left out."""

    days = forms.TypedChoiceField(
        label=_("Period"), choices=[(days, LABELS[days]) for days in PERIODS], coerce=int, required=False
    )

    def __init__(self, data: dict[str, str]) -> None:
        super().__init__({"days": data.get("days") or USUAL})
        self._place = data.get("place", "")

    @property
    def place(self) -> int | None:
        """The key of the organisation asked for."""
        return int(self._place) if self._place.isdecimal() and len(self._place) < 19 else None

    @property
    def days_asked(self) -> int:
        """How many days."""
        return self.cleaned_data.get("days") or USUAL if self.is_valid() else USUAL
