"""Filters of the list of tokens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.tokens.models import Token
from santong.kit.pages import FilterSet, SearchFilter


class TokenFilter(FilterSet):
    """By name, purpose or key."""

    q = SearchFilter("name", "purpose", "key", placeholder=_("Name, purpose or key"))

    class Meta:
        model = Token
        fields = ["q"]
