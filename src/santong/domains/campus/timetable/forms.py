"""Forms about timetables, their lessons, and what is otherwise on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.places.public import rooms_of
from santong.domains.campus.staff.public import Staff
from santong.domains.campus.timetable.lessons import Lesson, Place
from santong.domains.campus.timetable.models import ARRANGE, LONGEST_SUBJECT, MOST_PERIODS, Slot, Timetable
from santong.domains.campus.timetable.queries import Candidate, teachers_of
from santong.domains.platform.organisations.public import AtPlaceForm, Organisation, classes_of, schools_held
from santong.kit.access import Viewer
from santong.kit.forms import DateInput
from santong.lib.subjects import SUBJECTS

NOTHING, CANCEL = "", "cancel"
LONGEST_ABSENCE = 14
"""Days of an absence that are arranged at once."""


class TimetableForm(AtPlaceForm):
    """Name and days of a timetable.

    The first day of one that is in force stays: what was taught since then was taught by it.
    """

    class Meta:
        model = Timetable
        fields = ["school", "name", "since", "until"]
        widgets = {"since": DateInput(), "until": DateInput()}
        help_texts = {"until": _("Empty: until a later timetable holds.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.state == Timetable.State.PUBLISHED:
            del self.fields["since"]

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return schools_held(viewer, ARRANGE)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        until = found.get("until")
        if "since" not in self.fields and until is not None and until < self.instance.since:
            self.add_error("until", _("The last day lies before the first one. Correct one of them."))
        return found


class CopyForm(forms.Form):
    """What the copy of a timetable is called, and from when on it shall hold."""

    name = forms.CharField(label=_("name of the timetable"), max_length=40)
    since = forms.DateField(label=_("holds from"), widget=DateInput())


class AnswerForm(forms.Form):
    """What a colleague says to a swap that they decline."""

    answer = forms.CharField(label=_("what to answer"), max_length=80, required=False)

    def __init__(self, data: QueryDict | None = None, row: Any = None, viewer: Viewer | None = None) -> None:
        super().__init__(data)


class SlotForm(forms.ModelForm):
    """A lesson of a draft."""

    subject = forms.CharField(
        label=_("subject"), max_length=LONGEST_SUBJECT, widget=forms.TextInput(attrs={"list": "subjects"})
    )

    class Meta:
        model = Slot
        fields = ["school_class", "weekday", "period", "rhythm", "subject", "teacher", "room"]
        help_texts = {"room": _("Empty: where the class has its own room.")}

    def __init__(
        self, data: QueryDict | None, *, instance: Slot | None, timetable: Timetable, initial: dict[str, Any]
    ) -> None:
        super().__init__(data, instance=instance or Slot(timetable=timetable), initial=None if instance else initial)
        self.instance.timetable = timetable
        school = timetable.school
        for name, rows in (
            ("school_class", classes_of(school)),
            ("teacher", Staff.objects.again(teachers_of(school)).select_related("person").order_by("person__pinyin")),
            ("room", rooms_of(school, timezone.localdate())),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
        if self.instance.group:
            # Who is in a group, and of what it is, stands with the group.
            del self.fields["school_class"], self.fields["subject"]
        self.fields["period"].widget.attrs.update(min=1, max=MOST_PERIODS)
        self.subjects = sorted(SUBJECTS)


class AbsenceForm(forms.Form):
    """Who is away, and on which days."""

    teacher = forms.ModelChoiceField(queryset=Staff.objects.none(), label=_("teacher"))
    first = forms.DateField(label=_("from"), widget=DateInput())
    last = forms.DateField(label=_("until"), widget=DateInput(), required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, school: Organisation) -> None:
        super().__init__(data, initial={"first": timezone.localdate()})
        field = self.fields["teacher"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Staff.objects.again(teachers_of(school)).select_related("person").order_by("person__pinyin")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        first = found.get("first")
        if first is not None:
            found["last"] = last = found.get("last") or first
            if last < first:
                self.add_error("last", _("The last day lies before the first one. Correct one of them."))
            elif last - first > timedelta(days=LONGEST_ABSENCE):
                self.add_error("last", _("At most two weeks can be arranged at once. Choose an earlier day."))
            elif last < timezone.localdate():
                self.add_error("first", _("That day is over. What was taught stays as it was."))
        return found


def field_of(place: Place) -> str:
    """The name of the field in which somebody says who takes a lesson."""
    school_class, day, period = place
    return f"cover-{school_class}-{day:%Y%m%d}-{period}"


class CoversForm(forms.Form):
    """Who takes each of some lessons; the best one is proposed."""

    reason = forms.CharField(label=_("reason of the change"), max_length=80, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None, *, lessons: Sequence[Lesson], found: Mapping[Place, Sequence[Candidate]]
    ) -> None:
        super().__init__(data)
        self.lessons, self.found = lessons, found
        for lesson in lessons:
            offered = found[lesson.place]
            choices = [(NOTHING, _("Leave it as it is")), (CANCEL, _("Cancel the lesson"))]
            choices += [(str(each.staff.pk), _said(each)) for each in offered]
            best = str(offered[0].staff.pk) if offered else NOTHING
            self.fields[field_of(lesson.place)] = forms.ChoiceField(
                choices=choices, required=False, initial=best, label=lesson.subject
            )
        self.order_fields([*(field_of(each.place) for each in lessons), "reason"])

    def taken(self) -> list[tuple[Lesson, Staff | None]]:
        """The lessons of which something was said, with who takes them."""
        found: list[tuple[Lesson, Staff | None]] = []
        for lesson in self.lessons:
            value = self.cleaned_data[field_of(lesson.place)]
            if value == CANCEL:
                found.append((lesson, None))
            elif value:
                staff = next(each.staff for each in self.found[lesson.place] if str(each.staff.pk) == value)
                found.append((lesson, staff))
        return found

    def by_day(self) -> list[tuple[date, list[tuple[Lesson, Any]]]]:
        """The lessons with their fields, day by day."""
        days: dict[date, list[tuple[Lesson, Any]]] = {}
        for each in self.lessons:
            days.setdefault(each.day, []).append((each, self[field_of(each.place)]))
        return list(days.items())


def _said(candidate: Candidate) -> str:
    return f"{candidate.staff} · {' · '.join(candidate.reasons)}"
