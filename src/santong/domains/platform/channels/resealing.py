"""Sealing addresses and secrets anew with the newest key."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from santong.domains.platform.channels import sealing
from santong.domains.platform.channels.models import Address, Channel

TOGETHER = 500


def reseal() -> int:
    """Addresses, and secrets of channels; returns how many had an older key. Can be interrupted."""
    return _addresses() + sum(_secrets(row) for row in Channel.objects.by_installation())


def _addresses() -> int:
    done, last = 0, 0
    while rows := list(Address.objects.by_installation().filter(pk__gt=last).order_by("pk")[:TOGETHER]):
        last = rows[-1].pk
        with transaction.atomic():
            for row in (each for each in rows if not settings.FIELD_KEYS.is_newest(each.cipher)):
                cipher = sealing.seal_address(row.medium, row.index, row.text)
                done += Address.objects.again([row]).update_quietly(cipher=cipher)
    return done


def _secrets(row: Channel) -> int:
    if not row.secrets or settings.FIELD_KEYS.is_newest(row.secrets):
        return 0
    secrets = sealing.seal_secrets(row.medium, row.open_secrets())
    return Channel.objects.again([row]).update_quietly(secrets=secrets)
