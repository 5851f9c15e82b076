"""Filters of the lists of templates, fields, rounds and reports."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.governance.reports.models import Report, ReportField, ReportTemplate, Round
from santong.domains.governance.reports.periods import Rhythm
from santong.domains.platform.organisations.public import PlaceFilter
from santong.kit.pages import ChoiceFilter, FilterSet, KeyFilter, SearchFilter


class TemplateFilter(FilterSet):
    """By words, rhythm, and whose."""

    q = SearchFilter("name", "authority")
    rhythm = ChoiceFilter(label=_("Any rhythm"), choices=Rhythm.choices)
    whose = ChoiceFilter(
        label=_("Library and own"),
        choices=[("library", pgettext_lazy("report template", "Library")), ("own", _("Bureaus'"))],
        method="by_whose",
    )

    class Meta:
        model = ReportTemplate
        fields = ["q", "rhythm", "whose"]

    def by_whose(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those of the library, or those of bureaus."""
        return rows.filter(path="") if value == "library" else rows.exclude(path="")


class FieldFilter(FilterSet):
    """By words, template and kind."""

    q = SearchFilter("label", "code", "section")
    kind = ChoiceFilter(label=_("From anywhere"), choices=ReportField.Kind.choices)
    template = KeyFilter(field_name="template", label=_("report template"))

    class Meta:
        model = ReportField
        fields = ["q", "kind", "template"]


class RoundFilter(FilterSet):
    """By words, and what is running or over."""

    q = SearchFilter("template__name__holds")
    time = ChoiceFilter(
        label=_("Running and over"),
        choices=[("running", pgettext_lazy("report template", "Running")), ("over", _("Over"))],
        method="by_time",
    )
    template = KeyFilter(field_name="template", label=_("report template"))

    class Meta:
        model = Round
        fields = ["q", "time", "template"]

    def by_time(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Rounds whose last day is still to come, or those in which it has passed."""
        today = timezone.localdate()
        return rows.filter(due__gte=today) if value == "running" else rows.filter(due__lt=today)


class ReportFilter(FilterSet):
    """By words, status, place, round and lateness."""

    q = SearchFilter("place__name__holds", "round__template__name__holds")
    state = ChoiceFilter(label=_("All statuses"), choices=Report.State.choices)
    time = ChoiceFilter(
        label=_("Due at any time"), choices=[("late", _("Late")), ("unusual", _("With unusual figures"))],
        method="by_time",
    )  # fmt: skip
    round = KeyFilter(field_name="round", label=_("round of reports"))
    place = PlaceFilter()

    class Meta:
        model = Report
        fields = ["q", "state", "time", "round", "place"]

    def by_time(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those that are late, or those with figures to look at."""
        if value == "late":
            return rows.filter(state__in=Report.OPEN, round__due__lt=timezone.localdate())
        return rows.filter(asks__gt=0)
