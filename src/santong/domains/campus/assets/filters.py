"""Filters of the lists of the register."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.assets.models import (
    Asset,
    AssetClass,
    Difference,
    Loan,
    Repair,
    Retirement,
    StockTake,
)
from santong.domains.campus.assets.models.register import oldest_of
from santong.domains.platform.organisations.public import PlaceFilter
from santong.kit.pages import ChoiceFilter, FilterSet, KeyFilter, SearchFilter

PRESENT, ALL = "present", "all"
AGES = (("3", _("Up to 3 years old")), ("6", _("3 to 6 years old")), ("6+", _("Older than 6 years")))


class AssetFilter(FilterSet):
    """By words, class, status, use, age and keeper; what is lost or retired is left away unless asked for."""

    q = SearchFilter("name", "number", "model", "serial", "room__name__holds", "keeper__name__holds",
                     placeholder=_("Name, number, serial number, room, keeper"))  # fmt: skip
    group = ChoiceFilter(field_name="asset_class__group", label=_("All groups"), choices=AssetClass.Group.choices)
    state = ChoiceFilter(
        label=_("In the register"), choices=[*Asset.State.choices, (ALL, _("In any status"))], method="by_state"
    )
    use = ChoiceFilter(label=_("For any use"), choices=Asset.Use.choices)
    age = ChoiceFilter(label=_("Of any age"), choices=AGES, method="by_age")
    whose = ChoiceFilter(
        label=_("Kept by anybody"),
        choices=[("mine", _("Kept by me")), ("nobody", _("Without a keeper"))],
        method="by_keeper",
    )
    money = ChoiceFilter(label=_("Paid from anything"), choices=Asset.Money.choices)
    room = KeyFilter(field_name="room", label=_("room"))
    asset_class = KeyFilter(field_name="asset_class", label=_("class of the asset"))
    place = PlaceFilter()

    class Meta:
        model = Asset
        fields = ["q", "group", "state", "use", "age", "whose", "money", "room", "asset_class", "place"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.form.cleaned_data.get("state"):
            queryset = queryset.filter(state__in=Asset.PRESENT)
        return super().filter_queryset(queryset)

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those of a status, or of any."""
        return rows if value == ALL else rows.filter(state=value)

    def by_age(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """By the years since they were bought; what was bought on a day that isn't known is in none."""
        if value == "3":
            return rows.filter(bought_on__gt=oldest_of(3))
        if value == "6":
            return rows.filter(bought_on__lte=oldest_of(3), bought_on__gt=oldest_of(6))
        return rows.filter(bought_on__lte=oldest_of(6))

    def by_keeper(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The viewer's own, or nobody's."""
        return rows.filter(keeper=self.request.viewer.person_id if value == "mine" else None)


class ClassFilter(FilterSet):
    """By words and group."""

    q = SearchFilter("name", "code")
    group = ChoiceFilter(label=_("All groups"), choices=AssetClass.Group.choices)

    class Meta:
        model = AssetClass
        fields = ["q", "group"]


class LoanFilter(FilterSet):
    """What is out, unless others are asked for."""

    q = SearchFilter("asset__name__holds", "asset__number__holds", "borrower__name__holds")
    time = ChoiceFilter(
        label=_("Out at present"),
        choices=[("late", _("Out too long")), ("back", pgettext_lazy("loans", "Back")), (ALL, _("All loans"))],
        method="by_time",
    )
    whose = ChoiceFilter(label=_("Lent to anybody"), choices=[("mine", _("Borrowed by me"))], method="by_whose")
    place = PlaceFilter()

    class Meta:
        model = Loan
        fields = ["q", "time", "whose", "place"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.form.cleaned_data.get("time"):
            queryset = queryset.filter(returned_on=None)
        return super().filter_queryset(queryset)

    def by_time(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those out too long, those that are back, or all."""
        if value == "late":
            return rows.filter(returned_on=None, due__lt=timezone.localdate())
        return rows.exclude(returned_on=None) if value == "back" else rows

    def by_whose(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The viewer's own."""
        return rows.filter(borrower=self.request.viewer.person_id)


class RepairFilter(FilterSet):
    """Open ones, unless others are asked for."""

    q = SearchFilter("asset__name__holds", "asset__number__holds", "words", "asset__room__name__holds")
    state = ChoiceFilter(
        label=_("Not mended yet"), choices=[*Repair.State.choices, (ALL, _("In any status"))], method="by_state"
    )
    fault = ChoiceFilter(label=_("All faults"), choices=Repair.Fault.choices)
    whose = ChoiceFilter(label=_("Reported by anybody"), choices=[("mine", _("Reported by me"))], method="by_whose")
    place = PlaceFilter()

    class Meta:
        model = Repair
        fields = ["q", "state", "fault", "whose", "place"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.form.cleaned_data.get("state"):
            queryset = queryset.filter(state__in=Repair.OPEN)
        return super().filter_queryset(queryset)

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those of a status, or of any."""
        return rows if value == ALL else rows.filter(state=value)

    def by_whose(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The viewer's own."""
        return rows.filter(reported_by=self.request.viewer.person_id)


class RetirementFilter(FilterSet):
    """By words and status."""

    q = SearchFilter("title", "paper")
    state = ChoiceFilter(label=_("In any status"), choices=Retirement.State.choices)
    place = PlaceFilter()

    class Meta:
        model = Retirement
        fields = ["q", "state", "place"]


class StockTakeFilter(FilterSet):
    """By words and status."""

    q = SearchFilter("title")
    state = ChoiceFilter(label=_("In any status"), choices=StockTake.State.choices)
    place = PlaceFilter()

    class Meta:
        model = StockTake
        fields = ["q", "state", "place"]


class DifferenceFilter(FilterSet):
    """Open ones, unless others are asked for."""

    q = SearchFilter("asset__name__holds", "asset__number__holds", "code", "room__name__holds")
    kind = ChoiceFilter(label=_("All differences"), choices=Difference.Kind.choices)
    state = ChoiceFilter(
        label=_("Not decided yet"), choices=[*Difference.State.choices, (ALL, _("In any status"))], method="by_state"
    )
    take = KeyFilter(field_name="stock_take", label=_("stock-taking"))

    class Meta:
        model = Difference
        fields = ["q", "kind", "state", "take"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.form.cleaned_data.get("state"):
            queryset = queryset.filter(state=Difference.State.OPEN)
        return super().filter_queryset(queryset)

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those of a status, or of any."""
        return rows if value == ALL else rows.filter(state=value)
