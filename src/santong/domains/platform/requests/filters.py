"""Filters of the lists."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.requests.kinds import RequestKind
from santong.domains.platform.requests.models import Request
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter
from santong.kit.registry import registry

State = Request.State


def kind_choices() -> list[tuple[str, str]]:
    """The kinds that modules declare, and those that organisations made together."""
    return [(kind.name, str(kind.label)) for kind in registry.of(RequestKind)] + [("own", str(_("Own kinds")))]


class WaitingFilter(FilterSet):
    """By what is asked for, by whom, and by kind."""

    q = SearchFilter("title__holds", "asker__name__holds", placeholder=_("What or who"))
    kind = ChoiceFilter(label=_("All kinds"), choices=kind_choices, method="by_kind")

    class Meta:
        model = Request
        fields = ["q", "kind"]

    def by_kind(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """One kind, or all that organisations made."""
        return rows.filter(kind__startswith="own-") if value == "own" else rows.filter(kind=value)


class RequestFilter(WaitingFilter):
    """By whose it is and by state; without a choice one's own."""

    whose = ChoiceFilter(
        label=_("Asked by me"),
        choices=[("others", _("Asked by others")), ("all", _("Asked by anybody"))],
        method="by_asker",
    )
    state = ChoiceFilter(label=_("All states"), choices=State.choices)

    class Meta:
        model = Request
        fields = ["q", "whose", "kind", "state"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.form.cleaned_data.get("whose"):
            queryset = queryset.filter(asker_id=self.request.viewer.person_id)
        return super().filter_queryset(queryset)

    def by_asker(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those of others, or all."""
        return rows if value == "all" else rows.exclude(asker_id=self.request.viewer.person_id)
