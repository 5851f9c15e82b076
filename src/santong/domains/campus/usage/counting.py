"""How rooms were used in their lessons: minutes of devices laid against the timetable of the date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models, transaction
from django.db.models import Count, Q
from django.utils import timezone

from santong.domains.campus.timetable.public import Lesson, lessons_of_school
from santong.domains.campus.usage.models import (
    LATELY,
    USED_FROM,
    Hour,
    LessonUse,
    RoomUse,
    Terminal,
    TerminalState,
)
from santong.domains.platform.organisations.public import Organisation
from santong.lib.room_messages import MINUTE

Verdict = LessonUse.Verdict
DAY = timedelta(days=1)
BATCH = 500
LESSON_FIELDS = ("path", "begins", "ends", "minutes_used", "minutes_known", "verdict")
ROOM_FIELDS = ("path", "lessons", "used", "unknown", "share", "counted_at")


@dataclass(frozen=True)
class Minutes:
    """The minutes of a day as bits, the first after midnight the lowest: known, and used."""

    known: int = 0
    used: int = 0

    def within(self, first: int, last: int) -> tuple[int, int]:
        """How many minutes from `first` to before `last` were known, and used."""
        window = (1 << max(last - first, 0)) - 1
        return (self.known >> first & window).bit_count(), (self.used >> first & window).bit_count()


def verdict_of(known: int, used: int, length: int) -> str:
    """What can be said of a lesson of `length` minutes.

    It wasn't used where even all minutes of which nothing is known couldn't make it used: silent isn't unused.
    """
    needed = min(USED_FROM, length)
    if used >= needed:
        return Verdict.USED
    return Verdict.UNUSED if used + max(length - known, 0) < needed else Verdict.UNKNOWN


def count_day(school: Organisation, day: date, now: datetime) -> int:
    """Write how rooms of a school with devices were used in the lessons of a day that are over; returns how many.

    What was counted before is counted anew: late minutes are added, lessons that fell out meanwhile are taken away.
    """
    terminals = _terminals(school, day)
    rooms = {each.room_id for each in terminals if each.room_id is not None}
    lessons = _lessons(school, day, rooms, now)
    minutes = _minutes(terminals, day, now)
    with transaction.atomic():
        Organisation.objects.locked_for_action(school)
        kept = {(row.room_id, row.period): row for row in _stored(school, day)}
        rows = [_use(school, lesson, minutes[room], kept) for (room, _period), lesson in sorted(lessons.items())]
        gone = [row.pk for place, row in kept.items() if place not in lessons and _is_over(day, row.ends, now)]
        _delete(LessonUse, gone)
        _write(LessonUse, rows, LESSON_FIELDS, ("room", "day", "period"))
        _add_up(school, {*rooms, *(room for room, _period in kept)}, now)
        Hour.objects.by_installation().filter(terminal__in=terminals, **_hours_of(day)).update_quietly(is_counted=True)
    return len(rows)


def _terminals(school: Organisation, day: date) -> list[Terminal]:
    """Devices in rooms of a school on a day, also those that were removed after it."""
    rows = Terminal.with_removed.by_installation().filter(school=school, since__lte=day).exclude(room=None)
    return list(rows.filter(Q(removed_at=None) | Q(removed_at__date__gt=day)).select_related("now"))


def _lessons(school: Organisation, day: date, rooms: Collection[int], now: datetime) -> dict[tuple[int, int], Lesson]:
    found: dict[tuple[int, int], Lesson] = {}
    for each in lessons_of_school(school, day, day):
        if each.held and each.room is not None and each.room.pk in rooms and each.end and each.end <= now:
            # Classes that are taught together have one lesson in the room.
            found.setdefault((each.room.pk, each.period), each)
    return found


def _stored(school: Organisation, day: date) -> Iterable[LessonUse]:
    return LessonUse.objects.by_installation().filter(path=school.path, day=day)


def _is_over(day: date, ends: time, now: datetime) -> bool:
    return _minute_of_day(ends) * MINUTE <= (now - midnight(day)).total_seconds()


def midnight(day: date) -> datetime:
    """When a day begins where the platform is."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _hours_of(day: date) -> dict[str, datetime]:
    # An hour may begin before midnight where the time of a place isn't whole hours away from UTC.
    return {"begins__gt": midnight(day) - timedelta(hours=1), "begins__lt": midnight(day + DAY)}


def _minutes(terminals: Iterable[Terminal], day: date, now: datetime) -> Mapping[int, Minutes]:
    """The minutes of rooms: used by any of their devices, known of all of them."""
    rows = list(terminals)
    of_terminals = _minutes_of_terminals(rows, day, now)
    known: dict[int, int] = {}
    used: dict[int, int] = defaultdict(int)
    for each in rows:
        assert each.room_id is not None
        this = of_terminals[each.pk]
        known[each.room_id] = known.get(each.room_id, this.known) & this.known
        used[each.room_id] |= this.used
    return {room: Minutes(bits, used[room]) for room, bits in known.items()}


def _minutes_of_terminals(terminals: list[Terminal], day: date, now: datetime) -> dict[int, Minutes]:
    start = midnight(day)
    known: dict[int, int] = {each.pk: _off(each.now, start, now) for each in terminals}
    used: dict[int, int] = dict.fromkeys(known, 0)
    for hour in Hour.objects.by_installation().filter(terminal__in=terminals, **_hours_of(day)):
        shift = int((hour.begins - start).total_seconds()) // MINUTE
        known[hour.terminal_id] |= _shifted(hour.known, shift)
        used[hour.terminal_id] |= _shifted(hour.used, shift)
    return {key: Minutes(bits, used[key]) for key, bits in known.items()}


def _shifted(bits: int, by: int) -> int:
    return bits << by if by >= 0 else bits >> -by


def _off(state: TerminalState, start: datetime, now: datetime) -> int:
    """The minutes of a day since a device said that it was being switched off: known, as far as they are over."""
    if state.off_since is None:
        return 0
    first = max(int((state.off_since - start).total_seconds()) // MINUTE, 0)
    last = min(int((now - start).total_seconds()) // MINUTE, 24 * 60)
    return ((1 << max(last - first, 0)) - 1) << first


def _use(
    school: Organisation, lesson: Lesson, minutes: Minutes, kept: Mapping[tuple[int, int], LessonUse]
) -> LessonUse:
    assert lesson.room is not None and lesson.begins is not None and lesson.ends is not None
    first, last = _minute_of_day(lesson.begins), _minute_of_day(lesson.ends)
    known, used = minutes.within(first, last)
    place = (lesson.room.pk, lesson.period)
    row = kept.get(place) or LessonUse(room=lesson.room, day=lesson.day, period=lesson.period)
    row.path, row.begins, row.ends = school.path, lesson.begins, lesson.ends
    row.minutes_known, row.minutes_used = known, used
    row.verdict = verdict_of(known, used, last - first)
    return row


def _minute_of_day(at: time) -> int:
    return at.hour * 60 + at.minute


def _add_up(school: Organisation, rooms: Collection[int], now: datetime) -> None:
    """Bring the figures of rooms up to date."""
    since = timezone.localdate(now) - timedelta(days=LATELY)
    lately = LessonUse.objects.by_installation().filter(path=school.path, room__in=rooms, day__gt=since)
    counted = (
        lately.order_by()
        .values_list("room")
        .annotate(
            lessons=Count("pk"),
            used=Count("pk", Q(verdict=Verdict.USED)),
            unknown=Count("pk", Q(verdict=Verdict.UNKNOWN)),
        )
    )
    found = {room: numbers for room, *numbers in counted}
    rows = []
    for room in sorted(rooms):
        lessons, used, unknown = found.get(room, (0, 0, 0))
        share = round(100 * used / (lessons - unknown)) if lessons > unknown else None
        rows.append(
            RoomUse(room_id=room, path=school.path, lessons=lessons, used=used, unknown=unknown, share=share,
                    counted_at=now)
        )  # fmt: skip
    _write(RoomUse, rows, ROOM_FIELDS, ("room",))


def _write(model: type[models.Model], rows: list, fields: Collection[str], known_by: Collection[str]) -> None:
    """Write figures without audit: they are worked out anew at any time."""
    plain: models.QuerySet = models.QuerySet(model)
    new = [row for row in rows if not row.pk]
    plain.bulk_create([row for row in rows if row.pk], BATCH, update_conflicts=True, update_fields=fields,
                      unique_fields=("pk",))  # fmt: skip
    plain.bulk_create(new, BATCH, update_conflicts=True, update_fields=fields, unique_fields=known_by)


def _delete(model: type[models.Model], keys: list[int]) -> None:
    rows: models.QuerySet = models.QuerySet(model)
    rows.filter(pk__in=keys)._raw_delete(rows.db)


def days_to_count(now: datetime) -> list[tuple[Organisation, date]]:
    """Schools and days of whose devices something was heard since they were counted last."""
    rows = Hour.objects.by_installation().filter(is_counted=False).select_related("terminal__school")
    found: dict[tuple[int, date], Organisation] = {}
    for hour in rows.order_by("begins").only("begins", "terminal__school__path"):
        school = hour.terminal.school
        for moment in (hour.begins, hour.begins + timedelta(minutes=59)):
            found.setdefault((school.pk, timezone.localdate(moment)), school)
    return [(school, day) for (_pk, day), school in found.items()]


def schools_with_terminals() -> list[Organisation]:
    """The schools that have devices in rooms."""
    rooms = Terminal.objects.by_installation().exclude(room=None)
    return list(Organisation.objects.by_installation().filter(pk__in=rooms.values("school")).order_by("path"))
