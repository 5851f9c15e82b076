"""Filters of course choices and moving classes."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.choices.models import (
    ChoiceRound,
    Chooser,
    GroupMember,
    MovingPlan,
    Offer,
    TeachingGroup,
)
from santong.domains.campus.people.public import PersonSearchFilter
from santong.domains.platform.organisations.public import PlaceFilter
from santong.kit.pages import ChoiceFilter, FilterSet, KeyFilter, SearchFilter


class RoundFilter(FilterSet):
    """By name, state and place."""

    q = SearchFilter("name", "school__name")
    state = ChoiceFilter(label=_("All statuses"), choices=ChoiceRound.State.choices)
    place = PlaceFilter()

    class Meta:
        model = ChoiceRound
        fields = ["q", "state", "place"]


class OfferFilter(FilterSet):
    """By name and the choice (its key)."""

    q = SearchFilter("name", "round__name")
    round = KeyFilter(label=_("Course choice"))

    class Meta:
        model = Offer
        fields = ["q", "round"]


class ChooserFilter(FilterSet):
    """By the pupil's name, how far they are, the choice (its key) and a place."""

    q = PersonSearchFilter("pupil__person__")
    how = ChoiceFilter(
        label=_("All pupils"),
        choices=[
            ("missing", _("Handed in nothing")), ("unconfirmed", _("Not confirmed by a guardian")),
            ("moved", _("Other places than before")),
        ],
        method="how_far",
    )  # fmt: skip
    round = KeyFilter(label=_("Course choice"))
    place = PlaceFilter()

    class Meta:
        model = Chooser
        fields = ["q", "how", "round", "place"]

    def how_far(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those without wishes, those whose guardian hasn't confirmed them, those with other places than before."""
        if value == "missing":
            return rows.filter(handed_in_at=None)
        if value == "moved":
            return rows.filter(moved=True)
        return rows.filter(round__asks_guardian=True, confirmed_at=None, handed_in_at__isnull=False)


class PlanFilter(FilterSet):
    """By the name of the choice, state and place."""

    q = SearchFilter("round__name")
    state = ChoiceFilter(label=_("All statuses"), choices=MovingPlan.State.choices)
    place = PlaceFilter()

    class Meta:
        model = MovingPlan
        fields = ["q", "state", "place"]


class GroupFilter(FilterSet):
    """By subject or teacher, and plan (its key)."""

    q = SearchFilter("subject", "teacher__person__name")
    plan = KeyFilter(label=_("Moving classes"))
    place = PlaceFilter()

    class Meta:
        model = TeachingGroup
        fields = ["q", "plan", "place"]


class MemberFilter(FilterSet):
    """By the pupil's name, who has no group or another one than before, group, plan (their keys) and a place."""

    q = PersonSearchFilter("pupil__person__")
    how = ChoiceFilter(
        label=_("All places"), choices=[("clash", _("Without a group")), ("moved", _("Other group than before"))],
        method="how_far",
    )  # fmt: skip
    group = KeyFilter(label=_("Teaching group"))
    plan = KeyFilter(label=_("Moving classes"))
    place = PlaceFilter()

    class Meta:
        model = GroupMember
        fields = ["q", "how", "group", "plan", "place"]

    def how_far(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those who have no group of a subject, or another one than before."""
        if value == "clash":
            return rows.filter(group=None, plan__runs__gte=1)
        return rows.exclude(was="")
