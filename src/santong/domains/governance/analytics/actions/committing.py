"""The one way in which the lake changes: new files written, then a short transaction that names them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from santong.domains.governance.analytics.models import Lake, LakeFile


class Overtaken(Exception):
    """Another writer has changed the lake meanwhile; what was prepared must be prepared anew."""


def commit(
    lake: Lake,
    *,
    watermark: int | None = None,
    added: Collection[LakeFile] = (),
    removed: Collection[LakeFile] = (),
    stale: Collection[LakeFile] = (),
) -> None:
    """Change the content of the lake as it was read in `lake`; `Overtaken` when it is no longer so.

    Figures have to be worked out again from the first day of the `stale` files on. Killed before
    the end of the transaction, everything is as before, but for files that nobody names.
    """
    with transaction.atomic():
        present = Lake.objects.select_for_update().get(pk=lake.pk)
        if present.version != lake.version:
            raise Overtaken
        present.version += 1
        present.stale_since = _earliest(present.stale_since, stale)
        if watermark is not None:
            present.watermark, present.exported_at = watermark, timezone.now()
        LakeFile.objects.filter(pk__in=[file.pk for file in removed]).delete()
        LakeFile.objects.bulk_create(added)
        present.save()


def _earliest(known: date | None, files: Collection[LakeFile]) -> date | None:
    days = [file.first_day for file in files] + ([known] if known else [])
    return min(days, default=None)
