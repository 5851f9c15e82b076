"""Filters of the lists."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.public import Kind, Level, Resource
from santong.domains.learning.sourcing.models import Account, Call, Certificate, Entry, Pack, Price, Transaction
from santong.domains.learning.sourcing.queries.schools import own_schools, schools_seen
from santong.domains.learning.sourcing.tables import CALL_STATES, PACK_STATES
from santong.domains.platform.organisations.public import Stage
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter
from santong.lib.subjects import SUBJECTS


def subjects() -> list[tuple[str, str]]:
    """All subjects as choices."""
    return [(name, name) for name in sorted(SUBJECTS)]


class CallFilter(FilterSet):
    """By words, state, stage and subject."""

    q = SearchFilter("title", "wanted", "organisation__name__holds")
    state = ChoiceFilter(label=_("All statuses"), choices=list(CALL_STATES.items()), method="by_state")
    stage = ChoiceFilter(label=_("All stages"), choices=Stage.choices)
    subject = ChoiceFilter(label=_("All subjects"), choices=subjects)

    class Meta:
        model = Call
        fields = ["q", "state", "stage", "subject"]

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """An open call whose deadline has passed is being decided."""
        today = timezone.localdate()
        if value == "open":
            return rows.filter(state=Call.State.OPEN, deadline__gte=today)
        if value == "deciding":
            return rows.filter(state=Call.State.OPEN, deadline__lt=today)
        return rows.filter(state=value)


class CertificateFilter(FilterSet):
    """By words, level and validity."""

    q = SearchFilter("resource__title__holds", "reason", "organisation__name__holds")
    level = ChoiceFilter(label=_("All levels"), choices=Level.choices)
    state = ChoiceFilter(
        label=_("All statuses"),
        choices=[("valid", _("Valid")), ("revoked", _("Certificate revoked"))],
        method="by_state",
    )

    class Meta:
        model = Certificate
        fields = ["q", "level", "state"]

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Valid ones, or revoked ones."""
        return rows.filter(revoked_at__isnull=value == "valid")


class StatementFilter(FilterSet):
    """By words, account, occasion and direction."""

    q = SearchFilter("transaction__resource__title__holds", "transaction__memo__holds")
    whose = ChoiceFilter(
        label=_("All accounts"),
        choices=[("mine", _("Mine")), ("place", _("My school's or bureau's"))],
        method="by_account",
    )
    kind = ChoiceFilter(label=_("All occasions"), choices=Transaction.Kind.choices, field_name="transaction__kind")
    way = ChoiceFilter(label=_("In and out"), choices=[("in", _("Received")), ("out", _("Spent"))], method="by_way")

    class Meta:
        model = Entry
        fields = ["q", "whose", "kind", "way"]

    def by_account(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """One's own account, or those of one's places."""
        return rows.filter(account__kind=Account.Kind.PERSON if value == "mine" else Account.Kind.PLACE)

    def by_way(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """What came in, or what went out."""
        return rows.filter(amount__gt=0) if value == "in" else rows.filter(amount__lt=0)


class TransactionFilter(FilterSet):
    """By words and occasion."""

    q = SearchFilter("memo", "resource__title__holds")
    kind = ChoiceFilter(label=_("All occasions"), choices=Transaction.Kind.choices)

    class Meta:
        model = Transaction
        fields = ["q", "kind"]


class PriceFilter(FilterSet):
    """By words, kind and subject."""

    q = SearchFilter("resource__title__holds", "resource__keywords__holds")
    kind = ChoiceFilter(label=_("All kinds"), choices=Kind.choices, field_name="resource__kind")
    subject = ChoiceFilter(label=_("All subjects"), choices=subjects, field_name="resource__subject")

    class Meta:
        model = Price
        fields = ["q", "kind", "subject"]


class PackFilter(FilterSet):
    """By words and state of the licence."""

    q = SearchFilter("title", "supplier")
    state = ChoiceFilter(label=_("All statuses"), choices=list(PACK_STATES.items()), method="by_state")

    class Meta:
        model = Pack
        fields = ["q", "state"]

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """As of today."""
        today = timezone.localdate()
        if value == "coming":
            return rows.filter(begins__gt=today)
        return rows.filter(ends__lt=today) if value == "expired" else rows.filter(begins__lte=today, ends__gte=today)


class SchoolLibraryFilter(FilterSet):
    """By words, school, subject, kind and certificate; without a choice one's own school."""

    q = SearchFilter("title", "keywords", "summary")
    school = ChoiceFilter(label=_("My school"), choices=(), method="by_school")
    subject = ChoiceFilter(label=_("All subjects"), choices=subjects)
    kind = ChoiceFilter(label=_("All kinds"), choices=Kind.choices)
    certified = ChoiceFilter(label=_("Certified or not"), choices=Level.choices)

    class Meta:
        model = Resource
        fields = ["q", "school", "subject", "kind", "certified"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own_schools(self.request.viewer)
        label = _("My school") if self.own else _("All schools")
        viewer, own, asked = self.request.viewer, self.own, self.data.get("school", "")
        # A function: only a page that shows the drop-down asks for its hundreds of schools.
        self.filters["school"].extra |= {"choices": lambda: schools_seen(viewer, own, asked), "empty_label": label}

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if self.own and not self.form.cleaned_data.get("school"):
            queryset = queryset.filter(organisation__in=self.own)
        return super().filter_queryset(queryset)

    def by_school(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """What came from one school."""
        return rows.filter(organisation=int(value))
