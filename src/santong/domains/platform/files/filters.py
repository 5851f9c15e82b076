"""Filters of file lists."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.files.models import File, Kind
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter


class FileFilter(FilterSet):
    """By name, kind and state."""

    q = SearchFilter("name", placeholder=_("Name of the file"))
    kind = ChoiceFilter(label=_("All kinds"), choices=Kind.choices)
    state = ChoiceFilter(label=_("All states"), choices=File.State.choices)

    class Meta:
        model = File
        fields = ["q", "kind", "state"]
