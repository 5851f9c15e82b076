"""Reads of the lake's state."""

from __future__ import annotations

from datetime import date

from santong.domains.governance.analytics.models import Lake, LakeFile


def lake() -> Lake:
    """The state of the lake; its row is made when first asked for."""
    return Lake.objects.get_or_create(pk=1)[0]


def files_with_days_from(first: date | None = None) -> list[LakeFile]:
    """The files of the lake, without those of earlier months than that of `first` ."""
    rows = LakeFile.objects.order_by("month", "county", "first_seq")
    return list(rows if first is None else rows.filter(month__gte=f"{first:%Y-%m}"))
