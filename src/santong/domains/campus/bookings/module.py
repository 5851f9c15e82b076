"""Rooms and things booked for a time, never twice: weekly, with approval where it is needed, week by week."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.bookings.audit import ACTIONS
from santong.domains.campus.bookings.kinds import BOOKING
from santong.domains.campus.bookings.models import BOOK, MANAGE, VIEW
from santong.domains.campus.bookings.panels import RoomBookingsPanel
from santong.domains.campus.bookings.queries import own_entries
from santong.kit.access.roles import Permission
from santong.kit.agenda import CalendarEntries
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.menu import MenuItem
from santong.kit.pages import PanelOn
from santong.kit.palette import Verb
from santong.kit.registry import Module

KEEPERS = ("principal", "school_it", "teaching_affairs")
STAFF = (*KEEPERS, "class_teacher", "subject_teacher")

MODULE = Module(
    name="bookings",
    label=_("Bookings"),
    declares=(
        Permission(VIEW, _("See who has booked rooms and things"), STAFF),
        Permission(BOOK, _("Book rooms and things"), STAFF),
        Permission(MANAGE, _("Keep bookings, and what may be booked"), KEEPERS),
        MenuItem(
            _("Bookings"),
            "bookings:bookings",
            "calendar-event",
            permission=VIEW,
            topic="office",
            order=30,
            note=_("Rooms, tablets, the bus"),
        ),
        BOOKING,
        CalendarEntries("bookings", _("Bookings"), "door", own_entries, permission=BOOK, hue=0, order=40),
        Verb(_("Book a room"), "door", BOOK, "bookings:new", words=_("reserve meeting hall tablet"), order=12),
        PanelOn("places.Room", RoomBookingsPanel(_("Bookings"), side=True)),
        DemoStep("bookings", "santong.domains.campus.bookings.demo.book_some", order=72),
        *ACTIONS,
        HandbookSection("bookings", _("Bookings"), ("bookings:bookings",)),
    ),
)
