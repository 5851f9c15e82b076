"""Sealing the secrets of draws anew with the newest key."""

from __future__ import annotations

from django.conf import settings

from santong.domains.campus.placement.models import Placement


def reseal() -> int:
    """Secrets of published placements; returns how many had an older key."""
    return sum(_one(row) for row in Placement.with_removed.by_installation().exclude(secret_cipher=""))


def _one(row: Placement) -> int:
    if settings.FIELD_KEYS.is_newest(row.secret_cipher):
        return 0
    row.seal_secret(row.secret)
    return Placement.with_removed.again([row]).update_quietly(secret_cipher=row.secret_cipher)
