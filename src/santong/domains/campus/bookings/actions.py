"""Writes on bookings. Whoever books locks the room or thing first, so that two never decide about one time at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from santong.domains.campus.bookings.kinds import ask_for
from santong.domains.campus.bookings.models import BOOK, MANAGE, Booking, new_series
from santong.domains.campus.bookings.queries import What, conflicts, following, may_book, taken_rooms
from santong.domains.campus.bookings.times import Times, on_day, shifted
from santong.domains.campus.places.public import Room
from santong.domains.platform.notices.public import tell
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.registry import Label
from santong.kit.steps import Holds, Is, step
from santong.kit.steps.declare import read_locked

State = Booking.State
MOST = 60
"""Bookings made at once: a year of weeks, and a few."""
SHOWN = 5
CANCELLED = gettext_lazy("Your booking of “%(what)s” was cancelled.")
MOVED = gettext_lazy("Your booking of “%(what)s” was moved to %(when)s.")
WHO = Is("person_id") | Holds(MANAGE)


class Taken(NotPossible):
    """Somebody has it at that time; `conflicts` are their bookings."""

    def __init__(self, found: Sequence[Booking]) -> None:
        self.conflicts = found
        lines = [_("%(when)s: %(who)s, “%(title)s”") % {"when": each.when, "who": each.person, "title": each.title}
                 for each in found[:SHOWN]]  # fmt: skip
        text = ngettext(
            "It is taken at that time. %(lines)s", "It is taken at %(n)s of these times. %(lines)s", len(found)
        )
        super().__init__(text % {"n": len(found), "lines": "；".join(lines)}, field="day")


def book(*, acting: Viewer, what: What, title: str, times: Sequence[Times]) -> list[Booking]:
    """Take a room or thing, at once or with a request for approval; all the times or none of them."""
    _demand_times(times)
    with transaction.atomic(), named("bookings.book"):
        read_locked(what)
        if not all(may_book(acting, what, each.day) for each in times):
            raise PermissionDenied(BOOK)
        if found := conflicts(what, times):
            raise Taken(found)
        needs_approval = what.needs_approval and not acting.can(MANAGE, what.path)
        rows = Booking.objects.bulk_create(_rows(acting, what, title, times, needs_approval))
        if needs_approval:
            ask_for(acting, rows)
    return rows


def hold(*, acting: Viewer, wanted: Mapping[Room, Sequence[Times]], title: str) -> UUID | None:
    """Take rooms for something that the school arranges, also those that nobody else may book; all or none.

    Answers the series that they are, which `give_back` takes; None where nothing is wanted. Raises `Taken`.
    """
    rooms = [room for room in sorted(wanted, key=lambda room: room.pk) if wanted[room]]
    if not rooms:
        return None
    with transaction.atomic(), named("bookings.hold"):
        for room in rooms:
            acting.demand(MANAGE, room.path)
            read_locked(room)
        if found := taken_rooms({room: wanted[room] for room in rooms}):
            raise Taken(found)
        rows = [row for room in rooms for row in _rows(acting, room, title, wanted[room], waits=False)]
        series = new_series()
        for row in rows:
            row.series = series
        Booking.objects.bulk_create(rows)
    return series


def give_back(*, acting: Viewer, series: UUID) -> int:
    """Give back what `hold` took and isn't over; answers how many bookings they are."""
    with transaction.atomic(), named("bookings.give_back"):
        rows = list(Booking.objects.noted([series], by="series").filter(state=State.BOOKED, ends__gt=timezone.now()))
        for row in rows:
            acting.demand(MANAGE, row.path)
            row.state = State.CANCELLED
        Booking.objects.bulk_save(rows, ["state"])
    return len(rows)


def _demand_times(times: Sequence[Times]) -> None:
    if not times:
        raise NotPossible(_("None of these days is left. Choose others."), field="day")
    if len(times) > MOST:
        raise NotPossible(_("At most %(most)s times fit into one booking.") % {"most": MOST}, field="until")
    if any(each.ends <= each.begins for each in times):
        raise NotPossible(_("It ends before it begins. Correct the times."), field="ends")
    if any(each.ends <= timezone.now() for each in times):
        raise NotPossible(_("This time is over. Choose a later one."), field="day")


def _rows(acting: Viewer, what: What, title: str, times: Sequence[Times], waits: bool) -> list[Booking]:
    series = new_series() if len(times) > 1 else None
    column = "room" if isinstance(what, Room) else "thing"
    return [
        Booking(
            **{column: what},
            school_id=what.school_id,
            path=what.path,
            person_id=acting.person_id,
            title=title,
            begins=each.begins,
            ends=each.ends,
            state=State.WAITING if waits else State.BOOKED,
            series=series,
        )
        for each in times
    ]


def _is_over(acting: Viewer, booking: Booking) -> str:
    """What has been can't be changed."""
    return _("This booking is over.") if booking.is_over else ""


@step(Booking, "bookings.cancel", who=WHO, sources=(State.BOOKED,), target=State.CANCELLED, unless=(_is_over,))
def cancel(*, acting: Viewer, booking: Booking, all_following: bool = False) -> list[int]:
    """Give it back, alone or with all that follow in its series; answers the keys of those."""
    others = [row for row in following(booking) if row.pk != booking.pk] if all_following else []
    for row in others:
        row.state = State.CANCELLED
    Booking.objects.bulk_save(others, ["state"])
    _tell(acting, booking, CANCELLED)
    return [row.pk for row in others]


@cancel.back
def _uncancel(acting: Viewer, booking: Booking, others: list[int]) -> None:
    rows = list(Booking.objects.noted(others))
    wanted = [Times(row.begins, row.ends) for row in [booking, *rows]]
    _demand_free(booking.what, wanted, [booking.pk, *others])
    for row in rows:
        row.state = State.BOOKED
    Booking.objects.bulk_save(rows, ["state"])


def _approved_elsewhere(acting: Viewer, booking: Booking) -> str:
    """What others agreed to stays as it is."""
    if booking.what.needs_approval and not acting.can(MANAGE, booking.path):
        return _("Another time needs approval again. Cancel this booking, and make a new one.")
    return ""


@step(Booking, "bookings.move", who=WHO, sources=(State.BOOKED,), unless=(_is_over, _approved_elsewhere), saves=False)
def move(
    *, acting: Viewer, booking: Booking, day: date, begins: time, ends: time, all_following: bool = False
) -> list[list[Any]]:
    """Take it at another time, alone or with all that follow, each as many days later; answers the times before."""
    rows = following(booking) if all_following else [booking]
    first = on_day(day, begins, ends)
    days = (first.day - Times(booking.begins, booking.ends).day).days
    times = [Times(shifted(row.begins, days, begins), shifted(row.begins, days, ends)) for row in rows]
    _demand_times(times)
    before = [[row.pk, row.begins.isoformat(), row.ends.isoformat()] for row in rows]
    _put(booking.what, rows, times)
    booking.refresh_from_db()
    _tell(acting, booking, MOVED)
    return before


@move.back
def _move_back(acting: Viewer, booking: Booking, before: list[list[Any]]) -> None:
    known = {row.pk: row for row in Booking.objects.noted([pk for pk, _begins, _ends in before])}
    rows = [known[pk] for pk, _begins, _ends in before]
    times = [Times(_read(row, "begins", begins), _read(row, "ends", ends)) for row, (_pk, begins, ends) in
             zip(rows, before, strict=True)]  # fmt: skip
    _put(booking.what, rows, times)


def _read(row: Booking, field: str, text: str) -> Any:
    return row._meta.get_field(field).to_python(text)  # type: ignore[union-attr]


def _put(what: What, rows: Sequence[Booking], times: Sequence[Times]) -> None:
    """Write new times of bookings of one thing; those that go first make room for those that come after."""
    _demand_free(what, times, [row.pk for row in rows])
    pairs = list(zip(rows, times, strict=True))
    goes_later = bool(pairs) and pairs[0][1].begins > pairs[0][0].begins
    for row, each in reversed(pairs) if goes_later else pairs:
        row.begins, row.ends = each.begins, each.ends
        row.save(update_fields=["begins", "ends"])


def _demand_free(what: What, times: Sequence[Times], without: Sequence[int]) -> None:
    """Refuse when somebody else has it; what it is about is locked until the transaction ends."""
    read_locked(what)
    if found := conflicts(what, times, without):
        raise Taken(found)


def _tell(acting: Viewer, booking: Booking, title: Label) -> None:
    """Whoever booked hears of what others do to it."""
    if booking.person_id != acting.person_id:
        words = {"what": str(booking.what), "when": booking.when}
        address = reverse("bookings:bookings-detail", args=[booking.pk])
        tell(booking.person, title, words=words, text=booking.when, address=address)
