"""Forms about examinations."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.exams.models import (
    JOINT,
    KEEP,
    LEAST_MINUTES,
    LONGEST_SUBJECT,
    MOST_MINUTES,
    MOST_POINTS,
    MOST_ROWS,
    Examination,
    ExamRoom,
    Paper,
    Seat,
)
from santong.domains.campus.exams.queries import (
    exam_rooms_of,
    grade_words,
    grades_sitting,
    grades_to_sit,
    named,
    papers_of,
    seats_of,
    unseated,
)
from santong.domains.campus.places.public import Room, rooms_of
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.calendars.public import Period, periods_of
from santong.domains.platform.organisations.public import (
    AtPlaceForm,
    Organisation,
    PlaceField,
    offices_held,
    schools_held,
)
from santong.kit.access import Viewer
from santong.kit.forms import DateInput, TimeInput
from santong.lib.cells import tidy_text
from santong.lib.subjects import parse_subjects

LEVELS = range(1, 13)
MOST_STARTS = 8
SEATS_ROWS, SEATS_COLUMNS = 6, 5
"""Thirty seats, as most schools have them."""


class ExaminationForm(AtPlaceForm):
    """An examination's days and rules."""

    class Meta:
        model = Examination
        fields = ["school", "name", "first", "last", "numbering", "invigilators", "lessons", "gives_credits"]
        field_classes = {"school": PlaceField}
        widgets = {"first": DateInput(), "last": DateInput()}
        help_texts = {
            "name": _("Such as “Mid-term examination”. Pupils and families read it."),
            "lessons": _(
                "What gives way once the examination is published; withdrawing it has the lessons held again."
            ),
            "numbering": _("Seats and numbers are always by lot, never by results."),
        }

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return schools_held(viewer, KEEP)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first one. Correct one of them."))
        elif first and last and (last - first).days > 30:
            self.add_error("last", _("An examination takes at most 31 days."))
        return found


class JointForm(ExaminationForm):
    """A bureau's examination for its schools."""

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return offices_held(viewer, JOINT).exclude(kind=Organisation.Kind.SCHOOL)


class _GradeChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class _PaperChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{named(obj)} {obj.when}".strip()


class _SeatChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.pupil.person.name} · {obj.school_class.name} · {obj.number}"


class _PupilChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person.name} · {obj.school_class.name}"


def _minutes() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Minutes"), min_value=LEAST_MINUTES, max_value=MOST_MINUTES, initial=90
    )  # fmt: skip


def _full() -> forms.IntegerField:
    return forms.IntegerField(label=_("Full marks"), min_value=1, max_value=MOST_POINTS, initial=100)


class PapersForm(forms.Form):
    """Papers of some subjects for some grades at once."""

    grades = _GradeChoice(
        label=_("Grades"), queryset=Organisation.objects.none(), widget=forms.CheckboxSelectMultiple
    )  # fmt: skip
    levels = forms.TypedMultipleChoiceField(
        label=_("Grades"), coerce=int, choices=[(n, n) for n in LEVELS], widget=forms.CheckboxSelectMultiple
    )
    subjects = forms.CharField(
        label=_("Subjects of the papers"),
        max_length=200,
        help_text=_("Several with commas between them, such as 语文、数学、英语."),
    )
    minutes = _minutes()
    full = _full()

    def __init__(self, data: QueryDict | None, row: Examination, viewer: Viewer) -> None:
        super().__init__(data)
        if row.is_of_school:
            del self.fields["levels"]
            _offer(self, "grades", Organisation.objects.noted([each.pk for each in grades_to_sit(row.school)]))
        else:
            del self.fields["grades"]
            levels = self.fields["levels"]
            assert isinstance(levels, forms.TypedMultipleChoiceField)
            levels.choices = [(n, grade_words(n)) for n in LEVELS]

    def clean_subjects(self) -> list[str]:
        """Standard names where they are known, others as they were written."""
        written = [tidy_text(each)[0] for each in re.split(r"[、,，;；\s]+", self.cleaned_data["subjects"])]
        found = []
        for each in filter(None, written):
            reading = parse_subjects(each)
            name = reading.value[0] if reading.value else each
            if len(name) > LONGEST_SUBJECT:
                raise forms.ValidationError(
                    _("“%(name)s” is too long for a subject. Put commas between subjects."), params={"name": name[:40]}
                )
            found.append(name)
        if not found:
            raise forms.ValidationError(_("Name at least one subject."))
        return list(dict.fromkeys(found))


def _offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


class _OfPapers(forms.Form):
    paper = _PaperChoice(label=_("Paper"), queryset=Paper.objects.none())

    def __init__(self, data: QueryDict | None, row: Examination, viewer: Viewer) -> None:
        super().__init__(data)
        self.row = row
        _offer(self, "paper", Paper.objects.belonging_to(examination=row).select_related("grade"))


class DropPaperForm(_OfPapers):
    """Which paper is taken away."""


class TimeForm(_OfPapers):
    """When a paper is sat."""

    day = forms.DateField(label=_("Day"), widget=DateInput())
    begins = forms.TimeField(label=_("Begins"), widget=TimeInput())
    minutes = _minutes()
    full = _full()

    def __init__(self, data: QueryDict | None, row: Examination, viewer: Viewer) -> None:
        super().__init__(data, row, viewer)
        self.initial["day"] = row.first
        first = next((paper for paper in papers_of(row) if paper.begins is None), None)
        if first is not None:
            self.initial.update({"paper": first.pk, "minutes": first.minutes, "full": first.full})


class StartsForm(forms.Form):
    """The times at which papers may begin."""

    starts = forms.CharField(
        label=_("Papers begin at"), max_length=80,
        help_text=_("Several with commas between them, such as 08:30, 10:40, 14:30."),
    )  # fmt: skip
    most_a_day = forms.IntegerField(label=_("Papers of a grade on a day, at most"), min_value=1, max_value=6, initial=3)

    def __init__(self, data: QueryDict | None, row: Examination, viewer: Viewer) -> None:
        super().__init__(data)
        self.initial["starts"] = ", ".join(f"{each:%H:%M}" for each in usual_starts(row))

    def clean_starts(self) -> list[time]:
        """The times in order."""
        found = []
        for each in filter(None, re.split(r"[,，、;；\s]+", self.cleaned_data["starts"].replace("：", ":"))):
            match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", each)
            if match is None:
                raise forms.ValidationError(_("“%(text)s” isn't a time such as 08:30."), params={"text": each})
            found.append(time(int(match[1]), int(match[2])))
        if not found or len(found) > MOST_STARTS:
            raise forms.ValidationError(_("Name one to %(most)s times."), params={"most": MOST_STARTS})
        return sorted(set(found))


def usual_starts(examination: Examination) -> list[time]:
    """The beginning of the first lessons of morning and afternoon, and two hours after the former."""
    lessons = [row for row in periods_of(examination.path).rows if row.kind == Period.Kind.LESSON]
    morning = [row.begins for row in lessons if row.begins.hour < 12]
    afternoon = [row.begins for row in lessons if 12 <= row.begins.hour < 17]
    first = morning[0] if morning else time(8, 30)
    second = time(min(first.hour + 2, 11), first.minute)
    return [first, second, afternoon[0] if afternoon else time(14, 0)]


class RoomsForm(forms.Form):
    """In which rooms a grade sits."""

    grade = forms.ModelChoiceField(label=_("Grade"), queryset=Organisation.objects.none())
    rooms = forms.ModelMultipleChoiceField(
        label=_("Rooms"), queryset=Room.objects.none(), widget=forms.CheckboxSelectMultiple,
        help_text=_("As many as are needed; those after the last one that is needed stay empty."),
    )  # fmt: skip
    rows = forms.IntegerField(
        label=_("Seats one behind the other"), min_value=1, max_value=MOST_ROWS, initial=SEATS_ROWS
    )
    columns = forms.IntegerField(
        label=_("Seats side by side"), min_value=1, max_value=MOST_ROWS, initial=SEATS_COLUMNS
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, row: Examination, viewer: Viewer) -> None:
        super().__init__(data)
        grades = grades_sitting(papers_of(row))
        _offer(self, "grade", Organisation.objects.noted([grade.pk for grade in grades]).order_by("path"))
        _offer(self, "rooms", rooms_of(row.school, row.first))
        there = exam_rooms_of(row)
        open_ones = [grade for grade in grades if not any(room.grade_id == grade.pk for room in there)]
        grade = open_ones[0] if open_ones else grades[0] if grades else None
        if grade is not None:
            self.initial.update({"grade": grade.pk, "rooms": _proposed(row, grade, there)})


def _proposed(examination: Examination, grade: Organisation, there: list[ExamRoom]) -> list[int]:
    """The rooms that a grade has; else those of its own classes."""
    own = [room.room_id for room in there if room.grade_id == grade.pk]
    rooms = rooms_of(examination.school, examination.first).filter(home_class__path__startswith=grade.path)
    return own or [room.pk for room in rooms]


class LateForm(forms.Form):
    """Somebody who has no seat."""

    pupil = _PupilChoice(label=_("Pupil"), queryset=Pupil.objects.none())

    def __init__(self, data: QueryDict | None, row: Examination, viewer: Viewer) -> None:
        super().__init__(data)
        without = unseated(row, grades_sitting(papers_of(row)))
        rows = Pupil.objects.noted([pupil.pk for pupil in without]).select_related("person", "school_class")
        _offer(self, "pupil", rows.order_by("person__pinyin", "pk"))


class SeatForm(forms.Form):
    """Whose seat."""

    seat = _SeatChoice(label=_("Pupil"), queryset=Seat.objects.none())

    def __init__(self, data: QueryDict | None, row: Examination, viewer: Viewer) -> None:
        super().__init__(data)
        _offer(self, "seat", seats_of(row).order_by("pupil__person__pinyin", "pk"))


class ApartForm(SeatForm):
    """Who sits apart, where, and with how much more time."""

    room = forms.ModelChoiceField(label=_("Room"), queryset=Room.objects.none())
    extra_minutes = forms.IntegerField(label=_("Extra minutes"), min_value=0, max_value=120, initial=0)

    def __init__(self, data: QueryDict | None, row: Examination, viewer: Viewer) -> None:
        super().__init__(data, row, viewer)
        used = [room.room_id for room in exam_rooms_of(row) if not room.apart]
        _offer(self, "room", rooms_of(row.school, row.first).exclude(pk__in=used))


class IncidentForm(forms.Form):
    """What happened, and where."""

    exam_room = forms.ModelChoiceField(
        label=_("Examination room"), queryset=ExamRoom.objects.none(), required=False, empty_label=_("Not in a room")
    )
    text = forms.CharField(label=_("What to note"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: QueryDict | None, row: Examination, viewer: Viewer) -> None:
        super().__init__(data)
        _offer(self, "exam_room", ExamRoom.objects.belonging_to(examination=row).select_related("room__building"))


class ReleaseForm(_OfPapers):
    """Which paper's results are released."""

    def __init__(self, data: QueryDict | None, row: Examination, viewer: Viewer) -> None:
        super().__init__(data, row, viewer)
        _offer(self, "paper", _with_results(row).filter(released_at=None))


class HoldForm(_OfPapers):
    """Which paper's results are shown no longer."""

    def __init__(self, data: QueryDict | None, row: Examination, viewer: Viewer) -> None:
        super().__init__(data, row, viewer)
        _offer(self, "paper", _with_results(row).exclude(released_at=None))


def _with_results(row: Examination) -> QuerySet[Paper]:
    rows = Paper.objects.belonging_to(examination=row).filter(results__isnull=False)
    found: QuerySet[Paper] = rows.select_related("grade").distinct()
    return found


class TakeOverForm(forms.Form):
    """Which school takes an examination over."""

    school = forms.ModelChoiceField(label=_("School"), queryset=Organisation.objects.none())

    def __init__(self, data: QueryDict | None, row: Examination, viewer: Viewer) -> None:
        super().__init__(data)
        rows = schools_held(viewer, KEEP).filter(path__startswith=row.path)
        taken = Examination.objects.belonging_to(origin=row).values("school")
        _offer(self, "school", rows.exclude(pk__in=taken))
        if len(only := list(rows[:2])) == 1:
            self.initial["school"] = only[0].pk


def today_or(examination: Examination) -> Any:
    """Today while the examination lasts, else its nearest day."""
    return min(max(timezone.localdate(), examination.first), examination.last)
