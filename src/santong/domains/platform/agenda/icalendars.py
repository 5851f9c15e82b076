"""Calendars written as iCalendar (RFC 5545) by the library of that name, which folds lines and encodes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vRecur

from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.agenda.models import Feed, PersonalEntry
from santong.domains.platform.agenda.repeating import zone_of
from santong.kit.access import Viewer
from santong.kit.agenda import Entry, entries_of, kinds_of

PAST, AHEAD = timedelta(days=60), timedelta(days=400)
"""How far back and ahead a feed reaches; own entries that repeat go on for ever."""
OWN = "own"
PRODUCT = "-//Santong//Calendar//ZH"
MOST_OWN = 5000


def viewer_of_feed(feed: Feed) -> Viewer:
    """In whose name a feed is read: its owner's, as they stand today."""
    return viewer_in(feed.person, feed.category)


def events_of(feed: Feed, now: datetime) -> dict[str, Event]:
    """The events of a feed by their resource names, which stay the same as long as the entries do."""
    viewer = viewer_of_feed(feed)
    kinds = [kind.name for kind in kinds_of(viewer) if kind.name in feed.kinds]
    events: dict[str, Event] = {}
    if OWN in kinds:
        events |= {f"own-{row.pk}": _own_event(row) for row in _own_rows(viewer, now)}
    others = [name for name in kinds if name != OWN]
    for entry in entries_of(viewer, now - PAST, now + AHEAD, others) if others else ():
        events[f"{entry.kind}-{entry.key}"] = _event(entry)
    for name, event in events.items():
        event.add("uid", f"{hashlib.sha256(f'{feed.person_id} {name}'.encode()).hexdigest()[:32]}@santong")
        event.add("dtstamp", _stamp(event))
    return events


def _stamp(event: Event) -> datetime:
    """A stamp that stays, so that what hasn't changed reads the same: the start of the event."""
    start: date = event["DTSTART"].dt  # type: ignore[union-attr, assignment]  # icalendar knows thirty kinds of values
    moment = start if isinstance(start, datetime) else datetime(start.year, start.month, start.day, tzinfo=UTC)
    return moment.astimezone(UTC)


def _own_rows(viewer: Viewer, now: datetime) -> Sequence[PersonalEntry]:
    rows = PersonalEntry.objects.of_acting(viewer).order_by("-begins")
    once = rows.filter(rule="", added=[], ends__gte=now - PAST)
    repeating = rows.exclude(rule="", added=[])
    return [*repeating[:MOST_OWN], *once[:MOST_OWN]]


def calendar_of(events: Sequence[Event], name: str) -> bytes:
    """A whole calendar, with the zones that its events are written in."""
    calendar = Calendar()
    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        calendar.add(key, value)
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    for zone in sorted(calendar.get_missing_tzids()):
        calendar.add_component(Timezone.from_tzid(zone))
    found: bytes = calendar.to_ical()
    return found


def _event(entry: Entry) -> Event:
    event = Event()
    _put_times(event, entry.begins, entry.ends, entry.all_day, "")
    _put_texts(event, entry.title, entry.where, entry.note)
    return event


def _own_event(row: PersonalEntry) -> Event:
    event = Event()
    _put_times(event, row.begins, row.ends, row.all_day, row.zone)
    _put_texts(event, row.title, row.where, row.note)
    if row.rule:
        event.add("rrule", vRecur.from_ical(_rule(row)))
    for name, texts in (("exdate", row.excluded), ("rdate", row.added)):
        if texts:
            event.add(name, [_written(datetime.fromisoformat(each), row.all_day, row.zone) for each in texts])
    return event


def _rule(row: PersonalEntry) -> str:
    """The rule as the event needs it: whole days end on a day, not at a moment (RFC 5545, section 3.3.10)."""
    head, sign, tail = row.rule.partition("UNTIL=")
    if not (row.all_day and sign):
        return row.rule
    until, semicolon, rest = tail.partition(";")
    if not until.endswith("Z"):
        return f"{head}{sign}{until[:8]}{semicolon}{rest}"
    moment = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return f"{head}{sign}{timezone.localtime(moment):%Y%m%d}{semicolon}{rest}"


def _put_times(event: Event, begins: datetime, ends: datetime, all_day: bool, zone: str) -> None:
    event.add("dtstart", _written(begins, all_day, zone))
    event.add("dtend", _written(ends, all_day, zone))


def _put_texts(event: Event, title: str, where: str, note: str) -> None:
    event.add("summary", title)
    for name, text in (("location", where), ("description", note)):
        if text:
            event.add(name, text)


def _written(moment: datetime, all_day: bool, zone: str) -> Any:
    """A moment as an event has it: a day, or the time of its zone."""
    if all_day:
        return timezone.localtime(moment).date()
    return moment.astimezone(zone_of(zone))


def components(events: dict[str, Event], name: str) -> Iterator[tuple[str, bytes]]:
    """Each event as a calendar of its own, as CalDAV gives them."""
    for key, event in events.items():
        yield key, calendar_of([event], name)
