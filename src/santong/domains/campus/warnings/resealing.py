"""Sealing notes of early warnings anew with the newest key."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from santong.domains.campus.warnings.models import EarlyWarning

TOGETHER = 500


def reseal() -> int:
    """Returns how many warnings had notes of an older key. Can be interrupted."""
    done, last = 0, 0
    rows = EarlyWarning.objects.by_installation().exclude(note_cipher="").order_by("pk")
    while several := list(rows.filter(pk__gt=last)[:TOGETHER]):
        last = several[-1].pk
        with transaction.atomic():
            done += sum(_reseal(row) for row in several)
    return done


def _reseal(row: EarlyWarning) -> int:
    if settings.FIELD_KEYS.is_newest(row.note_cipher):
        return 0
    row.seal(row.notes)
    return EarlyWarning.objects.again([row]).update_quietly(note_cipher=row.note_cipher)
