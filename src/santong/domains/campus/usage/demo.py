"""A week of use in some rooms of the demonstration, made of what devices would have said; one of them is silent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from santong.domains.campus.places.public import Room
from santong.domains.campus.timetable.public import Lesson, lessons_of_school
from santong.domains.campus.usage.actions import register
from santong.domains.campus.usage.counting import count_day
from santong.domains.campus.usage.models import NightRule, Terminal, TerminalState
from santong.domains.campus.usage.taking import Gathered, write_down
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM
from santong.kit.demo import Region
from santong.lib.room_messages import MINUTE, Said

SCHOOLS = {"small": 2, "city": 8}
ROOMS = 8
DAYS = 7
LESS_USED = 3
SEED = 48
AFTER = timedelta(minutes=1)


def use_some(region: Region) -> None:
    """Rooms of the first schools, and of those at which people try things."""
    schools = Organisation.objects.by_installation().filter(kind=Organisation.Kind.SCHOOL).order_by("path")
    for school in schools[: SCHOOLS.get(region.size, 2)]:
        _fill(school, Random(SEED + school.pk))  # noqa: S311  (no secret depends on it)


def _fill(school: Organisation, random: Random) -> None:
    now, today = timezone.now(), timezone.localdate()
    since = today - timedelta(days=DAYS)
    rooms = Room.objects.by_installation().filter(school=school).exclude(home_class=None)
    terminals = [_terminal(school, room, since) for room in rooms.order_by("building__name", "name")[:ROOMS]]
    if not terminals:
        return
    lessons = lessons_of_school(school, since, today)
    silent = terminals[-1]
    for number, terminal in enumerate(terminals):
        said = [each for each in lessons if each.room is not None and each.room.pk == terminal.room_id and each.held]
        _speak(terminal, list(_minutes(said, random, number)), now, until=since if terminal is silent else today)
    for days in range(DAYS + 1):
        count_day(school, since + timedelta(days=days), now)
    NightRule.objects.create(school=school, path=school.path, off_at=time(18, 30))


def _terminal(school: Organisation, room: Room, since: date) -> Terminal:
    row = Terminal(school=school, path=school.path, room=room, name="交互大屏", since=since)
    return register(acting=SYSTEM, terminal=row).terminal


def _minutes(lessons: list[Lesson], random: Random, number: int) -> Iterator[tuple[int, bool]]:
    """What a device says from a quarter of an hour before its first lesson of a day until after its last one."""
    for day in sorted({each.day for each in lessons}):
        of_day = [each for each in lessons if each.day == day and each.moment and each.end]
        if not of_day:
            continue
        first = min(each.moment for each in of_day if each.moment) - timedelta(minutes=15)
        last = max(each.end for each in of_day if each.end) + AFTER
        used = set(_used(of_day, random, number))
        for minute in range(int(first.timestamp()) // MINUTE, int(last.timestamp()) // MINUTE):
            yield minute, minute in used


def _used(lessons: list[Lesson], random: Random, number: int) -> Iterator[int]:
    for lesson in lessons:
        if lesson.moment is None or lesson.end is None or random.random() < (0.6 if number == LESS_USED else 0.15):
            continue
        begins = int(lesson.moment.timestamp()) // MINUTE + random.randrange(8)
        yield from range(begins, min(begins + random.randrange(6, 35), int(lesson.end.timestamp()) // MINUTE))


def _speak(terminal: Terminal, minutes: list[tuple[int, bool]], now: datetime, until: date) -> None:
    """Have a device say its minutes; one that is silent said nothing after a day."""
    this_minute = int(now.timestamp()) // MINUTE
    told = {
        minute: used
        for minute, used in minutes
        if minute < this_minute and timezone.localdate(datetime.fromtimestamp(minute * MINUTE, now.tzinfo)) <= until
    }
    if not told:
        return
    at = datetime.fromtimestamp((max(told) + 1) * MINUTE, now.tzinfo)
    gathered = Gathered()
    key = terminal.key_row.key
    gathered.add(key, Said(minutes=told, power="on"), at)
    write_down(gathered.taken(), now)
    if until == timezone.localdate(now):
        # At the end of the day it is switched off, and says so.
        rows = TerminalState.objects.by_installation().filter(terminal=terminal)
        rows.update_quietly(power="off", off_since=at)
