"""Filters of the lists of indicators and plans."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.governance.indicators.kinds import Level
from santong.domains.governance.indicators.models import Indicator, Plan
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter


class IndicatorFilter(FilterSet):
    """By words, level, whose they are, and state."""

    q = SearchFilter("name__holds", "code", "topic__holds", placeholder=_("Name, code, part"))
    level = ChoiceFilter(label=_("All levels"), choices=Level.choices)
    whose = ChoiceFilter(
        label=_("Of the platform and of bureaus"),
        choices=[("platform", _("Of the platform")), ("bureaus", _("Of bureaus"))],
        method="by_whose",
    )
    state = ChoiceFilter(
        label=_("All states"),
        choices=[
            ("draft", pgettext_lazy("indicator", "Draft")),
            ("published", pgettext_lazy("indicator", "Published")),
            ("retired", pgettext_lazy("indicator", "Retired")),
        ],
        method="by_state",
    )

    class Meta:
        model = Indicator
        fields = ["q", "level", "whose", "state"]

    def by_whose(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those that came with the product, or those of bureaus."""
        return rows.filter(path="") if value == "platform" else rows.exclude(path="")

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Drafts, published ones, retired ones."""
        if value == "draft":
            return rows.filter(is_published=False)
        return rows.filter(is_published=True, retired_from__isnull=value == "published")


class PlanFilter(FilterSet):
    """By words and by where they stand."""

    q = SearchFilter("name__holds", "authority__holds", placeholder=_("Name or authority"))
    state = ChoiceFilter(
        label=_("Library and plans of bureaus"),
        choices=[
            ("library", pgettext_lazy("plan", "Library")),
            ("running", pgettext_lazy("plan", "Running")),
            ("coming", pgettext_lazy("plan", "Not begun")),
            ("over", pgettext_lazy("plan", "Over")),
        ],
        method="by_state",
    )

    class Meta:
        model = Plan
        fields = ["q", "state"]

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """As `Plan.status`."""
        today = timezone.localdate()
        if value == "library":
            return rows.filter(path="")
        rows = rows.exclude(path="")
        if value == "coming":
            return rows.filter(since__gt=today)
        return rows.filter(until__lt=today) if value == "over" else rows.filter(since__lte=today, until__gte=today)
