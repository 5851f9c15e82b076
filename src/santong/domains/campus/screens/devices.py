"""Panels: how one gets a credential of its own, and is recognised by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from santong.domains.campus.screens.models import Device, Screen
from santong.kit import pairing

NOTED_EVERY = timedelta(seconds=45)
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
    return Issued(*pairing.new_paired(Device, verb="screens.new_device"))


def device_with(cookie: str, now: datetime) -> Device | None:
    """The panel that a cookie belongs to; None for a wrong or revoked one, or one of a screen that was removed."""
    device: Device | None = pairing.device_by(Device, cookie, now, only=READ)
    return device


def note_seen(device: Device, now: datetime, version: str) -> None:
    """Keep when a panel was heard of, to the minute, and which player it runs."""
    screen = device.screen
    assert screen is not None
    version = version[:40] if version.isprintable() else ""
    if screen.last_seen and screen.last_seen > now - NOTED_EVERY and screen.version == version:
        return
    Screen.objects.again([screen]).update_quietly(last_seen=now, version=version, missed_since=None)
