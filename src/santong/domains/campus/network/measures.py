"""What is counted of lines and Wi-Fi."""

from __future__ import annotations

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.network.models import VIEW, Coverage, Light, Link
from santong.domains.campus.network.queries import indoor_rooms
from santong.domains.campus.places.public import Room
from santong.kit.measures.public import By, Measure, Narrowings, Rows, Tally, words_of


def lines() -> QuerySet:
    """Lines whose contracts haven't ended."""
    return Link.objects.numbers_only().exclude(until__lt=timezone.localdate())


def at_floor() -> QuerySet:
    """Lines of schools whose bandwidth down is at least the floor."""
    return lines().filter(light_down=Light.MET)


def rooms() -> QuerySet:
    """Rooms in buildings."""
    return indoor_rooms(Room.objects.numbers_only())


def covered() -> QuerySet:
    """Rooms in buildings that have Wi-Fi everywhere."""
    return rooms().filter(coverage__state=Coverage.State.YES)


def unknown() -> QuerySet:
    """Rooms in buildings of which nobody has said."""
    return rooms().filter(coverage=None)


def surveyed() -> QuerySet:
    """Rooms in buildings of which somebody has said whether they have Wi-Fi."""
    return rooms().filter(coverage__isnull=False)


def at_least(rows: QuerySet, mbps: str) -> QuerySet:
    """The lines of schools whose contracts together promise so many Mbps down."""
    sums = lines().order_by().values("school").annotate(total=Sum("down")).filter(total__gte=int(mbps))
    return rows.filter(school__in=sums.values("school"))


BANDS = ("10", "100", "1000")
SCHOOLS = Count("school", distinct=True)
MEASURES = (
    Measure(
        "links", _("Lines of schools"), unit=pgettext_lazy("unit", "lines"),
        says=_("Lines to the internet whose contracts haven't ended."), words=_("internet bandwidth operator"),
        permission=VIEW, numerator=Tally(lines, splits={"operator": "operator"}),
        by=(By("operator", _("Operator"), words_of(Link.Operator), values=Link.Operator.values),),
        rows=Rows("network:links", by={"operator": "operator"}), order=90,
    ),
    Measure(
        "bandwidth", _("Bandwidth of schools"), unit=pgettext_lazy("unit", "Mbps"),
        says=_("What the contracts of all lines of a school promise down, added up."), words=_("internet speed mbps"),
        permission=VIEW, numerator=Tally(lines, count=Sum("down")), rows=Rows("network:links"), known_where="links",
        order=91,
    ),
    Measure(
        "schools_at_floor", _("Schools with a line of at least the floor"),
        says=_("Of the schools that have entered lines, the share whose bandwidth down is at least the floor of its "
               "plan; where enough was measured, by that."),
        words=_("bandwidth floor plan"), permission=VIEW, numerator=Tally(at_floor, count=SCHOOLS),
        denominator=Tally(lines, count=SCHOOLS), rows=Rows("network:links", {"light_down": Light.MET}), order=92,
    ),
    Measure(
        "schools_by_bandwidth", _("Schools by bandwidth"), unit=pgettext_lazy("unit", "schools"),
        says=_("Schools with lines. A school counts in every band that its contracts together reach."),
        words=_("bandwidth schools internet"), permission=VIEW,
        numerator=Tally(lines, count=SCHOOLS, splits={"band": Narrowings(BANDS, at_least)}),
        by=(By("band", _("Bandwidth at least"), lambda mbps: _("from %(n)s Mbps") % {"n": mbps} if mbps else "—",
               values=BANDS),),
        rows=Rows("network:links"), order=92,
    ),
    Measure(
        "wifi_rooms", _("Rooms with Wi-Fi"),
        says=_("Of the rooms in buildings, the share that has Wi-Fi everywhere."), words=_("wireless coverage"),
        permission=VIEW, numerator=Tally(covered), denominator=Tally(rooms), unknown=Tally(unknown),
        rows=Rows("network:wifi", {"state": Coverage.State.YES}), known_where="wifi_surveyed", order=93,
    ),
    Measure(
        "wifi_surveyed", _("Rooms asked about Wi-Fi"), unit=pgettext_lazy("unit", "rooms"),
        says=_("Rooms in buildings of which somebody has said whether they have Wi-Fi."), words=_("wireless coverage"),
        permission=VIEW, numerator=Tally(surveyed), rows=Rows("network:wifi"), order=94,
    ),
)  # fmt: skip
