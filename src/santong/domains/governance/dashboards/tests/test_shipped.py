"""The dashboards that modules declare: what is refused, and what becomes of them as rows; words for every fault."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from santong.domains.governance.dashboards.demo import shapes
from santong.domains.governance.dashboards.models import Dashboard, DashboardPanel
from santong.domains.governance.dashboards.shapes import fault_in_words, lines_of
from santong.domains.governance.dashboards.shipped import load_after_migration
from santong.kit import dashboards as door
from santong.kit.registry import registry
from santong.lib import boundaries
from santong.lib.boundaries import BoundaryFault, box_of, contains, middle_of, ring_of_lines


def declared(**given: Any) -> door.Dashboard:
    """A dashboard of a module."""
    values = {"name": "x", "label": "x", "panels": (door.Shown(door.CARD, measure="pupils"),), **given}
    return door.Dashboard(**values)


def test_a_proper_dashboard_has_no_faults() -> None:
    assert not list(declared().faults())
    assert not [fault for each in registry.of(door.Dashboard) for fault in each.faults()]


@pytest.mark.parametrize(
    "given",
    [
        {"levels": ()},
        {"levels": ("village",)},
        {"panels": ()},
        {"panels": (door.Shown(door.CARD, measure="pupils"),) * 25},
        {"panels": (door.Shown("pie", measure="pupils"),)},
        {"panels": (door.Shown(door.CARD),)},
        {"panels": (door.Shown(door.CARD, measure="pupils", indicator="P-01"),)},
        {"panels": (door.Shown(door.CARD, measure="nothing"),)},
        {"panels": (door.Shown(door.PEERS, measure="pupils"),)},
    ],
)
def test_what_is_wrong_with_a_declaration_stops_the_start(given: dict[str, Any]) -> None:
    assert list(declared(**given).faults())


@pytest.mark.django_db
def test_declared_dashboards_are_rows_and_follow_their_declaration() -> None:
    rows = {row.code: row for row in Dashboard.objects.exclude(code="")}
    assert set(rows) == {f"{each.name}-{level}" for each in registry.of(door.Dashboard) for level in each.levels}
    before = list(DashboardPanel.objects.order_by("pk").values_list("pk", flat=True))
    load_after_migration()
    assert before == list(DashboardPanel.objects.order_by("pk").values_list("pk", flat=True)), "nothing is made anew"
    region = rows["region-city"]
    Dashboard._base_manager.filter(pk=region.pk).update(name="other")
    DashboardPanel._base_manager.filter(dashboard=region, order=0).delete()
    [gone] = Dashboard._base_manager.bulk_create([Dashboard(code="gone-city", path="", name="x", level="city")])
    load_after_migration()
    region.refresh_from_db()
    assert region.name == rows["region-city"].name and not Dashboard.objects.filter(pk=gone.pk).exists()
    assert DashboardPanel.objects.filter(dashboard=region).count() == len(
        next(each for each in registry.of(door.Dashboard) if each.name == "region").panels
    )


def test_every_reason_has_words() -> None:
    source = Path(boundaries.__file__).read_text("utf-8")
    reasons = set(re.findall(r'BoundaryFault\("(\w+)"', source))
    assert {"json", "line", "span", "range"} <= reasons
    given = dict.fromkeys(("limit", "kind", "pair", "number", "line", "degrees", "names"), "7")
    for reason in reasons | {"nothing", "names", "strange"}:
        assert "%(" not in fault_in_words(BoundaryFault(reason, **given))


def test_a_simple_shape_can_be_typed_again() -> None:
    ring = ring_of_lines("98, 39\n99, 39\n99, 40")
    assert ring_of_lines(lines_of([[ring]])) == ring
    assert lines_of([[ring], [ring]]) == "" == lines_of([[ring, ring]])


@pytest.mark.parametrize("counties", [1, 2, 3, 7, 12])
def test_the_invented_counties_lie_in_their_city(counties: int) -> None:
    city, *parts = shapes(counties)
    assert len(parts) == counties
    around = box_of([city])
    for part in parts:
        east, north = middle_of(part)
        assert (
            contains(part, (east, north)) and around.west < east < around.east and around.south < north < around.north
        )
    assert len({middle_of(part) for part in parts}) == counties
