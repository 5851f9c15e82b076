"""The rooms of the demonstration region: a teaching building with a room for every class, and rooms for subjects."""

from __future__ import annotations

from collections.abc import Iterator

from santong.domains.campus.places.models import Building, Room
from santong.domains.platform.organisations.public import Organisation, classes_of
from santong.kit.demo import Region

PER_FLOOR = 6
TEACHING, SPECIAL = "明德楼", "博学楼"
Kind, Bookable = Room.Kind, Room.Bookable
ROOMS = (
    # name, floor, kind, seats, booked by, needs approval
    ("科学实验室", 1, Kind.LABORATORY, 48, Bookable.STAFF, False),
    ("计算机教室", 2, Kind.COMPUTER, 50, Bookable.STAFF, False),
    ("音乐教室", 2, Kind.MUSIC, 48, Bookable.STAFF, False),
    ("美术教室", 3, Kind.ART, 48, Bookable.STAFF, False),
    ("录播教室", 3, Kind.RECORDING, 56, Bookable.STAFF, False),
    ("图书阅览室", 1, Kind.LIBRARY, 80, Bookable.STAFF, False),
    ("多功能报告厅", 4, Kind.HALL, 260, Bookable.STAFF, True),
    ("会议室", 4, Kind.MEETING, 30, Bookable.STAFF, False),
    ("心理辅导室", 1, Kind.COUNSELLING, 8, Bookable.NOBODY, False),
    ("卫生室", 1, Kind.HEALTH, 4, Bookable.NOBODY, False),
)
OUTSIDE = (("田径场", Kind.PLAYGROUND, Bookable.STAFF, True), ("篮球场", Kind.PLAYGROUND, Bookable.STAFF, False))


def build_schools(region: Region) -> None:
    """Two buildings for every school; whatever stands outside has none."""
    schools = list(Organisation.objects.by_installation().filter(kind=Organisation.Kind.SCHOOL).order_by("path"))
    names = [(TEACHING, 5), (SPECIAL, 4)]
    new = [
        Building(school=school, path=school.path, name=name, floors=floors)
        for school in schools
        for name, floors in names
    ]
    made = Building.objects.bulk_create(new)
    by_name = {(row.school_id, row.name): row for row in made}
    Room.objects.bulk_create([room for school in schools for room in _rooms(school, by_name)])


def _rooms(school: Organisation, buildings: dict[tuple[int, str], Building]) -> Iterator[Room]:
    place = {"school": school, "path": school.path}
    teaching, special = (buildings[school.pk, name] for name in (TEACHING, SPECIAL))
    for number, school_class in enumerate(classes_of(school)):
        floor, door = number // PER_FLOOR + 1, number % PER_FLOOR + 1
        name = f"{floor}{door:02}"
        yield Room(**place, building=teaching, floor=floor, name=name, seats=50, home_class=school_class)
    for name, floor, kind, seats, bookable, needs in ROOMS:
        given = {"kind": kind, "seats": seats, "bookable": bookable, "needs_approval": needs}
        yield Room(**place, building=special, floor=floor, name=name, **given)
    for name, kind, bookable, needs in OUTSIDE:
        yield Room(**place, name=name, kind=kind, bookable=bookable, needs_approval=needs)
