"""Filters of the lists."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.sourcing.models import Call
from santong.domains.learning.sourcing.tables import CALL_STATES
from santong.domains.platform.organisations.public import Stage
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter
from santong.lib.subjects import SUBJECTS


def subjects() -> list[tuple[str, str]]:
    """All subjects as choices."""
    return [(name, name) for name in sorted(SUBJECTS)]


class CallFilter(FilterSet):
    """By words, state, stage and subject."""

    q = SearchFilter("title", "wanted", "organisation__name__icontains")
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
