"""Reads on who is away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from santong.domains.campus.office.models import Absence
from santong.kit.access import Viewer
from santong.kit.agenda import Entry, all_day


def away_entries(viewer: Viewer, begins: datetime, ends: datetime) -> Iterator[Entry]:
    """Who of those that a viewer sees is away, they themselves among them; not why."""
    first, last = timezone.localtime(begins).date(), timezone.localtime(ends).date()
    rows = Absence.objects.visible_to(viewer).filter(since__lt=last, until__gte=first).select_related("person")
    for row in rows:
        yield all_day(str(row.pk), f"{row.person.name} · {row.get_kind_display()}", row.since, row.until)
