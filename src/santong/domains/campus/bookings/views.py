"""Booking, and the week of a room or thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from santong.domains.campus.bookings.actions import Taken, book, cancel
from santong.domains.campus.bookings.forms import BookingForm, key_of
from santong.domains.campus.bookings.models import BOOK, VIEW, Booking, Thing
from santong.domains.campus.bookings.queries import (
    What,
    bookable_rooms,
    bookable_things,
    free_instead,
    free_times,
)
from santong.domains.campus.bookings.times import Times
from santong.domains.campus.bookings.weeks import book_url, week_with
from santong.domains.campus.places.public import Room
from santong.kit.access import Viewer
from santong.kit.http import Request, day_asked
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable
from santong.lib.whole_numbers import whole_number

PREFILLED = ("what", "day", "begins", "ends", "title")
UNDO = "bookings.book"


@dataclass(frozen=True)
class Wanted:
    """What a valid form asks for."""

    what: What
    title: str
    times: Sequence[Times]


@login_required
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Book something; where it is taken, say by whom, and what is free instead."""
    request.viewer.demand(BOOK)
    given = {name: request.GET[name] for name in PREFILLED if request.GET.get(name)}
    initial = {"day": timezone.localdate(), **given}
    form = BookingForm(request.POST if request.method == "POST" else None, viewer=request.viewer, initial=initial)
    proposals: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        wanted = Wanted(form.cleaned_data["what"], form.cleaned_data["title"], form.times())
        try:
            rows = book(acting=request.viewer, what=wanted.what, title=wanted.title, times=wanted.times)
        except NotPossible as problem:
            form.add_error(problem.field or None, str(problem))
            proposals = _proposals(request, wanted) if isinstance(problem, Taken) else {}
        else:
            return _booked(request, rows)
    status = 422 if form.errors else 200
    return render(request, "bookings/new.html", {"form": form, **proposals}, status=status)


def _proposals(request: Request, wanted: Wanted) -> dict[str, Any]:
    what, first = wanted.what, wanted.times[0]
    instead = [(each, book_url(each, first)) for each in free_instead(request.viewer, what, wanted.times)]
    when = [(each, book_url(what, each)) for each in free_times(what, first)]
    return {"instead": instead, "other_times": when, "title": wanted.title}


def _booked(request: Request, rows: Sequence[Booking]) -> HttpResponse:
    first = rows[0]
    if first.state == Booking.State.WAITING:
        messages.success(request, _("Kept for you until it is decided. You hear as soon as it is."))
    else:
        keys = [row.pk for row in rows]
        offer(request, _("“%(what)s” is yours.") % {"what": first.what}, handler=UNDO, payload={"ids": keys})
    return redirect("bookings:bookings-detail", first.pk)


@undoable(UNDO)
def _unbook(viewer: Viewer, payload: dict[str, Any]) -> str:
    for row in Booking.objects.of_acting(viewer).filter(pk__in=payload["ids"]):
        cancel(acting=viewer, booking=row)
    return _("The booking was taken back.")


@login_required
@require_safe
def week(request: Request) -> HttpResponse:
    """A week of a room or thing, period by period."""
    request.viewer.demand(VIEW)
    offered: list[What] = [*bookable_rooms(request.viewer), *bookable_things(request.viewer)]
    what = _chosen(request, offered)
    day = day_asked(request)
    context = {
        "what": what,
        "key": key_of(what) if what is not None else "",
        "offered": [(key_of(each), each) for each in offered],
        "week": week_with(request.viewer, what, day) if what is not None else None,
        "day": day,
        "today": timezone.localdate(),
        "can_book": request.viewer.can(BOOK),
    }
    return render(request, "bookings/week.html", context)


def _chosen(request: Request, offered: Sequence[What]) -> What | None:
    """The room or thing in the address, else the first of those that may be booked."""
    kind, _dash, number = request.GET.get("what", "").partition("-")
    key = whole_number(number)
    if key is not None and kind == "room":
        return request.viewer.get(Room, key)
    if key is not None and kind == "thing":
        return request.viewer.get(Thing, key)
    return offered[0] if offered else None
