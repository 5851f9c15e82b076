"""Filters of lists of staff."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.people.public import PersonSearchFilter
from santong.domains.campus.staff.models import Staff
from santong.domains.platform.organisations.public import PlaceFilter, Stage
from santong.kit.pages import ChoiceFilter, FilterSet
from santong.lib.subjects import SUBJECTS

ANY = "any"
KINDS = (("teachers", _("Teachers")), ("others", _("Other staff")))


class StaffFilter(FilterSet):
    """By name or number, kind, subject, status, and a place with all below it (its key)."""

    q = PersonSearchFilter()
    kind = ChoiceFilter(label=_("All staff"), choices=KINDS, method="of_kind")
    subject = ChoiceFilter(
        label=_("All subjects"),
        choices=[(ANY, _("With a subject")), *((name, name) for name in sorted(SUBJECTS))],
        method="with_subject",
    )
    status = ChoiceFilter(label=_("All statuses"), choices=Staff.Status.choices)
    stage = ChoiceFilter(label=_("All stages"), choices=Stage.choices)

    place = PlaceFilter()

    class Meta:
        model = Staff
        fields = ["q", "kind", "subject", "stage", "status", "place"]

    def of_kind(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Full-time teachers or the others."""
        return rows.filter(is_teacher=value == "teachers")

    def with_subject(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those who teach a subject, or any."""
        if value == ANY:
            return rows.exclude(subjects="")
        return rows.filter(subjects__contains=value)
