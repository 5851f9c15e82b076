"""A school with a timetable, a room of its first class with a board, and who looks after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from santong.domains.campus.places.models import Building, Room
from santong.domains.campus.timetable.models import Slot, Timetable
from santong.domains.campus.usage.actions import Registered, register
from santong.domains.campus.usage.models import Terminal
from santong.domains.campus.usage.taking import Gathered, write_down
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.calendars.public import CalendarDay, PeriodPlan, set_periods, set_terms
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, school_year_of
from santong.kit.access import SYSTEM, Viewer
from santong.lib.room_messages import MINUTE, Said

PERIODS = (("08:00", "08:40"), ("09:00", "09:40"))


def at(day: date, clock: str) -> datetime:
    """A moment of a day where the platform is."""
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


def minutes(day: date, first: str, last: str, used: bool = False) -> dict[int, bool]:
    """The minutes from one time to before another, as a device says them."""
    begins, ends = at(day, first).timestamp(), at(day, last).timestamp()
    return dict.fromkeys(range(int(begins) // MINUTE, int(ends) // MINUTE), used)


def a_terminal(room: Room | None, school: Organisation, name: str = "大屏", since: date | None = None) -> Registered:
    """A device that is registered."""
    since = since or timezone.localdate() - timedelta(days=40)
    row = Terminal(school=school, path=school.path, room=room, name=name, since=since)
    return register(acting=SYSTEM, terminal=row)


@dataclass
class Cast:
    """Who and what takes part. `monday` is that of last week, all of which had school."""

    region: Region
    monday: date
    room: Room
    board: Registered
    keeper: Person
    timetable: Timetable

    @property
    def school(self) -> Organisation:
        return self.region.lake

    @property
    def viewer(self) -> Viewer:
        return viewer_in(self.keeper, "staff")

    @property
    def client(self):
        return client_of(self.keeper)

    def slot(self, weekday: int, period: int, **more) -> Slot:
        """A lesson of the first class."""
        given = {"timetable": self.timetable, "school_class": self.region.first, "path": self.region.first.path}
        return Slot.objects.create(**{**given, **more}, weekday=weekday, period=period, subject="语文")

    def says(self, told: dict[int, bool], board: Registered | None = None, at: datetime | None = None, **said) -> None:
        """A device, the board unless another is named, says something."""
        last = max(told, default=0) + 1
        now = at or datetime.fromtimestamp(last * MINUTE, timezone.get_current_timezone())
        gathered = Gathered()
        gathered.add((board or self.board).key.key, Said(minutes=told, **said), now)
        write_down(gathered.taken(), now)


def a_room(school: Organisation, name: str = "101", **more) -> Room:
    """A room on the first floor of the school's building."""
    building, _made = Building.objects.get_or_create(school=school, path=school.path, name="博学楼")
    return Room.objects.create(school=school, path=school.path, building=building, floor=1, name=name, **more)


def set_up_school(region: Region) -> Timetable:
    """Terms, periods and a published timetable of the school at the lake."""
    cache.clear()
    today = timezone.localdate()
    year = school_year_of(today - timedelta(days=7))
    begins = today - timedelta(days=60)
    set_terms(acting=SYSTEM, organisation=region.city, school_year=year, terms={1: (begins, today + timedelta(60))})
    plans = [PeriodPlan("lesson", "", time.fromisoformat(one), time.fromisoformat(other)) for one, other in PERIODS]
    set_periods(acting=SYSTEM, organisation=region.city, periods=plans)
    # Holidays of the nation could fall into the week.
    CalendarDay.objects.by_installation().delete()
    return Timetable.objects.create(
        school=region.lake, path=region.lake.path, name="本学期", state="published", since=begins
    )


@pytest.fixture
def cast(region: Region) -> Cast:
    today = timezone.localdate()
    timetable = set_up_school(region)
    room = a_room(region.lake, home_class=region.first)
    board = a_terminal(room, region.lake)
    keeper = somebody("school_it", region.lake, "keeper")
    return Cast(region, today - timedelta(days=7 + today.weekday()), room, board, keeper, timetable)
