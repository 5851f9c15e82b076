"""The request that decides about bookings of what needs approval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.bookings.models import BOOK, Booking
from santong.domains.campus.bookings.queries import conflicts
from santong.domains.campus.bookings.times import Times
from santong.domains.platform.requests.public import (
    Decider,
    FieldKind,
    Request,
    RequestField,
    RequestKind,
    Source,
    Stage,
    put_draft,
    send,
)
from santong.kit.access import Viewer
from santong.kit.refusals import NotPossible

NAME = "booking"
State = Booking.State


def ask_for(acting: Viewer, rows: Sequence[Booking]) -> Request:
    """Ask for approval of bookings that were just made and wait for it."""
    request = put_draft(acting=acting, kind=BOOKING, organisation=rows[0].school, values=said_of(rows))
    for row in rows:
        row.request = request
    Booking.objects.bulk_save(rows, ["request"])
    send(acting=acting, request=request)
    return request


def said_of(rows: Sequence[Booking]) -> dict[str, Any]:
    """What the request says of the bookings."""
    return {
        "what": str(rows[0].what),
        "when": "\n".join(f"{localtime(row.begins):%Y-%m-%d %H:%M}–{localtime(row.ends):%H:%M}" for row in rows),
        "why": rows[0].title,
    }


def _rows_of(request: Request) -> list[Booking]:
    rows = Booking.objects.belonging_to(request=request).select_related("room__building", "thing", "school")
    return list(rows.order_by("begins", "pk"))


def _granted(request: Request) -> None:
    rows = _rows_of(request)
    said = said_of(rows) if rows else {}
    if any(request.values.get(name) != said.get(name) for name in ("what", "when")):
        text = _("The request says another room or time than was booked. Return it, so that it is booked anew.")
        raise NotPossible(text)
    _put(rows, State.BOOKED)


def _refused(request: Request) -> None:
    _put(_rows_of(request), State.REFUSED)


def _withdrawn(request: Request) -> None:
    _put(_rows_of(request), State.CANCELLED)


def _undone(request: Request) -> None:
    """The decision was taken back: they wait again, unless somebody else has the time by now."""
    rows = _rows_of(request)
    times = [Times(row.begins, row.ends) for row in rows]
    if rows and conflicts(rows[0].what, times, [row.pk for row in rows]):
        raise NotPossible(_("Somebody else has booked this time since."))
    _put(rows, State.WAITING)


def _put(rows: Sequence[Booking], state: State) -> None:
    for row in rows:
        row.state = state
    Booking.objects.bulk_save(rows, ["state"])


def _title(values: Mapping[str, Any]) -> str:
    when = str(values.get("when", "")).split("\n")[0]
    return " · ".join(part for part in (values.get("what", ""), when) if part)


BOOKING = RequestKind(
    NAME,
    gettext_lazy("Booking"),
    fields=(
        RequestField("what", FieldKind.TEXT, gettext_lazy("Room or thing"), ("场所", "what")),
        RequestField("when", FieldKind.LONG_TEXT, gettext_lazy("When"), ("时间", "when")),
        RequestField("why", FieldKind.TEXT, gettext_lazy("Purpose of the booking"), ("用途", "purpose")),
    ),
    path=(Stage(gettext_lazy("Teaching affairs office"), (Decider(Source.ROLE, "teaching_affairs"),), hours=8),),
    icon="door",
    asks=BOOK,
    offered=False,
    title=_title,
    granted=_granted,
    refused=_refused,
    withdrawn=_withdrawn,
    undone=_undone,
    order=30,
)
