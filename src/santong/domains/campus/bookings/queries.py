"""Reads on bookings: what may be booked by whom, what is taken, what is free instead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from santong.domains.campus.bookings.models import BOOK, MANAGE, Booking, BookingQuerySet, Thing
from santong.domains.campus.bookings.times import Times, on_day
from santong.domains.campus.places.public import Room, in_use
from santong.domains.platform.calendars.public import periods_of
from santong.kit.access import Viewer, below_any
from santong.kit.agenda import Entry

What = Room | Thing
Bookable = Room.Bookable
PROPOSED = 6
"""How many other rooms or times are proposed at most."""


def books_at(viewer: Viewer, path: str) -> bool:
    """Whether a viewer belongs to the staff of a school, at its path, who book there."""
    return path in viewer.places_above(BOOK) or viewer.can(BOOK, path)


def may_book(viewer: Viewer, what: What, day: date) -> bool:
    """Whether a viewer may book something for a day: it is in use, and they are among those who may have it."""
    if isinstance(what, Room) and not what.is_in_use(day):
        return False
    if what.bookable == Bookable.MANAGERS:
        return viewer.can(MANAGE, what.path)
    return what.bookable == Bookable.STAFF and books_at(viewer, what.path)


def bookable_rooms(viewer: Viewer) -> QuerySet[Room]:
    """The rooms that a viewer may book today."""
    rows = in_use(Room.objects.visible_to(viewer), timezone.localdate()).filter(_open_to(viewer))
    return rows.select_related("building").order_by("path", "building__name", "floor", "name", "pk")


def bookable_things(viewer: Viewer) -> QuerySet[Thing]:
    """The things that a viewer may book."""
    return Thing.objects.visible_to(viewer).filter(_open_to(viewer)).order_by("path", "name", "pk")


def _open_to(viewer: Viewer) -> Q:
    managed = below_any("path", viewer.paths(MANAGE))
    return Q(bookable=Bookable.STAFF, path__in=viewer.places_above(BOOK)) | managed & ~Q(bookable=Bookable.NOBODY)


def of_what(what: What) -> BookingQuerySet:
    """All bookings of a room or thing in hand."""
    rows = Booking.objects.belonging_to(**{"room" if isinstance(what, Room) else "thing": what})
    assert isinstance(rows, BookingQuerySet)
    return rows


def conflicts(what: What, wanted: Iterable[Times], without: Collection[int] = ()) -> list[Booking]:
    """The bookings that already hold one of the wanted times, but for those with the keys `without`."""
    overlaps = [Q(begins__lt=each.ends, ends__gt=each.begins) for each in wanted]
    if not overlaps:
        return []
    rows = of_what(what).holding().filter(reduce(or_, overlaps)).exclude(pk__in=without)
    return list(rows.select_related("person", "room__building", "thing").order_by("begins", "pk"))


def taken_rooms(wanted: Mapping[Room, Sequence[Times]], without: UUID | None = None) -> list[Booking]:
    """The bookings that already hold one of the rooms at one of its times, but for those of a series."""
    times = [each for found in wanted.values() for each in found]
    if not times:
        return []
    rows = Booking.objects.belonging_to(room__in=list(wanted))
    assert isinstance(rows, BookingQuerySet)
    held = rows.holding().within(min(each.begins for each in times), max(each.ends for each in times))
    if without is not None:
        held = held.exclude(series=without)
    by_room = {room.pk: found for room, found in wanted.items()}
    found = held.select_related("person", "room__building").order_by("begins", "pk")
    return [row for row in found if any(_overlap(row, each) for each in by_room[row.room_id])]


def _overlap(booking: Booking, times: Times) -> bool:
    return booking.begins < times.ends and booking.ends > times.begins


def free_instead(viewer: Viewer, what: What, wanted: Sequence[Times]) -> list[What]:
    """Others of the same kind at the same school that are free at all the wanted times, the fitting size first."""
    taken = reduce(or_, (Q(begins__lt=each.ends, ends__gt=each.begins) for each in wanted))
    held = Booking.objects.numbers_only().filter(taken, state__in=Booking.HOLDING, school=what.school)
    if isinstance(what, Thing):
        things = bookable_things(viewer).filter(school=what.school).exclude(pk=what.pk)
        return list(things.exclude(pk__in=held.exclude(thing=None).values("thing"))[:PROPOSED])
    rooms = bookable_rooms(viewer).filter(school=what.school).exclude(pk=what.pk)
    free = list(rooms.exclude(pk__in=held.exclude(room=None).values("room")))
    return sorted(free, key=lambda room: _difference(what, room))[:PROPOSED]  # type: ignore[return-value]


def _difference(wanted: Room, room: Room) -> tuple[bool, bool, int]:
    """How far a room is from the wanted one: of another kind, too small, larger than need be."""
    seats, needed = room.seats or 0, wanted.seats or 0
    return (room.kind != wanted.kind, seats < needed, abs(seats - needed))


def free_times(what: What, wanted: Times) -> list[Times]:
    """The periods of the same day in which something is free, those nearest to the wanted time first."""
    day = [on_day(wanted.day, period.begins, period.ends) for period in periods_of(what.path).rows]
    held = conflicts(what, [Times(min(each.begins for each in day), max(each.ends for each in day))]) if day else []
    free = [each for each in day if each.begins > timezone.now() and not _meets(each, held)]
    return sorted(free, key=lambda each: abs(each.begins - wanted.begins))[:PROPOSED]


def _meets(times: Times, bookings: Iterable[Booking]) -> bool:
    return any(_overlap(each, times) for each in bookings)


def own_entries(viewer: Viewer, begins: datetime, ends: datetime) -> Iterator[Entry]:
    """What a viewer has booked themselves, for their calendar."""
    rows = Booking.objects.of_acting(viewer).filter(person_id=viewer.person_id, begins__lt=ends, ends__gt=begins)
    held = rows.filter(state__in=Booking.HOLDING).select_related("room__building", "thing")
    for row in held:
        url = reverse("bookings:bookings-detail", args=[row.pk])
        note = str(row.get_state_display()) if row.state == Booking.State.WAITING else ""
        yield Entry(str(row.pk), row.title, row.begins, row.ends, url=url, where=str(row.what), note=note)


def following(booking: Booking) -> list[Booking]:
    """A booking and those of its series that come after it and are still to be had."""
    if booking.series is None:
        return [booking]
    rows = of_what(booking.what).filter(series=booking.series)
    return list(rows.filter(begins__gte=booking.begins, state=Booking.State.BOOKED).order_by("begins", "pk"))


def held_between(what: What, begins: datetime, ends: datetime) -> list[Booking]:
    """The bookings that hold something at some moment of a stretch of time, in order."""
    rows = of_what(what).holding().within(begins, ends)
    return list(rows.select_related("person").order_by("begins", "pk"))
