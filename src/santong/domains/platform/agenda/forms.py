"""Forms about own entries, feeds, and calendars that are taken in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.agenda.models import Feed, PersonalEntry
from santong.kit.access import Viewer
from santong.kit.agenda import kinds_of, midnight
from santong.kit.forms import DateInput, TimeInput

KEPT = "kept"
RULES = {
    "": "",
    "daily": "FREQ=DAILY",
    "weekdays": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "weekly": "FREQ=WEEKLY",
    "fortnightly": "FREQ=WEEKLY;INTERVAL=2",
    "monthly": "FREQ=MONTHLY",
    "yearly": "FREQ=YEARLY",
}
REPEATS = (
    ("", _("Once")),
    ("daily", _("Every day")),
    ("weekdays", _("Monday to Friday")),
    ("weekly", _("Every week")),
    ("fortnightly", _("Every second week")),
    ("monthly", _("Every month")),
    ("yearly", _("Every year")),
)
DAY = timedelta(days=1)


class EntryForm(forms.ModelForm):
    """An own entry: days and times as they are read, the rule chosen in words."""

    day = forms.DateField(label=_("Day"), widget=DateInput())
    time_from = forms.TimeField(label=_("Begins"), widget=TimeInput(), required=False)
    last_day = forms.DateField(
        label=_("Ends on"), widget=DateInput(), required=False, help_text=_("Empty: the same day.")
    )
    time_until = forms.TimeField(label=_("Ends"), widget=TimeInput(), required=False)
    repeats = forms.ChoiceField(label=_("Repeats"), choices=REPEATS, required=False)
    until = forms.DateField(
        label=_("Repeats until"), widget=DateInput(), required=False, help_text=_("Empty: without an end.")
    )

    class Meta:
        model = PersonalEntry
        fields = ["title", "all_day", "where", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    field_order = (
        "title", "all_day", "day", "time_from", "last_day", "time_until", "repeats", "until", "where", "note",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self._fill(self.instance)

    def _fill(self, row: PersonalEntry) -> None:
        begins, ends = timezone.localtime(row.begins), timezone.localtime(row.ends)
        last = (ends - DAY).date() if row.all_day else ends.date()
        times = {} if row.all_day else {"time_from": begins.time(), "time_until": ends.time()}
        repeats, until = chosen(row.rule)
        if repeats == KEPT:
            field = self.fields["repeats"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(KEPT, _("As it was taken in")), *REPEATS]
        self.initial.update(day=begins.date(), last_day=last, repeats=repeats, until=until, **times)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not found.get("day"):
            return found
        if not found.get("all_day") and not found.get("time_from") and "time_from" not in self.errors:
            self.add_error("time_from", _("Say when it begins, or that it lasts all day."))
        if not self.errors:
            self.instance.begins, self.instance.ends = self._moments(found)
            if self.instance.ends < self.instance.begins:
                self.add_error("time_until", _("It ends before it begins. Correct the times."))
            if found.get("until") and found["until"] < found["day"]:
                self.add_error("until", _("This day lies before the first one. Choose a later one, or leave it empty."))
        return found

    def _moments(self, found: dict[str, Any]) -> tuple[datetime, datetime]:
        last = found.get("last_day") or found["day"]
        if found["all_day"]:
            return midnight(found["day"]), midnight(last + DAY)
        begins = _at(found["day"], found["time_from"])
        if not found.get("time_until"):
            return begins, begins + timedelta(hours=1)
        return begins, _at(last, found["time_until"])

    def save(self, commit: bool = True) -> PersonalEntry:
        found = self.cleaned_data
        if found["repeats"] != KEPT:
            self.instance.rule = rule_from(found["repeats"] or "", found["until"])
            self.instance.zone = self.instance.zone if self.instance.rule else ""
        row: PersonalEntry = super().save(commit)
        return row


def _at(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def rule_from(repeats: str, until: date | None) -> str:
    """The rule for a choice; its last moment is the end of a day where the installation is."""
    rule = RULES[repeats]
    if not rule or until is None:
        return rule
    last = (midnight(until + DAY) - timedelta(seconds=1)).astimezone(UTC)
    return f"{rule};UNTIL={last:%Y%m%dT%H%M%SZ}"


def chosen(rule: str) -> tuple[str, date | None]:
    """The choice that a rule stands for with its last day; `KEPT` for one that isn't among the choices."""
    plain, _sign, until = rule.partition(";UNTIL=")
    found = next((name for name, text in RULES.items() if text == plain), KEPT)
    if found == KEPT or not until:
        return found, None
    try:
        moment = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return KEPT, None
    return found, timezone.localtime(moment).date()


class FeedForm(forms.ModelForm):
    """Where a feed is read, in which way, and what it holds."""

    kinds = forms.MultipleChoiceField(label=_("What it holds"), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Feed
        fields = ["name", "way"]
        help_texts = {"name": _("Such as “My phone”.")}

    def __init__(self, data: QueryDict | None, *, viewer: Viewer) -> None:
        super().__init__(data)
        choices: Sequence[tuple[str, Any]] = [(kind.name, kind.label) for kind in kinds_of(viewer)]
        field = self.fields["kinds"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices
        self.initial["kinds"] = [name for name, _label in choices]


class TakeInForm(forms.Form):
    """A calendar as another product exported it."""

    file = forms.FileField(label=_("Calendar file (.ics)"), help_text=_("At most 2 MB."))
