"""The pages of bookings and of bookable things."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.bookings.actions import cancel, move
from santong.domains.campus.bookings.filters import BookingFilter, ThingFilter
from santong.domains.campus.bookings.forms import CancelForm, MoveForm, ThingForm
from santong.domains.campus.bookings.models import BOOK, MANAGE, VIEW, Booking, Thing
from santong.domains.campus.bookings.tables import BookingTable, ThingTable
from santong.domains.campus.bookings.weeks import week_url
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction, StepPage, ViewerFact, link


def _week_link(viewer: Viewer, row: Booking) -> Any:
    return link(week_url(row.what, timezone.localtime(row.begins).date()), row.what)


def _request_link(viewer: Viewer, row: Booking) -> Any:
    """The request that decides, for whoever made it."""
    if row.request_id is None or row.person_id != viewer.person_id:
        return ""
    return link(reverse("requests:request", args=[row.request_id]), _("Open the request"))


class BookingPages(ModelPages):
    """Who has what when."""

    model, name, namespace = Booking, "bookings", "bookings"
    title, icon = _("Bookings"), "calendar-event"
    table, filterset = BookingTable, BookingFilter
    export = VIEW
    sort = "begins"
    empty_text = _("Nothing is booked. Choose a free time in the week of a room.")
    list_actions = (
        PageAction(_("Week of a room"), lambda row: reverse("bookings:week"), VIEW, icon="table"),
        PageAction(_("Bookable things"), lambda row: reverse("bookings:things"), VIEW, icon="package"),
        PageAction(_("Book"), lambda row: reverse("bookings:new"), BOOK, icon="plus", variant="primary"),
    )
    panels = (
        FactsPanel(
            _("Booking"),
            facts=(
                ViewerFact(_week_link, _("room or thing")),
                Fact(lambda row: row.when, _("when")),
                Fact(lambda row: row.person.name, _("booked by")),
                "state",
                Fact(lambda row: _("Yes") if row.series else "", _("repeats")),
                ViewerFact(_request_link, _("approval")),
            ),
        ),
    )
    steps = (
        StepPage(move, _("Change the time"), done=_("Moved."), form=MoveForm, icon="clock"),
        StepPage(
            cancel, _("Cancel the booking"), done=_("Cancelled."), form=CancelForm, icon="x", variant="danger",
            text=_("Others can book this time at once."),
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("room__building", "thing", "person", "school")

    def subtitle(self, row: Any) -> str:
        return str(row.when)


class ThingPages(ModelPages):
    """What is lent."""

    model, name, namespace = Thing, "things", "bookings"
    title, icon = _("Bookable things"), "package"
    table, filterset, form = ThingTable, ThingFilter, ThingForm
    create = change = remove = MANAGE
    export = VIEW
    sort = "path"
    new_label = _("New thing")
    empty_text = _("Add what people borrow: a cart of tablets, the bus, a camera.")
    panels = (
        FactsPanel(
            _("Bookable things"),
            facts=(
                "kept_at",
                "bookable",
                Fact(lambda row: _("Yes") if row.needs_approval else "", _("bookings need approval")),
            ),
        ),
    )
    detail_actions = (
        PageAction(
            _("Week of a room"), lambda row: week_url(row, timezone.localdate()), VIEW, icon="table",
        ),
    )  # fmt: skip

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("school")

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return ThingForm(data, instance=row, viewer=request.viewer)
