"""What big screens show: made once for a dashboard and a place, and given to every screen that asks until it is old.

Whoever passes sees a wall. So its figures are read by rights of their own: those that everybody has who may set a wall
up, and nobody's right to list people, so that small groups stay hidden. Names of people aren't on dashboards at all.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache as shared
from django.template.loader import render_to_string
from django.utils import timezone, translation

from santong.domains.governance.dashboards.models import VIEW, WALLS, Dashboard, Wall, WallBoard
from santong.domains.governance.dashboards.presenting import presented
from santong.domains.governance.dashboards.reading import read
from santong.domains.governance.indicators import public as indicators
from santong.domains.platform.figures import public as figures
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer, ancestor_paths
from santong.kit.access.roles import roles_with
from santong.kit.measures.public import Measure, Period

LASTS = 30
"""Seconds for which what was made is given out. Screens ask every `ASKED_EVERY`: nothing is older than both."""
ASKED_EVERY = 25
NOTED_EVERY = 45
PASSING = frozenset({VIEW, indicators.VIEW, figures.PERMISSION})


def stands_on_walls(measure: Measure) -> bool:
    """Whether a wall may show a measure: everybody may see it who sets walls up."""
    return roles_with(WALLS) <= roles_with(measure.permission)


class Passer(Viewer):
    """Whoever passes a wall; `name` is the path of its place."""

    def paths(self, permission: str) -> tuple[str, ...]:
        roles_with(permission)
        return (self.name,) if permission in PASSING else ()

    def places_above(self, permission: str = "") -> list[str]:
        """The place and all above it: what is published there holds here."""
        return list(ancestor_paths(self.name))


@dataclass(frozen=True)
class Made:
    """A dashboard of a place as walls show it: HTML, when it was made, and as of when its figures hold."""

    name: str
    html: str
    made: float
    as_of: str


def month_shown() -> Any:
    """The month that walls show: the newest one that was computed."""
    return next(iter(indicators.months_computed(1)), Period.this_month().first)


def made_of(dashboard: Dashboard, place: Organisation) -> Made:
    """A dashboard of a place, made anew once it is `LASTS` seconds old."""
    key = f"wall-{dashboard.pk}-{place.pk}-{place.path}"
    found = shared.get(key)
    if not isinstance(found, Made):
        found = _make(dashboard, place)
        shared.set(key, found, LASTS)
    return found


def _make(dashboard: Dashboard, place: Organisation) -> Made:
    viewer = Passer(name=place.path)
    with translation.override(settings.LANGUAGE_CODE):
        board = read(viewer, dashboard, place, month_shown(), sees=stands_on_walls)
        parts = presented(viewer, board)
        html = render_to_string("dashboards/wall_board.html", {**parts, "dashboard": dashboard, "place": place})
        as_of = board.as_of
        said = f"{timezone.localtime(as_of):%m-%d %H:%M}" if as_of is not None else ""
    return Made(dashboard.name, html, time.time(), said)


def content_of(place: Organisation, dashboards: Sequence[Dashboard], seconds: int) -> dict[str, Any]:
    """What a wall fetches: its dashboards as HTML, with the moments in milliseconds."""
    made = [made_of(each, place) for each in dashboards]
    return {
        "place": place.name,
        "seconds": seconds,
        "boards": [{"name": each.name, "html": each.html, "as_of": each.as_of} for each in made],
        "made": int(min((each.made for each in made), default=time.time()) * 1000),
        "every": ASKED_EVERY,
        "offset": int((timezone.localtime().utcoffset() or timedelta()).total_seconds() // 60),
    }


def boards_of(wall: Wall) -> list[Dashboard]:
    """The dashboards that a big screen shows, in their order."""
    rows = WallBoard.objects.belonging_to(wall=wall).filter(dashboard__removed_at=None)
    return [row.dashboard for row in rows.select_related("dashboard").order_by("order", "pk")]


def note_seen(wall: Wall, now: datetime) -> None:
    """Keep when a wall was heard of, to the minute."""
    if wall.last_seen is None or (now - wall.last_seen).total_seconds() > NOTED_EVERY:
        Wall.objects.again([wall]).update_quietly(last_seen=now)
