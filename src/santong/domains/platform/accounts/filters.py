"""Filters of the list of accounts."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.access.public import holders
from santong.domains.platform.accounts.models import HelpRequest
from santong.domains.platform.accounts.queries import STATES, in_state
from santong.domains.platform.identity.public import ACTIVATE, Person, called
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import below
from santong.kit.access.roles import roles_by_name
from santong.kit.pages import ChoiceFilter, FilterSet, KeyFilter, SearchFilter

State = HelpRequest.State


def role_choices() -> list[tuple[str, Any]]:
    """All roles, in the order of their declaration."""
    return [(role.name, role.label) for role in roles_by_name().values()]


def called_or_named(word: str) -> Q:
    """By name or username. Joined by OR the databases would walk through everybody; so each is asked by its index."""
    people = Person.objects.unscoped("narrows people down who are seen anyhow").order_by()
    by_username = people.filter(username__begins=word).values("pk")
    return Q(pk__in=people.filter(called(word)).values("pk").union(by_username))


class AccountFilter(FilterSet):
    """By name, role, state, and where the record is kept (with all below)."""

    q = SearchFilter(called_or_named, placeholder=_("Name or username"))
    role = ChoiceFilter(label=_("All roles"), choices=role_choices, method="by_role")
    state = ChoiceFilter(
        label=_("Any state"), choices=[(state, label) for state, (label, _tone) in STATES.items()], method="by_state"
    )
    organisation = KeyFilter(label=_("Organisation"), method="by_organisation")

    class Meta:
        model = Person
        fields = ["q", "role", "state", "organisation"]

    def by_role(self, rows: Any, name: str, value: str) -> QuerySet:
        return rows.filter(pk__in=holders(value))

    def by_state(self, rows: Any, name: str, value: str) -> QuerySet:
        return in_state(rows, value)

    def by_organisation(self, rows: Any, name: str, value: Any) -> QuerySet:
        place = Organisation.objects.visible_to(self.request.viewer).filter(pk=value).first()
        return rows.filter(below("path", place.path)) if place else rows.none()


class HelpFilter(FilterSet):
    """By person, place and state; without a choice what waits at the viewer's own places."""

    q = SearchFilter(partial(called, person="person__"), "person__username__begins", placeholder=_("Name or username"))
    whose = ChoiceFilter(label=_("Asked of me"), choices=[("all", _("With those of below"))], method="by_place")
    state = ChoiceFilter(
        label=State.OPEN.label,
        choices=[(state.value, state.label) for state in State if state != State.OPEN] + [("any", _("All states"))],
        method="by_state",
    )

    class Meta:
        model = HelpRequest
        fields = ["q", "whose", "state"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.form.cleaned_data.get("whose"):
            queryset = queryset.filter(path__in=self.request.viewer.paths(ACTIVATE))
        if not self.form.cleaned_data.get("state"):
            queryset = queryset.filter(state=State.OPEN)
        return super().filter_queryset(queryset)

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows if value == "any" else rows.filter(state=value)

    def by_place(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows
