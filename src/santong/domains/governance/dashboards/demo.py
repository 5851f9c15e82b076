"""Dashboards of the demonstration region: boundaries (invented, as all there), one dashboard of its own, a wall."""

from __future__ import annotations

import math
from collections.abc import Sequence

from santong.domains.governance.dashboards.actions import put_boundaries, put_dashboard, put_wall
from santong.domains.governance.dashboards.models import Dashboard, DashboardPanel, PanelKind, Wall
from santong.domains.governance.indicators.public import Indicator, Level
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM
from santong.kit.demo import Region
from santong.lib.boundaries import Point, Ring, Shape, in_wgs84, simplified

Kind = Organisation.Kind
MIDDLE: Point = (98.51, 39.74)
"""In a valley where nothing is, around the schools of the first county."""
SOURCE = "演示用的虚构边界"
INNER, OUTER = 0.2, 0.62
"""Degrees from the middle to the edge of the first county, and to that of the city."""
OWN = (
    (PanelKind.CARD, "P-06"), (PanelKind.CARD, "P-07"), (PanelKind.CARD, "P-03"), (PanelKind.CARD, "P-04"),
    (PanelKind.MAP, "P-03"), (PanelKind.TREND, "P-03"), (PanelKind.TABLE, "P-06"),
)  # fmt: skip


def fill_dashboards(region: Region) -> None:
    """Boundaries of the city and its counties, a dashboard that the city's officer has composed, a big screen."""
    bureaus = Organisation.objects.by_installation().filter(kind__in=[Kind.CITY_BUREAU, Kind.COUNTY_BUREAU])
    [city, *counties] = bureaus.order_by("path")
    put_boundaries(
        acting=SYSTEM, given=dict(zip([city, *counties], shapes(len(counties)), strict=True)), datum="wgs84",
        source=SOURCE,
    )  # fmt: skip
    person = Person.objects.by_installation().filter(username="bureau").first()
    officer = viewer_in(person, "staff") if person else SYSTEM
    own = put_dashboard(acting=officer, dashboard=_own(city))
    indicators = dict(Indicator.objects.by_installation().filter(path="").values_list("code", "pk"))
    DashboardPanel.objects.bulk_create(
        DashboardPanel(dashboard=own, order=number, kind=kind, indicator_id=indicators[code])
        for number, (kind, code) in enumerate(OWN)
    )
    shown = Dashboard.objects.by_installation().filter(path="", level=Level.CITY).order_by("order")
    put_wall(
        acting=officer, wall=Wall(place=city, path=city.path, name="指挥中心大屏", seconds=20), boards=[*shown, own]
    )


def _own(city: Organisation) -> Dashboard:
    return Dashboard(place=city, path=city.path, name="平台应用与督办", note="每周例会用", level=Level.CITY)


def shapes(counties: int) -> list[Shape]:
    """Invented shapes: the city first, then its counties, the first in the middle and the others around it."""
    inner, outer = _edge(INNER, 5), _edge(OUTER, 3)
    around = counties - 1
    cuts = [round(number * len(outer) / around) for number in range(around + 1)] if around else []
    parts = [_part(inner, outer, cuts[number], cuts[number + 1]) for number in range(around)]
    found = [[[_closed(outer)]], [[_closed(inner)]], *([[_closed(part)]] for part in parts)]
    return [simplified(in_wgs84(shape, "wgs84"), 1 / 400) for shape in found]


def _edge(radius: float, bumps: int, points: int = 120) -> list[Point]:
    """An uneven circle."""
    found = []
    for number in range(points):
        angle = 2 * math.pi * number / points
        uneven = 1 + 0.12 * math.sin(bumps * angle + 1) + 0.05 * math.sin(13 * angle) + 0.02 * math.cos(29 * angle)
        found.append(
            (MIDDLE[0] + radius * uneven * math.cos(angle) * 1.25, MIDDLE[1] + radius * uneven * math.sin(angle))
        )
    return found


def _part(inner: Sequence[Point], outer: Sequence[Point], start: int, end: int) -> list[Point]:
    """What lies between two uneven circles from one point to another."""
    turn = [number % len(outer) for number in range(start, end + 1)]
    return [*(outer[number] for number in turn), *(inner[number] for number in reversed(turn))]


def _closed(points: Sequence[Point]) -> Ring:
    return [*points, points[0]]
