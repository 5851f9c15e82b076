"""What is counted of rooms."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.places.models import VIEW, Room
from santong.domains.campus.places.queries import in_use
from santong.kit.measures.public import By, Measure, Rows, Tally, words_of


def used_today() -> QuerySet:
    """The rooms and grounds that are in use."""
    return in_use(Room.objects.numbers_only(), timezone.localdate())


ROOMS = Measure(
    "rooms",
    _("Rooms in use"),
    unit=pgettext_lazy("unit", "rooms"),
    says=_("Rooms and grounds of schools that are in use today, by their kind."),
    words=_("rooms laboratories classrooms"),
    permission=VIEW,
    numerator=Tally(used_today, splits={"kind": "kind"}),
    by=(By("kind", _("Kind of room"), words_of(Room.Kind), values=Room.Kind.values),),
    follows=("rooms",),
    rows=Rows("places:rooms", by={"kind": "kind"}),
    order=26,
)
