"""Whether an audience is wider than what somebody usually writes to: the slip that reaches a whole school.

Places are compared, not numbers: a class is as wide as another class, whatever its size.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from santong.domains.platform.notices.models import AudiencePart, Notice
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer

BUREAUS = (Organisation.Kind.CITY_BUREAU, Organisation.Kind.COUNTY_BUREAU)
LOOKED_BACK = 20
"""Parts of the last notices that somebody sent: what they usually write to."""


def wider_than_usual(viewer: Viewer, parts: Iterable[AudiencePart]) -> str:
    """What is unusual about whom a notice is for, in words; "" when nothing is."""
    widest = min((part.organisation for part in parts if part.organisation), key=_width, default=None)
    if widest is None:
        return ""
    usual = min(_usual_places(viewer), key=_width, default=None)
    if usual is None:
        return _first_time(widest)
    if _width(usual) <= _width(widest):
        return ""
    return _("You usually write to %(usual)s. This goes to everybody chosen at %(place)s, and below.") % {
        "usual": usual.name, "place": widest.name,
    }  # fmt: skip


def _first_time(place: Organisation) -> str:
    if place.kind not in BUREAUS:
        return ""
    return _("You have not sent a notice yet. This goes to everybody chosen at %(place)s, and all its schools.") % {
        "place": place.name
    }


def _width(place: Organisation) -> int:
    """The fewer steps from the top, the wider."""
    return len(place.path)


def _usual_places(viewer: Viewer) -> list[Organisation]:
    rows = AudiencePart.objects.visible_to(viewer).filter(
        notice__author=viewer.person_id, notice__state__in=(Notice.State.SENT, Notice.State.WITHDRAWN),
        organisation__isnull=False,
    )  # fmt: skip
    newest = rows.select_related("organisation").order_by("-notice_id")[:LOOKED_BACK]
    return [part.organisation for part in newest if part.organisation]
