"""A room that all staff of the lake may book, one that needs approval, and people who book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from santong.domains.campus.bookings.times import Times, on_day
from santong.domains.campus.places.public import Room
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.identity.public import Person
from santong.kit.access import Viewer


@dataclass
class Booking:
    """Who and what takes part."""

    region: Region
    teacher: Person
    other: Person
    affairs: Person
    room: Room
    hall: Room

    def viewer(self, person: Person) -> Viewer:
        """A person in all their identities as staff."""
        return viewer_in(person, "staff")

    def client(self, person: Person) -> Any:
        """Their browser."""
        return client_of(person)


def tomorrow(begins: int = 9, ends: int = 10, days: int = 1) -> Times:
    """Hours of a day soon."""
    day: date = timezone.localdate() + timedelta(days=days)
    return on_day(day, time(begins), time(ends))


@pytest.fixture
def cast(region: Region) -> Booking:
    place = {"school": region.lake, "path": region.lake.path, "bookable": Room.Bookable.STAFF}
    return Booking(
        region,
        teacher=somebody("class_teacher", region.first, "teacher"),
        other=somebody("subject_teacher", region.second, "other"),
        affairs=somebody("teaching_affairs", region.lake, "affairs"),
        room=Room.objects.create(**place, name="实验室", kind="laboratory", seats=48),
        hall=Room.objects.create(**place, name="报告厅", kind="hall", seats=200, needs_approval=True),
    )
