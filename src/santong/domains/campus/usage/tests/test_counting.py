"""How lessons are judged: minutes against the timetable of the date, said in any order and any number of times."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from santong.domains.campus.timetable.models import Change
from santong.domains.campus.usage.counting import Minutes, count_day, days_to_count, verdict_of
from santong.domains.campus.usage.models import Hour, LessonUse, RoomUse, Terminal
from santong.domains.campus.usage.taking import Gathered, write_down
from santong.domains.campus.usage.tests.conftest import Cast, a_terminal, at, minutes
from santong.domains.platform.calendars.public import set_days
from santong.kit.access import SYSTEM
from santong.lib.room_messages import Said

LESSON = ("08:00", "08:40")


@pytest.mark.parametrize(
    ("known", "used", "length", "verdict"),
    [
        (40, 10, 40, "used"), (40, 9, 40, "unused"), (40, 0, 40, "unused"), (0, 0, 40, "unknown"),
        (31, 0, 40, "unused"), (30, 0, 40, "unknown"), (12, 10, 40, "used"), (35, 5, 40, "unknown"),
        (36, 5, 40, "unused"), (8, 8, 8, "used"), (8, 7, 8, "unused"), (45, 0, 40, "unused"),
    ],
)  # fmt: skip
def test_silent_is_not_unused(known: int, used: int, length: int, verdict: str) -> None:
    assert verdict_of(known, used, length) == verdict


@given(known=some.sets(some.integers(0, 1439)), first=some.integers(0, 1439), length=some.integers(0, 90))
def test_bits_count_like_sets(known: set[int], first: int, length: int) -> None:
    bits = sum(1 << each for each in known)
    wanted = len([each for each in known if first <= each < first + length])
    assert Minutes(bits, 0).within(first, first + length) == (wanted, 0)


def verdicts(cast: Cast) -> list[tuple[int, int, str, int]]:
    """Weekday, period, verdict and minutes of use of what was counted."""
    rows = LessonUse.objects.order_by("day", "period")
    return [(row.day.isoweekday(), row.period, row.verdict, row.minutes_used) for row in rows]


@pytest.mark.django_db
def test_a_week_is_counted_by_the_timetable_of_each_date(cast: Cast) -> None:
    monday, school = cast.monday, cast.school
    days = [monday + timedelta(days=n) for n in range(7)]
    for weekday in (1, 2, 3, 4, 5):
        cast.slot(weekday, 1)
    cast.slot(1, 2)
    # Monday used, its second lesson known and not used. Tuesday silent. Wednesday off, made up for on Saturday.
    cast.says(minutes(monday, "08:00", "09:40") | minutes(monday, "08:05", "08:20", used=True))
    set_days(acting=SYSTEM, organisation=cast.region.city, first=days[2], last=days[2], kind="holiday", name="节")
    set_days(acting=SYSTEM, organisation=cast.region.city, first=days[5], last=days[5], kind="workday", follows=3)
    cast.says(minutes(days[5], "08:00", "08:40", used=True))
    # Thursday's lesson is cancelled, Friday's is used for too short a time.
    Change.objects.create(
        school=school, path=cast.region.first.path, school_class=cast.region.first, day=days[3], period=1, subject="",
        was_subject="语文", reason="活动",
    )  # fmt: skip
    cast.says(minutes(days[3], "08:00", "08:40", used=True))
    cast.says(minutes(days[4], "08:00", "08:40") | minutes(days[4], "08:00", "08:09", used=True))
    now = at(days[6], "12:00")
    for day in days:
        count_day(school, day, now)
    assert verdicts(cast) == [
        (1, 1, "used", 15), (1, 2, "unused", 0), (2, 1, "unknown", 0), (5, 1, "unused", 9), (6, 1, "used", 40),
    ]  # fmt: skip
    use = RoomUse.objects.get()
    assert (use.lessons, use.used, use.unknown, use.share) == (5, 2, 1, 50)


@pytest.mark.django_db
def test_said_again_and_out_of_order_changes_nothing(cast: Cast) -> None:
    cast.slot(1, 1)
    now = at(cast.monday, "20:00")
    told = minutes(cast.monday, "07:50", "08:40") | minutes(cast.monday, "08:10", "08:25", used=True)
    for part in (dict(list(told.items())[30:]), dict(list(told.items())[:35]), told, told):
        cast.says(part, at=now)
    count_day(cast.school, cast.monday, now)
    assert verdicts(cast) == [(1, 1, "used", 15)]
    before = list(Hour.objects.order_by("pk").values())
    cast.says(told, at=now)
    assert list(Hour.objects.order_by("pk").values()) == before and not days_to_count(now)
    count_day(cast.school, cast.monday, now)
    assert verdicts(cast) == [(1, 1, "used", 15)] and RoomUse.objects.get().lessons == 1


@pytest.mark.django_db
def test_late_minutes_are_counted_once_they_come(cast: Cast) -> None:
    cast.slot(1, 1)
    count_day(cast.school, cast.monday, at(cast.monday, "23:00"))
    assert verdicts(cast) == [(1, 1, "unknown", 0)]
    later = at(cast.monday + timedelta(days=3), "10:00")
    cast.says(minutes(cast.monday, *LESSON, used=True), at=later)
    assert (cast.school, cast.monday) in days_to_count(later)
    for school, day in days_to_count(later):
        count_day(school, day, later)
    assert verdicts(cast) == [(1, 1, "used", 40)] and not days_to_count(later)


@pytest.mark.django_db
def test_a_lesson_counts_once_it_is_over_and_goes_when_it_falls_out(cast: Cast) -> None:
    slot = cast.slot(1, 1)
    cast.says(minutes(cast.monday, *LESSON))
    count_day(cast.school, cast.monday, at(cast.monday, "08:39"))
    assert not verdicts(cast)
    count_day(cast.school, cast.monday, at(cast.monday, "08:40"))
    assert verdicts(cast) == [(1, 1, "unused", 0)]
    slot.delete()
    count_day(cast.school, cast.monday, at(cast.monday, "12:00"))
    assert not verdicts(cast) and RoomUse.objects.get().lessons == 0


@pytest.mark.django_db
def test_switched_off_is_known_and_not_used(cast: Cast) -> None:
    cast.slot(1, 1)
    cast.slot(1, 2)
    cast.says({}, at=at(cast.monday, "07:30"), power="off")
    count_day(cast.school, cast.monday, at(cast.monday, "08:50"))
    assert verdicts(cast) == [(1, 1, "unused", 0)]
    # It wakes in the second lesson: what lay between is noted, and stays known afterwards.
    cast.says(minutes(cast.monday, "09:25", "09:40", used=True), at=at(cast.monday, "09:40"))
    cast.board.terminal.now.refresh_from_db()
    assert cast.board.terminal.now.off_since is None
    count_day(cast.school, cast.monday, at(cast.monday, "12:00"))
    assert verdicts(cast) == [(1, 1, "unused", 0), (1, 2, "used", 15)]


@pytest.mark.django_db
def test_one_silent_device_of_two_makes_it_unknown_and_one_used_makes_it_used(cast: Cast) -> None:
    cast.slot(1, 1)
    cast.slot(1, 2)
    a_terminal(cast.room, cast.school, "投影")
    cast.says(minutes(cast.monday, "08:00", "09:40") | minutes(cast.monday, "09:00", "09:20", used=True))
    count_day(cast.school, cast.monday, at(cast.monday, "12:00"))
    assert verdicts(cast) == [(1, 1, "unknown", 0), (1, 2, "used", 20)]
    # Before it was there, and after it was removed, a device makes nothing unknown.
    Terminal.objects.filter(name="投影").update(since=cast.monday + timedelta(days=1))
    count_day(cast.school, cast.monday, at(cast.monday, "12:00"))
    assert verdicts(cast)[0] == (1, 1, "unused", 0)


@pytest.mark.django_db
def test_devices_that_nobody_knows_leave_nothing(cast: Cast) -> None:
    gathered = Gathered()
    now = at(cast.monday, "08:00")
    gathered.add("nobody", Said(minutes=minutes(cast.monday, *LESSON)), now)
    assert write_down(gathered.taken(), now) == 0 and not Hour.objects.exists()
    cast.board.terminal.removed_at = now
    cast.board.terminal.save()
    cast.says(minutes(cast.monday, *LESSON))
    assert not Hour.objects.exists()


@pytest.mark.django_db
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=some.lists(some.tuples(some.integers(0, 119), some.integers(1, 60), some.booleans()), max_size=8))
def test_any_cuts_and_repeats_come_to_the_same(cast: Cast, parts: list[tuple[int, int, bool]]) -> None:
    Hour.objects.all().delete()
    start = int(at(cast.monday, "08:00").timestamp()) // 60
    truth: dict[int, bool] = {}
    for first, length, used in [*parts, *reversed(parts)]:
        told = dict.fromkeys(range(start + first, start + first + length), used)
        truth |= {minute: used or truth.get(minute, False) for minute in told}
        cast.says(told)
    rows = list(Hour.objects.all())
    assert sum(row.known.bit_count() for row in rows) == len(truth)
    assert sum(row.used.bit_count() for row in rows) == sum(truth.values())
