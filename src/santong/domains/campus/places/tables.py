"""Columns of the lists of rooms, buildings and sites."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.places.models import Room
from santong.kit.pages import Column, DateColumn, NameColumn, NumberColumn, Table


class RoomTable(Table):
    """Rooms with what they are for."""

    name = NameColumn(_("name or number"))
    kind = Column(_("kind"))
    building = Column(_("building"), accessor="building__name")
    floor = NumberColumn(_("floor"), phone=False)
    seats = NumberColumn(_("seats in the room"))
    home_class = Column(_("class that has it"), accessor="home_class__name", orderable=False)
    bookable = Column(_("may be booked by"), orderable=False, phone=False)
    until = DateColumn(_("in use until"), phone=False)
    school = Column(_("school"), accessor="school__name", order_by="path", phone=False)


class BuildingTable(Table):
    """Buildings."""

    name = NameColumn(_("name of it"))
    site = Column(_("site"), accessor="site__name", orderable=False)
    floors = NumberColumn(_("floors"))
    school = Column(_("school"), accessor="school__name", order_by="path", phone=False)


class SiteTable(Table):
    """Sites."""

    name = NameColumn(_("name of it"))
    address = Column(_("postal address"), orderable=False)
    school = Column(_("school"), accessor="school__name", order_by="path", phone=False)


def class_name(room: Room) -> str:
    """The class whose room it is, "" for none."""
    return room.home_class.name if room.home_class is not None else ""
