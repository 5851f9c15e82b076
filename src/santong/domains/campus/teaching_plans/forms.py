"""Forms about teaching plans, rules and searches."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.staff.public import Staff
from santong.domains.campus.teaching_plans.models import CHANGE, PlanLine, Rule, Search, numbers_in
from santong.domains.campus.timetable.public import Slot, Timetable
from santong.domains.platform.organisations.public import (
    AtPlaceForm,
    Organisation,
    SchoolContextForm,
    school_of,
    schools_held,
)
from santong.kit.access import Viewer
from santong.kit.forms import DateInput
from santong.lib.subjects import SUBJECTS

MOST_SHOWN = 12
Kind = Organisation.Kind


class PlanSchoolForm(SchoolContextForm):
    """The school of the plan."""

    permission = CHANGE


class NumbersField(forms.TypedMultipleChoiceField):
    """Several numbers, kept as text joined by commas."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        """What stands in the row, as ticks."""
        return [str(each) for each in numbers_in(value)] if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        return ",".join(str(each) for each in sorted(int(each) for each in super().clean(value) or ()))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def subject_widget() -> forms.TextInput:
    """A subject, with those of the curricula to choose from."""
    return forms.TextInput(attrs={"list": "subjects"})


class OfSchoolForm(AtPlaceForm):
    """Something of the timetable of a school."""

    subjects = sorted(SUBJECTS)

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return schools_held(viewer, CHANGE)

    def places_below(self) -> QuerySet[Organisation]:
        """The grades and classes of the schools that the viewer keeps."""
        rows = Organisation.objects.visible_to(self.viewer, CHANGE).filter(kind__in=[Kind.GRADE, Kind.CLASS])
        school = getattr(self.instance, "school", None) if self.instance.pk else None
        if school is not None:
            rows = rows.filter(path__startswith=school.path)
        return rows.select_related("parent").order_by("path")

    def demand_inside(self, name: str) -> None:
        """The place that a field names must lie in the school."""
        place, school = self.cleaned_data.get(name), self.place
        if place is not None and school is not None and school_of(place) != school:
            self.add_error(name, _("This belongs to another school. Choose one of %(school)s.") % {"school": school})


def placed(row: Organisation) -> str:
    """A grade, or a class with its grade."""
    return f"{row.parent} {row}" if row.kind == Kind.CLASS and str(row.parent) not in str(row) else str(row)


class PlanLineForm(OfSchoolForm):
    """A subject of a grade or class."""

    class Meta:
        model = PlanLine
        fields = ["school", "place", "subject", "lessons", "doubles", "rhythm", "room_kind", "joined"]
        widgets = {"subject": subject_widget()}
        help_texts = {
            "place": _("What a class has otherwise goes before what its grade has."),
            "joined": _("All classes of the grade have it at the same time, with one teacher."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = self.places_below()
        field.label_from_instance = placed  # type: ignore[assignment,method-assign]
        if self.instance.group:
            # Of whom and of what a group is stands with the group; it has its lessons every week.
            for name in ("place", "subject", "rhythm", "joined"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        self.demand_inside("place")
        if place := found.get("place"):
            self.instance.path = place.path
        lessons, doubles = found.get("lessons"), found.get("doubles")
        if lessons and doubles and doubles * 2 > lessons:
            self.add_error("doubles", _("A double lesson is two lessons. Enter more lessons, or fewer double ones."))
        return found


class RuleForm(OfSchoolForm):
    """A rule; what its kind doesn't need is left away."""

    weekdays = NumbersField(label=_("weekdays"), choices=Slot.WEEKDAYS[:5], required=False, coerce=int)
    periods = NumbersField(
        label=_("lesson numbers"), required=False, coerce=int,
        choices=[(number, str(number)) for number in range(1, MOST_SHOWN + 1)],
    )  # fmt: skip

    class Meta:
        model = Rule
        fields = [
            "school", "place", "subject", "teacher", "kind", "number", "weekdays", "periods", "other_subject",
            "room_kind", "weight",
        ]  # fmt: skip
        widgets = {"subject": subject_widget(), "other_subject": subject_widget()}
        help_texts = {
            "place": _("Empty: the whole school."),
            "subject": _("Empty: every subject."),
            "weekdays": _("None ticked: every day."),
            "periods": _("None ticked: all of them."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places, teachers = self.fields["place"], self.fields["teacher"]
        assert isinstance(places, forms.ModelChoiceField)
        assert isinstance(teachers, forms.ModelChoiceField)
        places.queryset = self.places_below()
        places.label_from_instance = placed  # type: ignore[assignment,method-assign]
        staff = Staff.objects.visible_to(self.viewer).filter(status=Staff.Status.ACTIVE, is_teacher=True)
        schools = [row.pk for row in schools_held(self.viewer, CHANGE)[:2]]
        if self.instance.pk or len(schools) == 1:
            staff = staff.filter(school=self.instance.school_id or schools[0])
        teachers.queryset = staff.select_related("person").order_by("person__pinyin", "pk")

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        self.demand_inside("place")
        teacher = found.get("teacher")
        if teacher is not None and self.place is not None and teacher.school_id != self.place.pk:
            self.add_error(
                "teacher", _("This belongs to another school. Choose one of %(school)s.") % {"school": self.place}
            )
        kind = found.get("kind")
        if kind in Rule.NUMBERED and found.get("number") is None:
            self.add_error("number", _("This kind of rule needs a number."))
        if kind in Rule.TIMED and not (found.get("weekdays") or found.get("periods")):
            self.add_error("periods", _("Tick the days or the lessons that the rule is about."))
        if kind == Rule.Kind.NOT_AFTER and not (found.get("subject") and found.get("other_subject")):
            self.add_error("other_subject", _("Name both subjects."))
        if kind == Rule.Kind.ROOM_NOT_AT and not found.get("room_kind"):
            self.add_error("room_kind", _("Choose the kind of room."))
        return found


class SearchForm(OfSchoolForm):
    """What a search is told."""

    minutes = forms.TypedChoiceField(
        label=_("search for at most"), coerce=int,
        choices=[
            (0, _("20 seconds")), (1, _("1 minute")), (2, _("2 minutes")), (5, _("5 minutes")), (15, _("15 minutes")),
        ],
        initial=2,
    )  # fmt: skip

    class Meta:
        model = Search
        fields = ["school", "name", "since", "minutes", "base", "seed"]
        widgets = {"since": DateInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        base = self.fields["base"]
        assert isinstance(base, forms.ModelChoiceField)
        base.queryset = Timetable.objects.visible_to(self.viewer, "timetable.arrange").order_by("path", "-since")
        self.fields["seed"].required = False

    def clean_seed(self) -> int:
        """1 unless another number is wanted."""
        return self.cleaned_data.get("seed") or 1

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        self.instance.seconds = (found.get("minutes") or 0) * 60 or 20
        base = found.get("base")
        if base is not None and self.place is not None and base.school_id != self.place.pk:
            self.add_error(
                "base", _("This belongs to another school. Choose one of %(school)s.") % {"school": self.place}
            )
        return found
