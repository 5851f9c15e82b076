"""Filters of lists of appointments."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.access.models import Appointment
from santong.domains.platform.access.review import REASONS
from santong.domains.platform.access.tables import FACTOR, STATES
from santong.domains.platform.identity.public import called
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer, below
from santong.kit.access.roles import roles_by_name
from santong.kit.pages import ChoiceFilter, FilterSet, KeyFilter, SearchFilter


def role_choices() -> list[tuple[str, Any]]:
    """The roles that people are appointed to, in the order of their declaration."""
    return [(role.name, role.label) for role in roles_by_name().values()]


def within_organisation(rows: Any, viewer: Viewer, key: int) -> QuerySet:
    """The rows at an organisation and below it; none when the viewer doesn't see it."""
    place = Organisation.objects.visible_to(viewer).filter(pk=key).first()
    return rows.filter(below("path", place.path)) if place else rows.none()


class AppointmentFilter(FilterSet):
    """By person, role, state, and organisation (with all below it)."""

    q = SearchFilter(partial(called, person="person__"), "person__username", placeholder=_("Name or username"))
    role = ChoiceFilter(label=_("All roles"), choices=role_choices)
    state = ChoiceFilter(label=_("Held now or before"), choices=list(STATES.items()), method="by_state")
    organisation = KeyFilter(label=_("Organisation"), method="by_organisation")

    class Meta:
        model = Appointment
        fields = ["q", "role", "state", "organisation"]

    def by_state(self, rows: Any, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        if value == "present":
            return rows.on(today)
        over = Q(valid_until__lt=today) | ~Q(ended_at=None)
        return rows.filter(valid_from__gt=today) if value == "future" else rows.filter(over)

    def by_organisation(self, rows: Any, name: str, value: Any) -> QuerySet:
        return within_organisation(rows, self.request.viewer, value)


class FactorFilter(FilterSet):
    """By person, role, whether there is a second factor, and organisation (with all below it)."""

    q = SearchFilter(partial(called, person="person__"), "person__username", placeholder=_("Name or username"))
    role = ChoiceFilter(label=_("All roles"), choices=role_choices)
    factor = ChoiceFilter(label=_("With and without"), choices=list(FACTOR.items()), method="by_factor")
    organisation = KeyFilter(label=_("Organisation"), method="by_organisation")

    class Meta:
        model = Appointment
        fields = ["q", "role", "factor", "organisation"]

    def by_factor(self, rows: Any, name: str, value: str) -> QuerySet:
        return rows.filter(has_factor=value == "yes")

    def by_organisation(self, rows: Any, name: str, value: Any) -> QuerySet:
        return within_organisation(rows, self.request.viewer, value)


class StaleFilter(FilterSet):
    """By person, role and why somebody should look."""

    q = SearchFilter(partial(called, person="person__"), "person__username", placeholder=_("Name or username"))
    role = ChoiceFilter(label=_("All roles"), choices=role_choices)
    reason = ChoiceFilter(label=_("For any reason"), choices=list(REASONS.items()))

    class Meta:
        model = Appointment
        fields = ["q", "role"]
