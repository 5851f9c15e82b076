"""Panels: how one gets a credential of its own, is recognised by it, and is given a new one from time to time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from santong.domains.campus.screens.models import CODE_LASTS, Device, Screen, new_code
from santong.kit.audit import named
from santong.kit.models.credentials import digest, new_key

RENEWED_EVERY = timedelta(days=30)
LASTS = timedelta(days=400)
"""How long a browser keeps a cookie at most; a panel that was off for longer is paired anew."""
NOTED_EVERY = timedelta(seconds=45)
UNCLAIMED_FOR = timedelta(days=1)
WHY = "panels are recognised before there is a viewer"
READ = (
    "key", "digest", "previous_digest", "previous_until", "renewed_at", "revoked", "code", "code_until",
    "screen__state", "screen__revision", "screen__removed_at", "screen__last_seen", "screen__version", "screen__path",
)  # fmt: skip


@dataclass(frozen=True)
class Issued:
    """A panel with the text of its cookie, which is nowhere kept."""

    device: Device
    cookie: str


def new_device() -> Issued:
    """A panel that belongs to no screen yet, with a code to be entered."""
    device = Device(key=new_key(), path="")
    secret = device.new_secret()
    _give_code(device)
    with transaction.atomic(), named("screens.new_device"):
        device.save()
    return Issued(device, f"{device.key}.{secret}")


def renew_code(device: Device) -> None:
    """Give a panel that nobody has claimed another code, once the present one is over."""
    if not device.code or device.code_until is None or device.code_until <= timezone.now():
        _give_code(device)
        Device.objects.again([device]).update_quietly(code=device.code, code_until=device.code_until)


def _give_code(device: Device) -> None:
    device.code, device.code_until = new_code(), timezone.now() + CODE_LASTS


def device_with(cookie: str, now: datetime) -> Device | None:
    """The panel that a cookie belongs to; None for a wrong or revoked one, or one of a screen that was removed."""
    key, _dot, secret = cookie.partition(".")
    if not (key.isascii() and key.isalnum() and secret):
        return None
    rows = Device.objects.unscoped(WHY).select_related("screen").only(*READ)
    device = rows.filter(key=key[:40], revoked=None).first()
    if device is None or not device.knows(secret, now):
        return None
    if device.screen is not None and device.screen.removed_at is not None:
        return None
    return device


def note_seen(device: Device, now: datetime, version: str) -> None:
    """Keep when a panel was heard of, to the minute, and which player it runs."""
    screen = device.screen
    assert screen is not None
    version = version[:40] if version.isprintable() else ""
    if screen.last_seen and screen.last_seen > now - NOTED_EVERY and screen.version == version:
        return
    Screen.objects.again([screen]).update_quietly(last_seen=now, version=version, missed_since=None)


def renewed_cookie(device: Device, cookie: str, now: datetime) -> str:
    """The text of a new cookie once the present one is old; "" otherwise.

    The old secret stays good until the new one is used for the first time, however long the panel is off meanwhile:
    an answer can be lost.
    """
    secret = cookie.partition(".")[2]
    given = digest(secret)
    rows = Device.objects.again([device])
    if given == device.digest and device.previous_digest:
        rows.update_quietly(previous_digest="", previous_until=None)
    if given == device.digest and device.renewed_at > now - RENEWED_EVERY:
        return ""
    fresh = device.new_secret()
    rows.update_quietly(digest=device.digest, previous_digest=given, previous_until=now + LASTS, renewed_at=now)
    return f"{device.key}.{fresh}"


def forget_unclaimed(now: datetime) -> int:
    """Delete panels that nobody has claimed for a day; returns how many."""
    rows = Device.objects.by_installation().filter(screen=None, created__lt=now - UNCLAIMED_FOR)
    return rows.delete()[0]
