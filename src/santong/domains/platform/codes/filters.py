"""Filters of code lists."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.codes.catalogue import TABLES
from santong.domains.platform.codes.models import Code
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter

STATES = (("present", _("In force")), ("past", _("No longer in force")))


class CodeFilter(FilterSet):
    """By table, by code or name, and by whether the code holds today."""

    q = SearchFilter("code", "name", placeholder=_("Code or name"))
    table = ChoiceFilter(
        field_name="table__name", label=_("All code tables"), choices=[(t.name, t.label) for t in TABLES.values()]
    )
    state = django_filters.ChoiceFilter(
        label=_("Past and present"), empty_label=_("Past and present"), choices=STATES, method="by_state"
    )

    class Meta:
        model = Code
        fields = ["q", "table", "state"]

    def by_state(self, rows: Any, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        return rows.filter(valid_until__lt=today) if value == "past" else rows.on(today)
