"""Filters of the list of leave."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.attendance.models import AttendanceRules, PupilLeave
from santong.domains.campus.people.public import PersonSearchFilter
from santong.domains.platform.organisations.public import PlaceFilter
from santong.kit.pages import ChoiceFilter, FilterSet, KeyFilter

WAITING, TODAY = "waiting", "today"


class LeaveFilter(FilterSet):
    """By the pupil's name, how it stands, kind, the pupil and a place (their keys)."""

    q = PersonSearchFilter("pupil__person__")
    state = ChoiceFilter(
        label=_("All states"),
        choices=[(WAITING, _("To be decided")), (TODAY, _("On leave today")), *PupilLeave.State.choices],
        method="of_state",
    )
    kind = ChoiceFilter(label=_("All kinds of leave"), choices=PupilLeave.Kind.choices)
    pupil = KeyFilter(label=_("Pupil"))
    place = PlaceFilter()

    class Meta:
        model = PupilLeave
        fields = ["q", "state", "kind", "pupil", "place"]

    def of_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those of one state, those that wait, or those that keep somebody away today."""
        if value == WAITING:
            return rows.filter(state__in=PupilLeave.WAITING)
        if value == TODAY:
            return rows.on(timezone.localdate())  # type: ignore[attr-defined]
        return rows.filter(state=value)


class RulesFilter(FilterSet):
    """By place."""

    place = PlaceFilter()

    class Meta:
        model = AttendanceRules
        fields = ["place"]
