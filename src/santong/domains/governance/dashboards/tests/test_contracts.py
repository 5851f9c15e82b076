"""What the pages of dashboards, boundaries and big screens keep, as all declared pages do."""

from __future__ import annotations

from typing import Any

from santong.domains.governance.dashboards.actions import put_boundaries, put_dashboard, put_wall
from santong.domains.governance.dashboards.models import Boundary, Dashboard, Wall
from santong.domains.governance.dashboards.pages import BoundaryPages, DashboardPages, WallPages
from santong.domains.governance.dashboards.tests.leaks import SQUARE
from santong.domains.platform.access.testing import PagesContract, Region
from santong.domains.platform.organisations.public import Organisation, create_school
from santong.kit.access import SYSTEM

LINES = "98.0, 39.0\n98.1, 39.0\n98.1, 39.1"


def _school(region: Region, number: int) -> Organisation:
    name, code = f"School {number}", f"21990005{number:02}"
    return create_school(acting=SYSTEM, name=name, parent=region.east, code=code, education_type="211")


class CountyPagesContract(PagesContract):
    """Rows stand at a county, whose officer keeps them."""

    keeper = "county_officer"

    @classmethod
    def stand(cls, region: Region) -> tuple[Organisation, Organisation]:
        return region.east, region.west


class TestDashboards(CountyPagesContract):
    pages = DashboardPages
    reader = "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Dashboard:
        row = Dashboard(place=region.east, path=region.east.path, name=f"看板{number}", level="county")
        return put_dashboard(acting=SYSTEM, dashboard=row)

    def typed(self) -> dict[str, Any]:
        return {"place": self.region.east.pk, "name": "例会看板", "note": "每周", "level": "county", "shared": "on"}

    def changed(self) -> dict[str, Any]:
        return {"name": "月度例会看板"}


class TestBoundaries(CountyPagesContract):
    pages = BoundaryPages
    reader = "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Boundary:
        places = (region.east, region.lake)
        place = places[number] if number < 2 else _school(region, number)
        [row] = put_boundaries(acting=SYSTEM, given={place: SQUARE}, datum="wgs84", source=f"来源{number}")
        return row

    def typed(self) -> dict[str, Any]:
        return {"place": self.region.hill.pk, "datum": "wgs84", "source": "手绘", "lines": LINES}

    def changed(self) -> dict[str, Any]:
        return {"source": "市测绘院", "lines": LINES}


class TestWalls(CountyPagesContract):
    pages = WallPages
    reader = ""

    @classmethod
    def make(cls, region: Region, number: int) -> Wall:
        wall = Wall(place=region.east, path=region.east.path, name=f"大屏{number}")
        return put_wall(acting=SYSTEM, wall=wall, boards=[cls.board()])

    @classmethod
    def board(cls) -> Dashboard:
        """The first dashboard for counties that came with the product."""
        found: Dashboard = Dashboard.objects.by_installation().filter(path="", level="county").order_by("order")[0]
        return found

    def typed(self) -> dict[str, Any]:
        return {"place": self.region.east.pk, "name": "大厅", "seconds": "30", "boards": [self.board().pk]}

    def changed(self) -> dict[str, Any]:
        return {"name": "一楼大厅", "boards": [self.board().pk]}
