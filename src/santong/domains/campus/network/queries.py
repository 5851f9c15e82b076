"""Reads on links, floors, measurements and Wi-Fi."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import QuerySet
from django.utils import timezone

from santong.domains.campus.network.models import CHANGE, Coverage, Floor, Light, Link, SpeedTest
from santong.domains.campus.places.public import Room, in_use
from santong.domains.platform.organisations.public import Organisation, SchoolProfile, Stage, ancestor_paths
from santong.kit.access import Viewer

ENDS_SOON = timedelta(days=60)
RECENT = timedelta(days=180)
FEWEST, FEWEST_DAYS = 5, 3
"""Tests, and days on which they were made, from which on a measured bandwidth is believed."""
ORDER = (Stage.PRESCHOOL, Stage.SPECIAL, Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR, Stage.VOCATIONAL, Stage.HIGHER)


@dataclass(frozen=True)
class Measured:
    """The median of recent tests of a school, in kbit/s; None where there are too few. `tests` is their number."""

    down: int | None
    up: int | None
    tests: int


@dataclass(frozen=True)
class Standing:
    """How a school's lines stand to its floor: what counts in each direction (Mbps), and the lights."""

    floor: Floor | None
    contract_down: int
    contract_up: int
    measured: Measured
    light_down: str
    light_up: str


def highest_stage(school: Organisation) -> str:
    """The highest stage that a school teaches, "" where that isn't known."""
    stages = SchoolProfile.objects.open_to_everyone().filter(organisation=school).values_list("stages", flat=True)
    found = {stage for text in stages for stage in text.split(",") if stage}
    return max(found, key=lambda stage: ORDER.index(Stage(stage)), default="")


def floor_for(school: Organisation) -> Floor | None:
    """The floor that counts for a school."""
    stage = highest_stage(school)
    rows = Floor.objects.open_to_everyone().filter(path__in=["", *ancestor_paths(school.path)], stage__in={"", stage})
    return max(rows, key=lambda row: (len(row.path), row.stage != ""), default=None)


def measured(school: Organisation) -> Measured:
    """What tests of the last half year say."""
    rows = SpeedTest.objects.belonging_to(school=school).filter(begun_at__gte=timezone.now() - RECENT)
    told = rows.values_list("begun_at", "down", "up")
    good = [(begun, down, up) for begun, down, up in told if down is not None and up is not None]
    days = {timezone.localdate(begun) for begun, _down, _up in good}
    if len(good) < FEWEST or len(days) < FEWEST_DAYS:
        return Measured(None, None, len(good))
    return Measured(round(median(row[1] for row in good)), round(median(row[2] for row in good)), len(good))


def light(value: float, floor: int) -> str:
    """How Mbps stand to a floor; 0 is no floor."""
    if not floor:
        return Light.NONE
    return Light.MET if value >= floor else Light.NEARLY if value * 5 >= floor * 4 else Light.BEHIND


def standing_of(school: Organisation) -> Standing:
    """How a school stands: by what was measured where that is believed, else by its contracts."""
    links = list(current_links(school))
    down, up = sum(row.down for row in links), sum(row.up for row in links)
    floor, found = floor_for(school), measured(school)
    real_down = down if found.down is None else found.down / 1000
    real_up = up if found.up is None else found.up / 1000
    return Standing(
        floor, down, up, found,
        light(real_down, floor.down if floor else 0), light(real_up, floor.up if floor else 0),
    )  # fmt: skip


def current_links(school: Organisation) -> QuerySet[Link]:
    """The lines of a school whose contracts haven't ended."""
    rows = Link.objects.belonging_to(school=school)
    return rows.exclude(until__lt=timezone.localdate())


def ending(viewer: Viewer) -> QuerySet[Link]:
    """Lines whose contracts end soon, or have ended."""
    return Link.objects.visible_to(viewer, CHANGE).filter(until__lte=timezone.localdate() + ENDS_SOON)


def indoor_rooms(rows: QuerySet[Room]) -> QuerySet[Room]:
    """Rooms in buildings that are in use: where Wi-Fi is wanted."""
    return in_use(rows, timezone.localdate()).filter(building__isnull=False)


def coverage_of(rooms: Sequence[Room]) -> Mapping[int, Coverage]:
    """What is known of the Wi-Fi in rooms, by their keys."""
    return {row.room_id: row for row in Coverage.objects.belonging_to(room__in=list(rooms))}


def by_building(rooms: Iterable[Room]) -> list[tuple[str, list[Room]]]:
    """Rooms by the names of their buildings, in their order."""
    found: dict[str, list[Room]] = defaultdict(list)
    for room in rooms:
        found[room.building.name if room.building else ""].append(room)
    return list(found.items())


def tests_going_on() -> int:
    """How many bandwidth tests go on in the installation: too many at once would measure each other."""
    since = timezone.now() - timedelta(seconds=40)
    return SpeedTest.objects.numbers_only().filter(begun_at__gte=since, ended_at=None).count()
