"""What is known about activities."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from santong.domains.platform.records.callers import Caller
from santong.domains.platform.records.models import ActivityDefinition
from santong.domains.platform.records.xapi.terms import ACTIVITY, list_of


def definitions_of(iris: Iterable[str], caller: Caller) -> dict[str, dict[str, Any]]:
    """The definitions of activities as the caller's organisation knows them."""
    numbers = [list_of(ACTIVITY, iri) for iri in iris]
    rows = ActivityDefinition.objects.filter(organisation_id=caller.organisation_id, activity__in=numbers)
    return {row.iri: row.definition for row in rows}
