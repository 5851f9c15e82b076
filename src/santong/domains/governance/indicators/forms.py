"""Forms about indicators, plans and targets."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.indicators.cases import cases_of
from santong.domains.governance.indicators.kinds import SchoolType
from santong.domains.governance.indicators.models import (
    FIRST_MONTH,
    VIEW,
    WRITE,
    Indicator,
    Plan,
    PlanMilestone,
    Target,
)
from santong.domains.governance.indicators.reading import faults, read_definition
from santong.domains.governance.indicators.vocabulary import words
from santong.domains.platform.moderation.public import refuse_forbidden
from santong.domains.platform.organisations.public import (
    AtPlaceForm,
    Organisation,
    PlaceField,
    offer_places,
    offices_held,
)
from santong.kit.access import Viewer, ancestor_paths
from santong.kit.forms import DateInput, day_field

Kind = Organisation.Kind
MONTHS_BACK, MONTHS_AHEAD = 24, 12
FORMULA_HELP = _(
    "Such as 小学学生数 / 小学专任教师数. Names are suggested while one types; 如果, 且, 或, 较大, 较小, 四舍五入"
    " and, for counties, 求和, 平均, 差异系数, 比, 计数 can be used."
)
CASES_HELP = _(
    "One a line, such as: 刚好: 学生数=400, 学生终端数=40 => 10. Write 空 for a missing fact, and ; between schools."
)


def bureaus_held(viewer: Viewer) -> QuerySet[Organisation]:
    """The bureaus for which a viewer writes indicators and plans."""
    return offices_held(viewer, WRITE).exclude(kind=Kind.SCHOOL)


def _demand_place(form: forms.BaseForm) -> None:
    """Only what came with the product stands at no place."""
    if "place" in form.fields:
        form.fields["place"].required = True


class IndicatorForm(AtPlaceForm):
    """The draft of an indicator."""

    placed_by = "place"

    applies_to = forms.MultipleChoiceField(
        label=_("Types of schools"), choices=SchoolType.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: all of them."),
    )  # fmt: skip

    class Meta:
        model = Indicator
        fields = [
            "place", "code", "name", "topic", "says", "formula", "unit", "direction", "level", "roll_up", "weight",
            "digits", "when_blank", "when_zero", "applies_to", "cases", "authority", "source",
        ]  # fmt: skip
        field_classes = {"place": PlaceField}
        widgets = {
            "formula": forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "data-island": "formula"}),
            "weight": forms.TextInput(attrs={"spellcheck": "false"}),
            "cases": forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        }
        help_texts = {
            "formula": FORMULA_HELP,
            "cases": CASES_HELP,
            "weight": _("For a weighted mean alone, such as 学生数."),
            "topic": _("The heading under which it stands, such as 资源配置."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _demand_place(self)
        names = {"data-names": " ".join(words()), "data-label": _("Names for formulas")}
        self.fields["formula"].widget.attrs |= names
        self.initial["applies_to"] = [str(each) for each in self.instance.types]

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return bureaus_held(viewer)

    def clean_applies_to(self) -> str:
        """As the model keeps it."""
        chosen = self.cleaned_data["applies_to"]
        return f",{','.join(chosen)}," if chosen else ""

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if self.place is not None:
            refuse_forbidden(self, {"name", "says", "topic", "source"} & self.fields.keys(), self.place.path)
            self._check_code(self.place, found.get("code"))
        if not self.errors:
            self._check_definition(found)
        return found

    def _check_code(self, place: Organisation, code: str | None) -> None:
        rows = Indicator.objects.belonging_to(place=place).filter(code=code or "").exclude(pk=self.instance.pk)
        if code and rows.exists():
            self.add_error("code", _("There is an indicator with this code already."))

    def _check_definition(self, found: dict[str, Any]) -> None:
        names = [name for name in self.fields if name not in ("place", "topic", "code")]
        definition = Indicator(**{name: found[name] for name in names})
        for field, problem in faults(definition).items():
            self.add_error(field, problem)
        if not self.errors:
            for case in cases_of(read_definition(definition)):
                if case.problem:
                    self.add_error("cases", f"{case.title or case.given}: {case.problem}")


def _month_choices(first: date) -> list[tuple[str, str]]:
    today = timezone.localdate().replace(day=1)
    number = today.year * 12 + today.month - 1
    months = [date(at // 12, at % 12 + 1, 1) for at in range(number - MONTHS_BACK, number + MONTHS_AHEAD + 1)]
    return [(f"{month:%Y-%m-%d}", f"{month:%Y-%m}") for month in months if month >= first]


class MonthForm(forms.Form):
    """From which month on."""

    from_month = forms.TypedChoiceField(label=_("From which month"), coerce=date.fromisoformat)

    def __init__(self, data: QueryDict | None, row: Indicator, viewer: Viewer) -> None:
        super().__init__(data)
        today = timezone.localdate().replace(day=1)
        field = self.fields["from_month"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _month_choices(self.first(row, today))
        self.initial["from_month"] = f"{today:%Y-%m-%d}"

    def first(self, row: Indicator, today: date) -> date:
        """The first month that can be chosen."""
        return today


class PublishForm(MonthForm):
    """From which month on, and what was changed. Months that a version has are left to it."""

    note = forms.CharField(label=_("Changes made"), max_length=300, required=False)

    def first(self, row: Indicator, today: date) -> date:
        return today if row.number else FIRST_MONTH


class CopyForm(forms.Form):
    """Whose the copy is, and its code."""

    place = PlaceField(label=_("kept by"), queryset=Organisation.objects.none())
    code = forms.RegexField(r"^[0-9A-Za-z.\-]+$", label=_("code of the indicator"), max_length=24)

    def __init__(self, data: QueryDict | None, row: Indicator, viewer: Viewer) -> None:
        super().__init__(data)
        offer_places(self, "place", bureaus_held(viewer))
        self.initial.setdefault("code", row.code)


class PlanForm(AtPlaceForm):
    """What stands about a plan."""

    placed_by = "place"

    class Meta:
        model = Plan
        fields = ["place", "name", "authority", "since", "until", "aims", "owners", "evidence", "mark"]
        field_classes = {"place": PlaceField}
        widgets = {"since": DateInput(), "until": DateInput(), "aims": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "until": _("After this day it lights nothing any more."),
            "authority": _("Who has decided it, and where: such as “Yunling education bureau [2025] 12”."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _demand_place(self)

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return bureaus_held(viewer)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first one."))
        if self.place is not None:
            refuse_forbidden(self, {"name", "aims", "owners", "evidence"} & self.fields.keys(), self.place.path)
        return found


class CopyPlanForm(forms.Form):
    """Whose the copy is, how it is called, and when it holds."""

    place = PlaceField(label=_("whose plan"), queryset=Organisation.objects.none())
    name = forms.CharField(label=_("name of the plan"), max_length=80)
    since = day_field(_("From"))
    until = day_field(_("Until"))

    def __init__(self, data: QueryDict | None, row: Plan, viewer: Viewer) -> None:
        super().__init__(data)
        offer_places(self, "place", bureaus_held(viewer))
        year = timezone.localdate().year
        self.initial.update(name=row.name, since=date(year, 1, 1), until=date(year + 2, 12, 31))


class _OfPlanForm(forms.Form):
    """A form of a step of a plan."""

    def __init__(self, data: QueryDict | None, row: Plan, viewer: Viewer) -> None:
        super().__init__(data)
        self.offer(row, viewer)

    def offer(self, row: Plan, viewer: Viewer) -> None:
        """Give the fields what there is to choose from."""

    def choose(self, name: str, rows: QuerySet[Any]) -> None:
        """Let a field choose among rows."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows


class TargetField(forms.ModelChoiceField):
    """A target by its indicator, year and type of schools."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.indicator} · {obj.year} · {obj.get_applies_to_display() or '—'}: {obj.value:g}"


class IndicatorField(forms.ModelChoiceField):
    """An indicator by its code and name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} {obj.name}"


class TargetForm(_OfPlanForm):
    """What an indicator should be, for whom, by when."""

    indicator = IndicatorField(label=_("Indicator"), queryset=Indicator.objects.none())
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    applies_to = forms.ChoiceField(
        label=_("For which places"), required=False, choices=[("", _("All schools")), *Target.WHOM]
    )
    value = forms.FloatField(
        label=_("Target value"), help_text=_("Of what is met or not: 1 for schools, % for regions.")
    )
    upper = forms.FloatField(label=_("Upper end of the band"), required=False)
    mark = forms.CharField(label=_("Mark of the source"), max_length=160, required=False)

    def offer(self, row: Plan, viewer: Viewer) -> None:
        rows = Indicator.objects.visible_to(viewer, VIEW).filter(is_published=True)
        self.choose("indicator", rows.filter(path__in=["", *ancestor_paths(row.path)]).order_by("path", "code"))
        self.initial.setdefault("year", timezone.localdate().year)


class DropTargetForm(_OfPlanForm):
    """Which target."""

    target = TargetField(label=_("Target"), queryset=Target.objects.none())

    def offer(self, row: Plan, viewer: Viewer) -> None:
        rows = Target.objects.belonging_to(plan=row).select_related("indicator")
        self.choose("target", rows.order_by("indicator__code", "applies_to", "year"))


class MilestoneForm(_OfPlanForm):
    """A date on the way."""

    title = forms.CharField(label=_("What is reached"), max_length=120)
    day = day_field(_("Day"))


class ReachForm(_OfPlanForm):
    """Which milestone was reached, and when."""

    milestone = forms.ModelChoiceField(label=_("Milestone"), queryset=PlanMilestone.objects.none())
    day = day_field(_("Day"))

    def offer(self, row: Plan, viewer: Viewer) -> None:
        self.choose("milestone", PlanMilestone.objects.belonging_to(plan=row).filter(reached_on=None))
