"""Forms about calendars."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.calendars.actions import PeriodPlan
from santong.domains.platform.calendars.models import CalendarDay, Period, Term
from santong.kit.forms import DateInput

SPARE_ROWS = 3


def time_input() -> forms.TimeInput:
    """A clock field; the form that browsers ask for."""
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class TermsForm(forms.Form):
    """First and last day of both terms of a school year."""

    begins_1 = forms.DateField(label=_("First term begins"), widget=DateInput())
    ends_1 = forms.DateField(label=_("First term ends"), widget=DateInput())
    begins_2 = forms.DateField(label=_("Second term begins"), widget=DateInput())
    ends_2 = forms.DateField(label=_("Second term ends"), widget=DateInput())

    def __init__(self, *args: Any, terms: list[Term], school_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school_year = school_year
        for term in terms:
            self.fields[f"begins_{term.number}"].initial = term.begins
            self.fields[f"ends_{term.number}"].initial = term.ends

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        years = (self.school_year, self.school_year + 1)
        for name, value in list(data.items()):
            if isinstance(value, date) and value.year not in years:
                text = _("The school year lies in %(first)s and %(second)s. Choose a date in these years.")
                self.add_error(name, text % {"first": years[0], "second": years[1]})
        return data

    @property
    def terms(self) -> dict[int, tuple[date, date]]:
        """What `set_terms` takes."""
        data = self.cleaned_data
        return {number: (data[f"begins_{number}"], data[f"ends_{number}"]) for number in (1, 2)}


class DaysForm(forms.Form):
    """Days out of the ordinary."""

    first = forms.DateField(label=_("From"), widget=DateInput())
    last = forms.DateField(label=_("Until"), widget=DateInput(), required=False, help_text=_("Empty for one day."))
    kind = forms.ChoiceField(label=_("Kind"), choices=CalendarDay.Kind.choices)
    name = forms.CharField(label=_("Occasion"), max_length=30, required=False)
    follows = forms.TypedChoiceField(
        label=_("Lessons of"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("Not settled yet")), *CalendarDay.WEEKDAYS],
        help_text=_("For make-up days: whose lessons are taught."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first"):
            data["last"] = data.get("last") or data["first"]
            if data["last"] < data["first"]:
                self.add_error("last", _("The end lies before the start. Choose a later date."))
        return data


class PeriodForm(forms.Form):
    """One period; a row without times is left out."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Period.Kind.choices)
    name = forms.CharField(label=_("name of the period"), max_length=20, required=False)
    begins = forms.TimeField(label=_("Begins"), widget=time_input(), required=False)
    ends = forms.TimeField(label=_("Ends"), widget=time_input(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = (self.prefix or "0").rsplit("-", 1)[-1]
        for field in self.fields.values():
            number = int(row) + 1 if row.isdigit() else row
            field.widget.attrs["aria-label"] = _("%(label)s, row %(row)s") % {"label": field.label, "row": number}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("begins")) != bool(data.get("ends")):
            self.add_error("ends", _("Give both times, or neither to leave the row out."))
        return data


class PeriodSet(forms.BaseFormSet):
    """All periods of the day."""

    @property
    def plans(self) -> list[PeriodPlan]:
        """What `set_periods` takes."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("begins")]
        return [PeriodPlan(row["kind"], row["name"], row["begins"], row["ends"]) for row in rows]


PeriodFormSet = forms.formset_factory(PeriodForm, formset=PeriodSet, extra=SPARE_ROWS, max_num=30, absolute_max=30)


def initial_periods(periods: list[Period]) -> list[dict[str, Any]]:
    """The rows of the form set for periods that hold now."""
    return [{"kind": row.kind, "name": row.name, "begins": row.begins, "ends": row.ends} for row in periods]
