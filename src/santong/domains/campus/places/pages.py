"""The pages of rooms, buildings and sites."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.places.filters import BuildingFilter, RoomFilter, SiteFilter
from santong.domains.campus.places.forms import BuildingForm, OfSchoolForm, RoomForm, SiteForm
from santong.domains.campus.places.models import CHANGE, VIEW, Building, Room, Site
from santong.domains.campus.places.panels import BUILDING_PANELS, ROOM_PANELS, SITE_PANELS
from santong.domains.campus.places.tables import BuildingTable, RoomTable, SiteTable
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import ModelPages, PageAction


class OfSchoolPages(ModelPages):
    """What the three have in common."""

    namespace = "places"
    form: type[OfSchoolForm]
    create = change = remove = CHANGE
    export = VIEW
    sort = "path"

    def build_form(self, request: Request, row: Any, data: QueryDict | None) -> BaseForm:
        return self.form(data, instance=row, viewer=request.viewer)


class RoomPages(OfSchoolPages):
    """Rooms."""

    model, name = Room, "rooms"
    title, icon = _("Rooms"), "door"
    table, filterset, form = RoomTable, RoomFilter, RoomForm
    panels = ROOM_PANELS
    new_label = _("New room")
    empty_text = _("Import the school's list of rooms, or add the first one.")
    list_actions = (
        PageAction(_("Import"), lambda row: reverse("imports:new", args=["rooms"]), CHANGE, icon="file-import"),
        PageAction(_("Buildings"), lambda row: reverse("places:buildings"), VIEW, icon="building"),
        PageAction(_("Sites"), lambda row: reverse("places:sites"), VIEW, icon="map-pin"),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("building", "home_class", "school")

    def subtitle(self, row: Any) -> str:
        return str(row.get_kind_display())


class BuildingPages(OfSchoolPages):
    """Buildings."""

    model, name = Building, "buildings"
    title, icon = _("Buildings"), "building"
    table, filterset, form = BuildingTable, BuildingFilter, BuildingForm
    panels = BUILDING_PANELS
    new_label = _("New building")
    empty_text = _("Add the first building, or import rooms: their buildings come along.")

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("site", "school")


class SitePages(OfSchoolPages):
    """Sites."""

    model, name = Site, "sites"
    title, icon = _("Sites"), "map-pin"
    table, filterset, form = SiteTable, SiteFilter, SiteForm
    panels = SITE_PANELS
    new_label = _("New site")
    empty_text = _("A school on one site needs none.")

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("school")
