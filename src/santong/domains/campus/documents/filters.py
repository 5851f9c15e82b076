"""Filters of the lists of documents; their search reads title, text, number and attached files."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.documents.indexing import IN, OUT, found_keys
from santong.domains.campus.documents.models import ArchiveItem, Delivery, Document, DocumentKind, Incoming, Number
from santong.domains.platform.organisations.public import PlaceFilter
from santong.kit.pages import ChoiceFilter, FilterSet, KeyFilter, SearchFilter

YEARS = 12


class FullTextFilter(SearchFilter):
    """Finds by the full-text index of one side, and by what stands in the columns."""

    def __init__(self, side: str, *fields: str, **kwargs: Any) -> None:
        self.side = side
        super().__init__(*fields, **kwargs)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        if not (value or "").split():
            return qs
        every = Q()
        for word in value.split():
            every &= self.condition(word)
        return qs.filter(every | Q(pk__in=found_keys(self.parent.request.viewer, value, self.side)))


def years() -> list[tuple[str, str]]:
    """This year and those before it."""
    this = timezone.localdate().year
    return [(str(year), str(year)) for year in range(this, this - YEARS, -1)]


class YearFilter(ChoiceFilter):
    """By the year of a field with a date or a number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("All years"), choices=years, **kwargs)


class DocumentFilter(FilterSet):
    """By words, kind, year, state and organisation."""

    q = FullTextFilter(OUT, "title", "number__series__code__holds", placeholder=_("Title, text, number, attachment"))
    kind = ChoiceFilter(label=_("All kinds"), choices=DocumentKind.choices)
    state = ChoiceFilter(label=_("All states"), choices=Document.State.choices)
    year = YearFilter(field_name="issued_on__year")
    number = KeyFilter(field_name="number__number", label=_("number"))
    place = PlaceFilter()

    class Meta:
        model = Document
        fields = ["q", "kind", "state", "year", "number", "place"]


class IncomingFilter(FilterSet):
    """By words, kind, year, state and organisation."""

    q = FullTextFilter(IN, "title", "sender", "sender_number", placeholder=_("Title, text, sender, attachment"))
    kind = ChoiceFilter(label=_("All kinds"), choices=DocumentKind.choices)
    state = ChoiceFilter(label=_("All states"), choices=Incoming.State.choices)
    year = YearFilter(field_name="year")
    late = ChoiceFilter(label=_("Due or not"), choices=[("late", _("Overdue"))], method="by_late")
    place = PlaceFilter()

    class Meta:
        model = Incoming
        fields = ["q", "kind", "state", "year", "late", "place"]

    def by_late(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those that should have been concluded."""
        over = (Incoming.State.CLOSED, Incoming.State.ARCHIVED)
        return rows.filter(due_on__lt=timezone.localdate()).exclude(state__in=over)


class DeliveryFilter(FilterSet):
    """Those to be signed for, unless others are asked for."""

    q = SearchFilter("title", "sender", "number_text")
    state = ChoiceFilter(
        label=_("To be signed for"),
        choices=[("signed", _("Signed for")), ("withdrawn", _("Withdrawn by the sender")), ("all", _("All of them"))],
        method="by_state",
    )

    class Meta:
        model = Delivery
        fields = ["q", "state"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.form.cleaned_data.get("state"):
            queryset = queryset.filter(state=Delivery.State.SENT)
        return super().filter_queryset(queryset)

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those in a state, or all."""
        return rows if value == "all" else rows.filter(state=value)


class NumberFilter(FilterSet):
    """By words, year and whether they are void."""

    q = SearchFilter("series__code__holds", "document__title__holds", "void_because")
    year = YearFilter(field_name="year")
    void = ChoiceFilter(
        label=_("Void or not"), choices=[("void", _("Void numbers")), ("used", _("Numbers in use"))], method="by_void"
    )

    class Meta:
        model = Number
        fields = ["q", "year", "void"]

    def by_void(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Numbers with or without a reason why they are void."""
        return rows.exclude(void_because="") if value == "void" else rows.filter(void_because="")


class ArchiveFilter(FilterSet):
    """By words, year, retention and direction."""

    q = SearchFilter("title", "number_text", "responsible")
    year = YearFilter(field_name="year")
    retention = ChoiceFilter(label=_("All retentions"), choices=ArchiveItem.Retention.choices)
    side = ChoiceFilter(
        label=_("Outgoing and incoming"), choices=[("out", _("Outgoing")), ("in", _("Incoming"))], method="by_side"
    )
    place = PlaceFilter()

    class Meta:
        model = ArchiveItem
        fields = ["q", "year", "retention", "side", "place"]

    def by_side(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """What went out, or what came in."""
        return rows.filter(document__isnull=value == "in")
