"""What the list of requests is narrowed by."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.people.models import Adoption
from santong.domains.campus.people.searching import PersonSearchFilter
from santong.kit.pages import ChoiceFilter, FilterSet


class AdoptionFilter(FilterSet):
    """By name and state."""

    q = PersonSearchFilter("person__")
    state = ChoiceFilter(label=_("All states"), choices=Adoption.State.choices)

    class Meta:
        model = Adoption
        fields = ["q", "state"]
