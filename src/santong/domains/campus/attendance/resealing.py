"""Sealing reasons and answers of leave anew with the newest key."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from santong.domains.campus.attendance.models import PupilLeave

TOGETHER = 500


def reseal() -> int:
    """Returns how many leaves had a text of an older key. Can be interrupted."""
    done, last = 0, 0
    while rows := list(PupilLeave.objects.by_installation().filter(pk__gt=last).order_by("pk")[:TOGETHER]):
        last = rows[-1].pk
        with transaction.atomic():
            done += sum(_reseal(row) for row in rows)
    return done


def _reseal(row: PupilLeave) -> int:
    sealed = [text for text in (row.reason_cipher, row.answer_cipher) if text]
    if all(settings.FIELD_KEYS.is_newest(text) for text in sealed):
        return 0
    row.seal(reason=row.reason, answer=row.answer)
    rows = PupilLeave.objects.again([row])
    return rows.update_quietly(reason_cipher=row.reason_cipher, answer_cipher=row.answer_cipher)
