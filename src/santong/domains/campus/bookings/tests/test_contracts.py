"""What the pages of bookings and of bookable things keep, as all declared pages do."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from santong.domains.campus.bookings.models import Booking, Thing
from santong.domains.campus.bookings.pages import BookingPages, ThingPages
from santong.domains.campus.bookings.times import on_day
from santong.domains.platform.access.testing import PagesContract, Region, somebody
from santong.domains.platform.identity.public import Person


class TestThings(PagesContract):
    pages = ThingPages
    keeper, reader = "school_it", "class_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> Thing:
        return Thing.objects.create(school=region.lake, path=region.lake.path, name=f"推车{number}")

    def typed(self) -> dict[str, Any]:
        return {"name": "校车", "school": self.region.lake.pk, "bookable": "staff"}

    def changed(self) -> dict[str, Any]:
        return {"kept_at": "北门"}


class TestBookings(PagesContract):
    pages = BookingPages
    keeper, reader = "principal", "subject_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> Booking:
        person = Person.objects.filter(username="booker").first() or somebody("class_teacher", region.first, "booker")
        thing = Thing.objects.create(school=region.lake, path=region.lake.path, name=f"推车{number}")
        times = on_day(timezone.localdate() + timedelta(days=1), time(9), time(10))
        return Booking.objects.create(
            thing=thing, school=region.lake, path=region.lake.path, person=person, title=f"用途{number}",
            begins=times.begins, ends=times.ends,
        )  # fmt: skip
