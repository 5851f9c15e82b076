"""Sites, buildings and rooms of schools: kinds, seats, the class that has a room, and who may book it."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.places.importing import RoomImport
from santong.domains.campus.places.measures import ROOMS
from santong.domains.campus.places.models import CHANGE, VIEW
from santong.domains.campus.places.panels import PlacesPanel
from santong.kit.access.roles import Permission
from santong.kit.api.operations import Operations
from santong.kit.changes.publishing import Published
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.menu import MenuItem
from santong.kit.pages import PanelOn
from santong.kit.palette import Verb
from santong.kit.registry import Module

KEEPERS = ("principal", "school_it", "teaching_affairs")
STAFF = (
    *KEEPERS,
    "region_administrator",
    "bureau_officer",
    "county_officer",
    "inspector",
    "class_teacher",
    "subject_teacher",
)

MODULE = Module(
    name="places",
    label=_("Rooms and sites"),
    declares=(
        Permission(VIEW, _("See the rooms of schools"), (*STAFF, "pupil")),
        Permission(CHANGE, _("Keep the rooms of schools"), KEEPERS),
        MenuItem(
            _("Rooms"),
            "places:rooms",
            "door",
            permission=VIEW,
            topic="campus",
            order=20,
            categories=("staff",),
            note=_("Buildings, seats, and whose room it is"),
        ),
        RoomImport(),
        Published("rooms", "places.Room"),
        ROOMS,
        PanelOn("organisations.Organisation", PlacesPanel(_("Rooms"), side=True)),
        Operations("santong.domains.campus.places.api.router", order=45),
        Verb(_("Add a room"), "door", CHANGE, "places:rooms-new", words=_("room classroom building"), order=60),
        DemoStep("places", "santong.domains.campus.places.demo.build_schools", order=40),
        HandbookSection("rooms", _("Rooms"), ("places:rooms",)),
    ),
)
