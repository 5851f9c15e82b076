"""Forms about rules, explanations and settlements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.checks.judging import field_of
from santong.domains.governance.checks.models import (
    LEAST_WORDS,
    WRITE,
    CheckKind,
    CheckRule,
    DataIssue,
    Settlement,
)
from santong.domains.governance.indicators.public import Indicator, faults, reading_of
from santong.domains.governance.reports.public import definition_of
from santong.domains.platform.moderation.public import refuse_forbidden
from santong.domains.platform.organisations.public import AtPlaceForm, Organisation, PlaceField, offices_held
from santong.kit.access import Viewer
from santong.lib.formulas import Kind


def bureaus_held(viewer: Viewer) -> QuerySet[Organisation]:
    """The bureaus for which a viewer writes rules and settles sources."""
    return offices_held(viewer, WRITE).exclude(kind=Organisation.Kind.SCHOOL)


class ExplainForm(forms.Form):
    """A sentence about a figure."""

    explanation = forms.CharField(
        label=_("Why the figure is right"), max_length=200, validators=[MinLengthValidator(LEAST_WORDS)],
        help_text=_("It stands until the figure changes. What is wrong is corrected where it is kept, not here."),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, row: DataIssue, viewer: Viewer) -> None:
        super().__init__(data)
        self.row = row

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        refuse_forbidden(self, ("explanation",), self.row.path)
        return found


class RuleForm(AtPlaceForm):
    """A rule of a bureau. Formulas that can't be read aren't saved."""

    placed_by = "place"

    class Meta:
        model = CheckRule
        fields = [
            "place", "name", "kind", "formula", "label", "other", "reported", "other_label", "unit", "digits",
            "tolerance",
            "keeper", "says", "is_on",
        ]  # fmt: skip
        field_classes = {"place": PlaceField}
        help_texts = {
            "formula": _("Of an impossible value, what is so where there is one: 专任教师数 > 教职工数. Of the "
                         "others, the figure: 学生数 / 班级数."),
            "label": _("For sources that disagree: what the first one is called."),
            "other": _("For sources that disagree: how the other one gives the same figure."),
            "tolerance": _("Times the usual spread for similar schools, percent for sources that disagree."),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "place" in self.fields:
            self.fields["place"].required = True

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return bureaus_held(viewer)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if self.place is not None:
            refuse_forbidden(self, ("name", "says"), self.place.path)
        kind = found.get("kind")
        if kind and "formula" in found:
            self._judge("formula", found["formula"], truth=kind == CheckKind.IMPOSSIBLE)
        if kind == CheckKind.CONFLICT:
            self._judge_sources(found)
        return found

    def _judge_sources(self, found: dict[str, Any]) -> None:
        if bool(found.get("other")) == bool(found.get("reported")):
            self.add_error("other", _("Write the formula of the other source, or compare with reports: one of them."))
        elif found.get("other"):
            self._judge("other", found["other"], truth=False)
        for name in ("label", "other_label"):
            if not found.get(name):
                self.add_error(name, _("Name both sources, so that people know what they compare."))

    def _judge(self, name: str, formula: str, *, truth: bool) -> None:
        if problem := fault_of(formula, truth=truth):
            self.add_error(name, problem)


def fault_of(formula: str, *, truth: bool) -> Any:
    """What is wrong with a formula of a rule, in words; "" for nothing."""
    definition: Indicator = definition_of(field_of("x", formula, truth=truth))  # type: ignore[assignment]
    reading = reading_of(definition)
    if reading is None:
        return next(iter(faults(definition).values()), "")
    if reading.formula.is_group:
        return _("Rules are about single schools: leave out functions that gather many.")
    if reading.formula.kind is not (Kind.TRUTH if truth else Kind.NUMBER):
        return (
            _("An impossible value is said by comparing: 专任教师数 > 教职工数.")
            if truth
            else _("The formula has to give a number.")
        )
    if reading.is_waiting:
        return _("Something in the formula isn't counted by any module yet.")
    if any(word.may_not_judge or (word.source and word.source.smallest) for word in reading.words.values()):
        return _("Something in the formula could tell of single people, or comes of examinations. Leave it out.")
    return ""


class SettlementForm(AtPlaceForm):
    """Which of two sources holds. It is never changed: who thinks otherwise later settles it anew."""

    placed_by = "place"

    class Meta:
        model = Settlement
        fields = ["place", "rule", "holds", "reason"]
        field_classes = {"place": PlaceField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = CheckRule.objects.visible_to(self.viewer).filter(kind=CheckKind.CONFLICT).order_by("pk")
        self.fields["rule"].queryset = rows  # type: ignore[attr-defined]

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return bureaus_held(viewer)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        rule = found.get("rule")
        if self.place is not None:
            refuse_forbidden(self, ("reason",), self.place.path)
            if rule is not None and rule.path and not self.place.path.startswith(rule.path):
                self.add_error("rule", _("This rule belongs to another bureau."))
        return found
