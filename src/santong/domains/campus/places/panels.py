"""Panels about places: on the pages of sites and buildings, of a school, of a class."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.places.models import VIEW, Building, Room, Site
from santong.domains.campus.places.queries import in_use, room_of_class
from santong.domains.campus.places.tables import BuildingTable, RoomTable
from santong.domains.platform.organisations.public import Organisation, linked
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, HistoryPanel, ListPanel, Panel, ViewerFact, link


def room_url(row: Room) -> str:
    """The page of a room."""
    return reverse("places:rooms-detail", args=[row.pk])


def building_url(row: Building) -> str:
    """The page of a building."""
    return reverse("places:buildings-detail", args=[row.pk])


def _rooms_in(viewer: Viewer, row: Building) -> QuerySet:
    rooms = Room.objects.visible_to(viewer).filter(building=row)
    return rooms.select_related("building", "home_class", "school")


def _buildings_on(viewer: Viewer, row: Site) -> QuerySet:
    return Building.objects.visible_to(viewer).filter(site=row).select_related("site", "school")


def _building_link(viewer: Viewer, row: Room) -> Any:
    return link(building_url(row.building), row.building) if row.building is not None else ""


ROOM_PANELS = (
    FactsPanel(
        _("Room"),
        facts=(
            ViewerFact(lambda viewer, row: linked(viewer, row.school), _("school")),
            ViewerFact(_building_link, _("building")),
            "floor",
            "kind",
            "seats",
            ViewerFact(lambda viewer, row: linked(viewer, row.home_class), _("class that has it")),
            "bookable",
            Fact(lambda row: _("Yes") if row.needs_approval else "", _("bookings need approval")),
            "since",
            "until",
            "note",
        ),
    ),
    HistoryPanel(_("History"), permission="places.change", side=True),
)
BUILDING_PANELS = (
    FactsPanel(
        _("Building"),
        facts=(
            ViewerFact(lambda viewer, row: linked(viewer, row.school), _("school")),
            Fact(lambda row: row.site.name if row.site else "", _("site")),
            "floors",
        ),
    ),
    ListPanel(_("Rooms"), table=RoomTable, rows=_rooms_in, url=room_url, sort="floor", empty=_("No room is noted.")),
)
SITE_PANELS = (
    FactsPanel(
        _("Site"),
        facts=(ViewerFact(lambda viewer, row: linked(viewer, row.school), _("school")), "address"),
    ),
    ListPanel(
        _("Buildings"), table=BuildingTable, rows=_buildings_on, url=building_url, empty=_("No building is noted.")
    ),
)


@dataclass(frozen=True)
class PlacesPanel(Panel):
    """The rooms of a school by kind, and the room of a class, on their pages."""

    def html(self, request: Request, row: Organisation) -> SafeString | str:
        if row.kind == Organisation.Kind.CLASS:
            return _room_of(request, row)
        if row.kind == Organisation.Kind.SCHOOL and request.viewer.can(VIEW, row.path):
            return _rooms_by_kind(request, row)
        return ""


def _room_of(request: Request, school_class: Organisation) -> SafeString | str:
    room = room_of_class(school_class)
    if room is None or not Room.objects.visible_to(request.viewer).filter(pk=room.pk).exists():
        return ""
    return render_to_string("places/room_of_class.html", {"room": room}, request)


def _rooms_by_kind(request: Request, school: Organisation) -> SafeString | str:
    rooms = in_use(Room.objects.visible_to(request.viewer).filter(school=school), timezone.localdate())
    counted = rooms.order_by().values_list("kind").annotate(number=Count("pk"), seats=Sum("seats"))
    kinds = named_kinds(counted)
    return render_to_string("places/rooms_by_kind.html", {"kinds": kinds, "school": school}, request) if kinds else ""


def named_kinds(counted: Iterable[Sequence[Any]]) -> list[tuple[str, Any, int, int | None]]:
    """Counts of rooms with the words of their kinds, in the order in which kinds are declared."""
    order = {kind: number for number, kind in enumerate(Room.Kind.values)}
    found = sorted(counted, key=lambda each: order[each[0]])
    return [(kind, Room.Kind(kind).label, number, seats) for kind, number, seats in found]
