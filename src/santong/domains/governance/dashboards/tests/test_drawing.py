"""Pictures: lines keep inside their frame, gaps stay gaps, maps find a place for everybody."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from santong.domains.governance.dashboards import drawing
from santong.domains.governance.dashboards.models import DashboardPanel
from santong.domains.governance.dashboards.reading import Row, Shown
from santong.domains.governance.indicators.public import Light, Peers
from santong.domains.platform.organisations.public import Organisation
from santong.lib.boundaries import Shape

SQUARE: Shape = [[[(98.0, 39.0), (98.1, 39.0), (98.1, 39.1), (98.0, 39.1), (98.0, 39.0)]]]


def shown(**given_: Any) -> Shown:
    """A figure that nobody counted."""
    values = {"panel": DashboardPanel(), "name": "x", "unit": "", "digits": 1, "value": 1.0, "text": "1", **given_}
    return Shown(**values)


def months(*values: float | None) -> list[Row]:
    """A row for each month."""
    return [Row(f"2026-{number + 1:02}", value, str(value)) for number, value in enumerate(values)]


def places(*values: float | None, light: Light = Light.NONE, name: str = "学校") -> list[Row]:
    """A row for each place."""
    return [
        Row(f"{name}{number}", value, str(value), light, place=Organisation(pk=number + 1, name=f"{name}{number}"))
        for number, value in enumerate(values)
    ]


figures = st.one_of(st.none(), st.floats(-1e6, 1e6))


@settings(max_examples=120, deadline=None)
@given(st.lists(figures, max_size=14), st.one_of(st.none(), st.floats(-1e6, 1e6)), st.integers(0, 4), st.booleans())
def test_lines_stay_inside_their_frame(values: list[float | None], target: float | None, digits: int, pc: bool) -> None:
    found = drawing.trend(shown(months=months(*values), target=target, digits=digits, is_percent=pc))
    known = [value for value in values if value is not None]
    if len(known) < 2:
        assert found is None
        return
    assert found is not None and len(found.dots) == len(known)
    assert all(-0.1 <= x <= found.width + 0.1 and -0.1 <= y <= found.height + 0.1 for x, y in found.dots)
    assert target is None or found.target is not None
    assert (found.end is None) == (values[-1] is None)


def test_higher_figures_stand_higher_and_gaps_stay() -> None:
    found = drawing.trend(shown(months=months(1, 5, None, 2, 3)))
    assert found is not None and [line.count(",") for line in found.lines] == [2, 2]
    assert found.dots[1][1] < found.dots[3][1] < found.dots[2][1] < found.dots[0][1]


def test_small_noise_looks_small() -> None:
    found = drawing.trend(shown(months=months(100.0, 100.1)))
    assert found is not None and abs(found.dots[0][1] - found.dots[1][1]) < found.height / 20


def test_shares_end_at_a_hundred_and_begin_at_nothing() -> None:
    found = drawing.trend(shown(months=months(99.0, 100.0), is_percent=True))
    assert found is not None and found.high == "100.0"
    found = drawing.trend(shown(months=months(0.0, 1.0)))
    assert found is not None and found.low == "0.0"


@settings(max_examples=60, deadline=None)
@given(*[st.floats(-1000, 1000)] * 4)
def test_the_strip_of_peers_holds_everybody(a: float, b: float, c: float, own: float) -> None:
    low, middle, high = sorted((a, b, c))
    found = drawing.strip(shown(value=own, peers=Peers(5, low, middle, high)))
    assert found is not None
    assert all(-0.1 <= each <= 200.1 for each in (found.low, found.middle, found.own, found.low + found.wide - 1))


def test_no_peers_no_strip() -> None:
    assert drawing.strip(shown()) is None
    assert drawing.strip(shown(value=None, peers=Peers(5, 1, 2, 3))) is None


@pytest.mark.parametrize("number", [1, 2, 3, 7, 20, 60, 200])
def test_tiles_cover_nobody(number: int) -> None:
    found = drawing.map_of(shown(rows=places(*range(number), name="一个名字很长的乡镇中心小学")), {})
    assert found is not None and found.is_tiled and len(found.regions) == number
    boxes = [region.tile for region in found.regions if region.tile]
    assert len(boxes) == number
    for x, y, wide in boxes:
        assert x >= 0 and x + wide <= found.width + 0.1 and y + drawing.TILE <= found.height
    corners = {(x, y) for x, y, _wide in boxes}
    assert len(corners) == number, "two tiles at one place"
    assert all(len(region.name) * drawing.HAN <= boxes[0][2] for region in found.regions)


def test_regions_points_and_tiles_stand_on_one_map() -> None:
    rows = places(1, 2, 3)
    around: Shape = [[[(97.9, 38.9), (98.3, 38.9), (98.3, 39.3), (97.9, 39.3), (97.9, 38.9)]]]
    found = drawing.map_of(shown(rows=rows), {1: SQUARE}, {2: (98.2, 39.2)}, around)
    assert found is not None and found.outline and not found.is_tiled
    kinds = [(bool(one.d), one.is_point, bool(one.tile)) for one in found.regions]
    assert kinds == [(True, False, False), (False, True, False), (False, False, True)]
    assert found.regions[2].y > found.regions[0].y, "what has no place on the map stands below it"


def test_names_of_points_that_lie_close_are_left_out() -> None:
    around: Shape = [[[(97.9, 38.9), (98.3, 38.9), (98.3, 39.3), (97.9, 39.3), (97.9, 38.9)]]]
    spots = {1: (98.1, 39.1), 2: (98.1001, 39.1), 3: (98.28, 38.92)}
    found = drawing.map_of(shown(rows=places(1, 2, 3)), {}, spots, around)
    assert found is not None and [bool(one.name) for one in found.regions] == [True, False, True]


def test_looks_tell_lights_apart_and_else_the_range() -> None:
    lit = drawing.map_of(shown(rows=places(1, light=Light.BEHIND)), {})
    assert lit is not None and (lit.regions[0].look, lit.regions[0].sign) == ("map-behind", "■")
    unlit = drawing.map_of(shown(rows=places(0.0, 50.0, 100.0, None)), {})
    assert unlit is not None
    assert [one.look for one in unlit.regions] == ["map-step-0", "map-step-2", "map-step-3", "map-unknown"]
    assert drawing.map_of(shown(rows=[]), {}) is None


def test_the_legend_names_what_is_there() -> None:
    rows = [*places(1, light=Light.MET), *places(2, light=Light.BEHIND)]
    assert [look for look, _sign, _words in drawing.legend(shown(rows=rows))] == ["map-met", "map-behind"]
    assert [words for _look, _sign, words in drawing.legend(shown(rows=places(0, 40)))] == [
        "0.0–10.0", "10.0–20.0", "20.0–30.0", "30.0–40.0"
    ]  # fmt: skip
    assert drawing.legend(shown(rows=places(3, 3))) == [] and drawing.legend(shown()) == []
