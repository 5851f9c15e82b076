"""The next bookings of a room, on its page."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from santong.domains.campus.bookings.models import VIEW, Booking
from santong.domains.campus.bookings.queries import books_at
from santong.domains.campus.bookings.weeks import week_url
from santong.domains.campus.places.public import Room
from santong.kit.http import Request
from santong.kit.pages import Panel

SHOWN = 6


@dataclass(frozen=True)
class RoomBookingsPanel(Panel):
    """Who has the room next, and the way to its week."""

    def html(self, request: Request, row: Room) -> SafeString | str:
        viewer = request.viewer
        if row.bookable == Room.Bookable.NOBODY or not (viewer.can(VIEW, row.path) or books_at(viewer, row.path)):
            return ""
        held = Booking.objects.visible_to(viewer).filter(room=row, ends__gt=timezone.now())
        found = held.filter(state__in=Booking.HOLDING).select_related("person").order_by("begins")
        context = {"rows": list(found[:SHOWN]), "week_url": week_url(row, timezone.localdate())}
        return render_to_string("bookings/panel.html", context, request)
