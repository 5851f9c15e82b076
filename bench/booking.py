"""Fifty at one moment for one room, over HTTP; and whether calendars that repeat read the same here and elsewhere.

`feeds_right` is the share of foreign calendar files whose times are the same as the library recurring-ical-events says,
both in the expansion that pages show and in what the feed gives to others. The files are those of that library's own
tests, below the folder that `SANTONG_FOREIGN` names.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import django
from django.core.management import call_command

from bench.contract import Run, at_least, at_most, main, say
from bench.visitor import Visitor
from santong.kit.testing.serving import Installation, Served

LIMITS = {"requests": at_least(50), "doubles": at_most(0), "feeds_right": at_least(1)}
AT_ONCE = 50
REPOSITORY = "niccokunzmann+python-recurring-ical-events"
MISSING = 3
"""The exit code where foreign files are missing."""
SPAN = timedelta(days=730)


def measure(run: Run) -> dict[str, float]:
    """Book, count, and compare calendars."""
    files = foreign_files()
    with run.installation(LOG_LEVEL="WARNING", SANTONG_DEMO="1") as place:
        os.environ.update(place.environment)
        django.setup()
        call_command("migrate", verbosity=0)
        figures = booking(place, run.pick(10, 2))
        return {**figures, "feeds_right": feeds_right(files)}


def foreign_files() -> Sequence[Path]:
    """The calendars of the library's tests; ends the process where there are none."""
    folder = Path(os.environ.get("SANTONG_FOREIGN", ""), REPOSITORY, "recurring_ical_events", "test", "calendars")
    found = sorted(folder.rglob("*.ics")) if os.environ.get("SANTONG_FOREIGN") else []
    if not found:
        say(f"{REPOSITORY} isn't there: SANTONG_FOREIGN names the folder that holds it")
        sys.exit(MISSING)
    return found


def booking(place: Installation, rounds: int) -> dict[str, float]:
    """Fifty teachers want one room for overlapping times at one moment, again for every round."""
    from santong.domains.campus.bookings.models import Booking

    rooms, sessions = school()
    served = Served(place, arguments=("--web", "2", "--jobs", "1", "--threads", "2"))
    served.start()
    served.wait_until_ready()
    try:
        visitors = [Visitor(served.url, {"session": session}) for session in sessions]
        for visitor in visitors:
            visitor.get("/bookings/new/")
        for number in range(rounds):
            say(f"round {number + 1}: {at_once(visitors, rooms[number % len(rooms)], number)}")
    finally:
        served.stop()
    rows = list(Booking.objects.by_installation().filter(state__in=Booking.HOLDING).order_by("room_id", "begins"))
    if len(rows) < rounds:
        raise RuntimeError(f"{len(rows)} bookings in {rounds} rounds: somebody should have got it each time")
    return {"requests": rounds * AT_ONCE, "doubles": sum(_meet(rows))}


def _meet(rows: Sequence[Any]) -> Iterator[bool]:
    for number, one in enumerate(rows):
        for other in rows[number + 1 :]:
            yield one.room_id == other.room_id and one.begins < other.ends and other.begins < one.ends


def school() -> tuple[list[int], list[str]]:
    """The keys of rooms that all staff may book, and the sessions of fifty teachers."""
    from santong.domains.campus.places.public import Room
    from santong.domains.platform.access.testing import client_of, make_region, somebody

    region = make_region()
    given = {"school": region.lake, "path": region.lake.path, "bookable": "staff"}
    rooms = [Room.objects.create(**given, name=f"实验室{number}").pk for number in range(2)]
    people = [somebody("subject_teacher", region.first, f"teacher{number}") for number in range(AT_ONCE)]
    return rooms, [client_of(person).cookies["session"].value for person in people]


def at_once(visitors: Sequence[Visitor], room: int, number: int) -> dict[int, int]:
    """How often each status was answered when all send at one moment; their times overlap, but aren't the same."""
    barrier = Barrier(len(visitors))
    day = datetime.now(UTC).date() + timedelta(days=number + 1)

    def ask(which: int) -> int:
        typed = {
            "what": f"room-{room}", "title": f"实验 {which}", "day": str(day),
            "begins": f"09:{which % 30:02}", "ends": f"10:{which % 30:02}",
        }  # fmt: skip
        barrier.wait()
        # A connection of its own: the server has closed those that waited for the others.
        return Visitor(visitors[which].address, dict(visitors[which].cookies)).post("/bookings/new/", typed)[0]

    with ThreadPoolExecutor(len(visitors)) as pool:
        found = list(pool.map(ask, range(len(visitors))))
    return {status: found.count(status) for status in sorted(set(found))}


def feeds_right(files: Sequence[Path]) -> float:
    """The share of files that read the same in all three ways."""
    from santong.domains.platform.access.testing import somebody
    from santong.domains.platform.organisations.public import Organisation

    school = Organisation.objects.by_installation().filter(kind=Organisation.Kind.SCHOOL).first()
    right, read = 0, 0
    for number, path in enumerate(files):
        person = somebody("principal", school, f"reader{number}")  # type: ignore[arg-type]
        problem = difference(person, path.read_bytes())
        if problem is not None:
            read, right = read + 1, right + (problem == "")
            if problem:
                say(f"{path.name}: {problem}")
    say(f"{right} of {read} files are right, {len(files) - read} hold nothing that lasts or no calendar")
    return right / read


def difference(person: Any, content: bytes) -> str | None:
    """How a file reads differently here, "" where it doesn't; None where the library itself refuses it."""
    from santong.domains.platform.access.public import viewer_in
    from santong.domains.platform.agenda.actions import open_feed
    from santong.domains.platform.agenda.icalendars import calendar_of, events_of
    from santong.domains.platform.agenda.models import PersonalEntry
    from santong.domains.platform.agenda.repeating import occurrences
    from santong.domains.platform.agenda.taking_in import take_in
    from santong.kit.refusals import NotPossible

    first = beginning_of(content)
    last = first + SPAN if first is not None else None
    expected = times_of(content, first, last) if first is not None and last is not None else []
    if first is None or last is None or not expected:
        return None
    viewer = viewer_in(person, "staff")
    try:
        taken = take_in(acting=viewer, content=content)
    except NotPossible as problem:
        return f"refused: {problem}"
    if taken.left_out:
        return f"left out: {taken.left_out}"
    rows = PersonalEntry.objects.of_acting(viewer)
    shown = sorted((_utc(e.begins), _utc(e.ends)) for row in rows for e in occurrences(row, first, last))
    feed, _secret = open_feed(acting=viewer, name="feed", way="address", kinds=["own"])
    written = times_of(calendar_of(list(events_of(feed, first).values()), "feed"), first, last)
    pages, others = _apart(expected, shown), _apart(expected, written)
    return "; ".join([*(f"page: {each}" for each in pages), *(f"feed: {each}" for each in others)])


def _apart(expected: Sequence[Any], found: Sequence[Any]) -> list[str]:
    wanted, got = set(expected), set(found)
    missing, added = sorted(wanted - got), sorted(got - wanted)
    return [f"{len(missing)} missing, {len(added)} added: {[*missing, *added][:2]}"] if missing or added else []


def beginning_of(content: bytes) -> datetime | None:
    """A day before the first event of a calendar; None where the library can't read it or there is none."""
    from icalendar import Calendar

    try:
        events = [each for calendar in Calendar.from_ical(content, multiple=True) for each in calendar.walk("VEVENT")]
        return min((_utc(each["DTSTART"].dt) for each in events), default=None)
    except (ValueError, KeyError):
        return None


def times_of(content: bytes, first: datetime, last: datetime) -> list[tuple[datetime, datetime]]:
    """When the events of a calendar take place, as the library says; nothing where it refuses the file."""
    import recurring_ical_events
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(content, multiple=True)
        found = [
            (_utc(event["DTSTART"].dt), _utc(event["DTEND"].dt))
            for calendar in calendars
            for event in recurring_ical_events.of(calendar, components=["VEVENT"]).between(first, last)
        ]
    except (ValueError, KeyError, recurring_ical_events.InvalidCalendar):
        return []
    return sorted(found)


def _utc(moment: Any) -> datetime:
    """A moment in UTC; one without a zone, or a day, is meant where the installation is."""
    from django.utils import timezone

    from santong.kit.agenda import midnight

    if not isinstance(moment, datetime):
        return midnight(moment).astimezone(UTC)
    return (moment if moment.tzinfo else timezone.make_aware(moment)).astimezone(UTC)


if __name__ == "__main__":
    main("booking", measure, LIMITS)
