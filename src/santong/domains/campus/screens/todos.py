"""The screens that have been silent for longer than a school morning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.screens.models import CHANGE, Screen
from santong.domains.platform.calendars.public import is_school_day
from santong.kit.access import Viewer
from santong.kit.todos import Said, ToDo

NOON, MORNING = time(12), timedelta(hours=4)
LONGEST_BREAK = 60
"""Days without school that are looked back over; a summer is longer, and then nobody has to do anything."""


def silent_since(path: str, now: datetime) -> datetime | None:
    """The beginning of the last whole school morning; who was silent since is missed. None in a long break."""
    local = timezone.localtime(now)
    days = (local.date() - timedelta(days=back) for back in range(LONGEST_BREAK))
    over = (day for day in days if _noon(day) <= now)
    day = next((day for day in over if is_school_day(path, day)), None)
    return _noon(day) - MORNING if day is not None else None


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, NOON))


def silent(viewer: Viewer) -> QuerySet[Screen]:
    """The screens that a viewer looks after and that nobody has heard of for a school morning."""
    since = silent_since(next(iter(viewer.paths(CHANGE)), ""), timezone.now())
    rows: QuerySet[Screen] = Screen.objects.visible_to(viewer, CHANGE).filter(state=Screen.State.PAIRED)
    return rows.filter(last_seen__lt=since) if since is not None else rows.none()


def _says(values: Mapping[str, str]) -> Said:
    return Said(values["name"], reverse("screens:screens-detail", args=[values["pk"]]), values["school__name"])


SILENT = ToDo(
    "silent_screens", _("Silent screens"), "device-tv", "screens:screens", permission=CHANGE, rows=silent, says=_says,
    columns=("name", "school__name"), since="last_seen", order=70,
)  # fmt: skip
