"""Rooms over the API."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_noop
from ninja import Router, Schema

from santong.domains.campus.places.filters import RoomFilter
from santong.domains.campus.places.models import Room
from santong.domains.campus.places.pages import RoomPages
from santong.domains.platform.organisations.public import path_within
from santong.kit.access import Viewer
from santong.kit.api.resources import Resource, add_resource

router = Router(tags=[gettext_noop("Rooms and sites")])


class RoomOut(Schema):
    """A room of a school. `school` and `home_class` are ids; `since` and `until` the days of its use, both included."""

    id: int
    name: str
    kind: str
    school: int
    building: str
    floor: int | None
    seats: int | None
    home_class: int | None
    bookable: str
    needs_approval: bool
    since: date | None
    until: date | None


def _room(row: Room, viewer: Viewer) -> RoomOut:
    return RoomOut(
        id=row.pk,
        name=row.name,
        kind=row.kind,
        school=row.school_id,
        building=row.building.name if row.building is not None else "",
        floor=row.floor,
        seats=row.seats,
        home_class=row.home_class_id,
        bookable=row.bookable,
        needs_approval=row.needs_approval,
        since=row.since,
        until=row.until,
    )


ROOMS = Resource(
    name="rooms",
    schema=RoomOut,
    shape=_room,
    model=Room,
    rows=RoomPages().rows,
    summaries=(gettext_noop("Rooms of schools"), gettext_noop("One room")),
    filterset=RoomFilter,
    place=path_within,
)
add_resource(router, ROOMS)
