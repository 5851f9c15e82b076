"""Filters of the lists of standards, items, rounds, places, findings and objections."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.governance.evaluation.models import (
    Band,
    Entrant,
    EvaluationRound,
    Finding,
    Objection,
    Standard,
    StandardItem,
    Subject,
)
from santong.domains.platform.organisations.public import PlaceFilter
from santong.kit.pages import ChoiceFilter, FilterSet, KeyFilter, SearchFilter


class StandardFilter(FilterSet):
    """By words, subject, and whose."""

    q = SearchFilter("name", "authority")
    subject = ChoiceFilter(label=_("Any subject"), choices=Subject.choices)
    whose = ChoiceFilter(
        label=pgettext_lazy("standard", "Library and own"),
        choices=[("library", pgettext_lazy("standard", "Library")), ("own", pgettext_lazy("standard", "Bureaus'"))],
        method="by_whose",
    )

    class Meta:
        model = Standard
        fields = ["q", "subject", "whose"]

    def by_whose(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those of the library, or those of bureaus."""
        return rows.filter(path="") if value == "library" else rows.exclude(path="")


class ItemFilter(FilterSet):
    """By words, standard and kind."""

    q = SearchFilter("label", "code", "section")
    kind = ChoiceFilter(label=_("Answered by anything"), choices=StandardItem.Kind.choices)
    standard = KeyFilter(field_name="standard", label=_("standard"))

    class Meta:
        model = StandardItem
        fields = ["q", "kind", "standard"]


class BandFilter(FilterSet):
    """By words and standard."""

    q = SearchFilter("label")
    standard = KeyFilter(field_name="standard", label=_("standard"))

    class Meta:
        model = Band
        fields = ["q", "standard"]


class RoundFilter(FilterSet):
    """By words, kind and status."""

    q = SearchFilter("name")
    kind = ChoiceFilter(label=_("All kinds"), choices=EvaluationRound.Kind.choices)
    state = ChoiceFilter(label=_("All statuses"), choices=EvaluationRound.State.choices)

    class Meta:
        model = EvaluationRound
        fields = ["q", "kind", "state"]


class EntrantFilter(FilterSet):
    """By words, status, round and place."""

    q = SearchFilter("place__name__holds", "round__name__holds")
    state = ChoiceFilter(label=_("All statuses"), choices=Entrant.State.choices)
    round = KeyFilter(field_name="round", label=_("round"))
    place = PlaceFilter()

    class Meta:
        model = Entrant
        fields = ["q", "state", "round", "place"]


class FindingFilter(FilterSet):
    """By words, status, lateness, round and place."""

    q = SearchFilter("text__holds", "entrant__place__name__holds")
    state = ChoiceFilter(label=_("All statuses"), choices=Finding.State.choices)
    time = ChoiceFilter(label=_("Due at any time"), choices=[("late", _("Overdue"))], method="by_time")
    round = KeyFilter(field_name="entrant__round", label=_("round"))
    place = PlaceFilter()

    class Meta:
        model = Finding
        fields = ["q", "state", "time", "round", "place"]

    def by_time(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those that should have been put right by now."""
        return rows.filter(state=Finding.State.OPEN, due__lt=timezone.localdate())


class ObjectionFilter(FilterSet):
    """By words, status, round and place."""

    q = SearchFilter("text__holds", "entrant__place__name__holds")
    state = ChoiceFilter(label=_("All statuses"), choices=Objection.State.choices)
    round = KeyFilter(field_name="entrant__round", label=_("round"))
    place = PlaceFilter()

    class Meta:
        model = Objection
        fields = ["q", "state", "round", "place"]
