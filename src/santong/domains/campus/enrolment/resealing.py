"""Sealing the secrets of draws, and what families have said, anew with the newest key."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from santong.domains.campus.enrolment.models import Application, Round
from santong.kit.draws import reseal_secrets

TOGETHER = 500


def reseal_draws() -> int:
    """Secrets of published rounds; returns how many had an older key."""
    return reseal_secrets(Round.with_removed.by_installation())


def reseal_applications() -> int:
    """Numbers and texts of applications; returns how many had one of an older key. Can be interrupted."""
    done, last = 0, 0
    while rows := list(Application.objects.by_installation().filter(pk__gt=last).order_by("pk")[:TOGETHER]):
        last = rows[-1].pk
        with transaction.atomic():
            done += sum(_reseal(row) for row in rows)
    return done


def _reseal(row: Application) -> int:
    sealed = [getattr(row, name) for name in Application.SEALED if getattr(row, name)]
    if all(settings.FIELD_KEYS.is_newest(text) for text in sealed):
        return 0
    row.seal(rest=row.rest, answer=row.answer, phone=row.phone)
    row.seal_id_number(row.id_number, row.id_number_index)
    values = {name: getattr(row, name) for name in Application.SEALED}
    return Application.objects.again([row]).update_quietly(**values)
