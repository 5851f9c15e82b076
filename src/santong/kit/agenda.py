"""What modules put into people's calendars: one kind of entries each, read for a viewer and a stretch of time.

    CalendarEntries(
        "bookings", _("Bookings"), "door",
        entries=lambda viewer, begins, ends: [
            Entry(f"booking-{row.pk}", row.title, row.begins, row.ends, url=…, where=str(row.what))
            for row in Booking.objects.of_acting(viewer).within(begins, ends)
        ],
    )

Kinds differ too much for one UNION, which to-dos are read by: some expand rules, some come from the school calendar.
So each asks at most a few cheap queries, and only kinds that the viewer may use and has chosen are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from santong.kit.access.roles import unknown_permission
from santong.kit.access.viewer import Viewer
from santong.kit.registry import Label, Named, registry

DAY = timedelta(days=1)
HUES = 8
"""The colours of kinds, as the design system has them (`--hue-0` …)."""


@dataclass(frozen=True)
class Entry:
    """Something in somebody's calendar, from `begins` until `ends`, which is no longer part of it.

    `key` is its own among those of its kind. One that lasts `all_day` begins and ends at midnight where the
    installation is. `kind` is filled in by `entries_of`.
    """

    key: str
    title: str
    begins: datetime
    ends: datetime
    all_day: bool = False
    url: str = ""
    where: str = ""
    note: str = ""
    kind: str = ""

    @property
    def days(self) -> Iterator[date]:
        """The days on which it takes place."""
        day = timezone.localtime(self.begins).date()
        last = timezone.localtime(max(self.begins, self.ends - timedelta(microseconds=1))).date()
        while day <= last:
            yield day
            day += DAY


@dataclass(frozen=True)
class CalendarEntries(Named):
    """A kind of entries. `entries(viewer, begins, ends)` gives those that last at some moment of that time.

    `hue` is one of the eight colours of the design system.
    """

    name: str
    label: Label
    icon: str
    entries: Callable[[Viewer, datetime, datetime], Iterable[Entry]]
    permission: str | None = None
    hue: int = 0
    order: int = 100

    def faults(self) -> Iterator[str]:
        """A permission that nobody declares, a colour that there isn't."""
        yield from unknown_permission(self, self.permission)
        if not 0 <= self.hue < HUES:
            yield f"calendar entries {self.name!r} name the colour {self.hue}, which there isn't"


def kinds_of(viewer: Viewer) -> list[CalendarEntries]:
    """The kinds of which there can be entries for a viewer."""
    kinds = registry.of(CalendarEntries)
    return [kind for kind in kinds if kind.permission is None or viewer.can(kind.permission)]


def entries_of(viewer: Viewer, begins: datetime, ends: datetime, kinds: Collection[str] | None = None) -> list[Entry]:
    """All that a viewer's calendar holds in a stretch of time, of some kinds or of all; what lasts all day first."""
    found = [
        replace(entry, kind=kind.name)
        for kind in kinds_of(viewer)
        if kinds is None or kind.name in kinds
        for entry in kind.entries(viewer, begins, ends)
    ]
    return sorted(found, key=lambda each: (midnight(each.begins), not each.all_day, each.begins, each.kind, each.key))


def midnight(moment: datetime | date) -> datetime:
    """The beginning of a day, or of the day of a moment, where the installation is."""
    day = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    return timezone.make_aware(datetime.combine(day, time()))


def all_day(key: str, title: str, first: date, last: date, **more: str) -> Entry:
    """An entry that lasts whole days, both ends included."""
    return Entry(key, title, midnight(first), midnight(last + DAY), all_day=True, **more)
