"""Reads on devices that speak."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from santong.domains.campus.usage.models import LineSeen, Terminal
from santong.kit.access import Viewer

IN_USE_FOR = timedelta(minutes=2)
LINE_SILENT = timedelta(seconds=90)


def devices_speak() -> bool:
    """Whether any device is registered that speaks for itself."""
    return Terminal.objects.by_installation().exists()


def line_seen(now: datetime) -> LineSeen | None:
    """The line to devices that runs; None where none has said so within `LINE_SILENT`."""
    return LineSeen.objects.filter(seen_at__gt=now - LINE_SILENT).order_by("-seen_at").first()


def silent_or_broken(viewer: Viewer, permission: str) -> QuerySet[Terminal]:
    """Devices that haven't spoken for a day though they weren't switched off, or said that something is broken."""
    rows = Terminal.objects.visible_to(viewer, permission)
    quiet = rows.filter(now__seen_at__lt=timezone.now() - timedelta(days=1), now__off_since=None)
    return quiet | rows.exclude(now__fault="")
