"""Filters of organisation lists."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.models import Organisation
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter


class OrganisationFilter(FilterSet):
    """By name or code, and by kind."""

    q = SearchFilter("name", "short_name", "code", placeholder=_("Name or code"))
    kind = ChoiceFilter(label=_("All kinds"), choices=Organisation.Kind.choices)

    class Meta:
        model = Organisation
        fields = ["q", "kind"]
