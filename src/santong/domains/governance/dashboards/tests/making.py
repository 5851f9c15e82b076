"""How tests make a region with two months of figures, dashboards and walls."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client

from santong.domains.governance.dashboards.actions import add_panel, put_dashboard, put_wall
from santong.domains.governance.dashboards.models import Dashboard, DashboardPanel, Wall
from santong.domains.governance.indicators.computing import compute
from santong.domains.governance.indicators.public import Indicator
from santong.domains.governance.indicators.tests.making import (
    indicator,
    month_before,
    plan,
    put_figures,
    put_schools,
    target,
    this_month,
)
from santong.domains.platform.access.testing import Region, make_region
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM

HEADER = {"X-Wall": "1"}
KINDS = ("card", "trend", "map", "table", "peers")


@dataclass
class World:
    """The region, its indicator (pupils by teachers, ≤ 12 : 1 by the city's plan) and a dashboard for each level.

    Pupils and teachers of this month and the one before: at the lake 100 and 10 after 90 and 10, on the hill 40 and 2
    in both, across the city 60 and 5 after 66 and 5. The city: 200 by 17, which is 11.8 : 1, after 196 by 17, 11.5 : 1.
    """

    region: Region
    ratio: Indicator
    boards: dict[str, Dashboard] = field(default_factory=dict)

    def panel(self, level: str, kind: str) -> DashboardPanel:
        """The panel of a kind with the indicator, of the dashboard of a level."""
        return DashboardPanel.objects.get(dashboard=self.boards[level], kind=kind, indicator=self.ratio)


def make_world() -> World:
    """Everything that most tests look at."""
    region = make_region()
    ratio = indicator(region.city, since=month_before(6))
    aims = plan(region.city, since=date(2020, 1, 1), until=date(2090, 1, 1))
    for whom in ("", "region"):
        target(aims, ratio, 12, applies_to=whom)
    fill(region, month_before(), (90, 40, 66))
    fill(region, this_month(), (100, 40, 60))
    world = World(region, ratio)
    for level in ("city", "county", "school"):
        world.boards[level] = board(region.city, level, ratio)
    return world


def fill(region: Region, month: date, pupils: tuple[int, int, int]) -> None:
    """The figures of a month, and what follows from them."""
    schools = (region.lake, region.hill, region.far)
    put_schools(month, region)
    put_figures("pupils", month, dict(zip(schools, pupils, strict=True)))
    put_figures("teachers", month, dict(zip(schools, (10, 2, 5), strict=True)))
    compute(month)


def board(place: Organisation, level: str, ratio: Indicator, kinds: tuple[str, ...] = KINDS) -> Dashboard:
    """A dashboard with the indicator in every kind, and pupils as a card and a map."""
    made = put_dashboard(
        acting=SYSTEM, dashboard=Dashboard(place=place, path=place.path, name=f"看板 {level}", level=level)
    )
    for kind in kinds:
        add_panel(acting=SYSTEM, dashboard=made, kind=kind, figure=(ratio.pk, ""))
    for kind in ("card", "map"):
        add_panel(acting=SYSTEM, dashboard=made, kind=kind, figure=(None, "pupils"))
    return made


@dataclass
class Device:
    """A browser on a wall."""

    client: Client = field(default_factory=Client)

    def code(self) -> str:
        """The code that it shows."""
        answer = self.client.post("/wall/code/", headers=HEADER)
        assert answer.status_code == 200, answer.content
        return str(answer.json()["code"])

    def ask(self) -> HttpResponse:
        """Ask for what it shows."""
        return self.client.get("/wall/content/", headers=HEADER)  # type: ignore[return-value]

    def content(self) -> dict[str, Any]:
        """What it shows."""
        answer = self.ask()
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = answer.json()  # type: ignore[attr-defined]
        return found


def wall(place: Organisation, *boards: Dashboard, code: str = "", **given: Any) -> Wall:
    """A big screen."""
    row = Wall(place=place, path=place.path, name="大厅", **given)
    return put_wall(acting=SYSTEM, wall=row, boards=boards, code=code)
