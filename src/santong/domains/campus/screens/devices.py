"""Panels: what recognising one reads, and when it was heard of."""

from __future__ import annotations

from datetime import datetime, timedelta

from santong.domains.campus.screens.models import Device, Screen

NOTED_EVERY = timedelta(seconds=45)
READ = (
    "key", "digest", "previous_digest", "previous_until", "renewed_at", "revoked", "code", "code_until",
    "screen__state", "screen__revision", "screen__removed_at", "screen__last_seen", "screen__version", "screen__path",
)  # fmt: skip


def note_seen(device: Device, now: datetime, version: str) -> None:
    """Keep when a panel was heard of, to the minute, and which player it runs."""
    screen = device.screen
    assert screen is not None
    version = version[:40] if version.isprintable() else ""
    if screen.last_seen and screen.last_seen > now - NOTED_EVERY and screen.version == version:
        return
    Screen.objects.again([screen]).update_quietly(last_seen=now, version=version, missed_since=None)
