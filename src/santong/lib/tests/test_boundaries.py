"""Boundaries: what is read, what is refused, and that simplifying, shifting and drawing keep the shape."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from santong.lib import boundaries as b

SQUARE: b.Ring = [(98.0, 39.0), (99.0, 39.0), (99.0, 40.0), (98.0, 40.0), (98.0, 39.0)]
HOLE: b.Ring = [(98.4, 39.4), (98.6, 39.4), (98.6, 39.6), (98.4, 39.6), (98.4, 39.4)]


def polygon(*rings: Any) -> dict[str, Any]:
    """A geometry of GeoJSON."""
    return {"type": "Polygon", "coordinates": [list(map(list, ring)) for ring in rings]}


def collection(**named: Any) -> str:
    """A text of GeoJSON with a feature for each name."""
    features = [{"type": "Feature", "properties": {"name": name}, "geometry": shape} for name, shape in named.items()]
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(polygon(SQUARE)),
        json.dumps({"type": "Feature", "properties": None, "geometry": polygon(SQUARE)}),
        collection(East=polygon(SQUARE)),
        json.dumps({"type": "MultiPolygon", "coordinates": [[list(map(list, SQUARE))]]}),
        json.dumps({"type": "GeometryCollection", "geometries": [polygon(SQUARE)]}),
        json.dumps(polygon(SQUARE[:-1])),
    ],
)
def test_every_way_of_writing_a_shape_is_read(text: str) -> None:
    [feature] = b.features_of(text)
    assert feature.shape == [[SQUARE]], "a ring that isn't closed is closed"


def test_heights_are_left_out_and_holes_are_kept() -> None:
    [feature] = b.features_of(json.dumps(polygon([[*point, 1500] for point in SQUARE], HOLE)))
    assert feature.shape == [[SQUARE, HOLE]]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("no json", "json"),
        ("[]", "json"),
        ("[" * 100_000, "json"),
        ('{"type": "Polygon", "coordinates": 3}', "json"),
        ('{"type": "Feature", "geometry": 7}', "json"),
        ('{"type": "FeatureCollection", "features": []}', "empty"),
        ('{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null}]}', "empty"),
        ('{"type": "Polygon", "coordinates": []}', "empty"),
        ('{"type": "Point", "coordinates": [98, 39]}', "kind"),
        ('{"type": "LineString", "coordinates": [[98, 39], [99, 40]]}', "kind"),
        (json.dumps(polygon(SQUARE[:2])), "few"),
        (json.dumps(polygon([(98, 39)] * 5)), "few"),
        (json.dumps(polygon([(98, 39), (98.5, 39), (99, 39)])), "flat"),
        (json.dumps(polygon([("98", 39), (99, 39), (99, 40)])), "pair"),
        (json.dumps(polygon([(98,), (99,), (99,)])), "pair"),
        (json.dumps(polygon([(True, 39), (99, 39), (99, 40)])), "pair"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 39], [99, 39], [99, 40]]]}', "pair"),
        (json.dumps(polygon([(398, 39), (99, 39), (99, 40)])), "range"),
        (json.dumps(polygon([(39, 98), (39, 99), (40, 99)])), "range"),
    ],
)
def test_what_is_no_boundary_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(b.BoundaryFault) as fault:
        b.features_of(text)
    assert fault.value.reason == reason


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(b.BoundaryFault, match="large"):
        b.features_of(" " * (b.MOST_BYTES + 1))
    monkeypatch.setattr(b, "MOST_POINTS", 4)
    with pytest.raises(b.BoundaryFault, match="points"):
        b.features_of(json.dumps(polygon(SQUARE)))


@pytest.mark.parametrize(
    "text",
    ["98, 39\n99, 39\n99, 40", "98，39\n99，39\n\n99，40\n", "98\t39\n99\t39\n99\t40", " 98 39 \n99  39\n99 40"],
)
def test_a_table_of_coordinates_is_read_however_it_is_divided(text: str) -> None:
    assert b.ring_of_lines(text) == [(98, 39), (99, 39), (99, 40), (98, 39)]


@pytest.mark.parametrize("text", ["98, 39\nnorth, 39\n99, 40", "98\n99\n99", "98 39 1500\n99 39 2\n99 40 3"])
def test_a_line_that_is_no_pair_is_named(text: str) -> None:
    with pytest.raises(b.BoundaryFault) as fault:
        b.ring_of_lines(text)
    assert fault.value.reason == "line" and fault.value.given["number"] in (1, 2)


def test_what_spans_a_continent_has_its_axes_mixed_up() -> None:
    b.check_span([[SQUARE]])
    with pytest.raises(b.BoundaryFault, match="span"):
        b.check_span([[[(39, 60), (80, 60), (80, 61), (39, 60)]]])


@pytest.mark.parametrize("place", [(116.397, 39.908), (98.51, 39.74), (121.47, 31.23), (87.62, 43.82)])
def test_the_shift_of_chinese_maps_is_some_hundred_metres_and_is_taken_back(place: b.Point) -> None:
    shifted = b.to_gcj02(place)
    metres = math.dist((shifted[0] * math.cos(math.radians(place[1])), shifted[1]),
                       (place[0] * math.cos(math.radians(place[1])), place[1])) * 111_320  # fmt: skip
    assert 50 < metres < 1000
    assert math.dist(b.to_wgs84(shifted), place) < 1e-7


def test_a_known_point_of_a_chinese_map() -> None:
    """As the approximation that everybody uses has it (eviltransform): Shanghai, 31.1774276, 121.5272106."""
    east, north = b.to_gcj02((121.5272106, 31.1774276))
    assert (east, north) == pytest.approx((121.531541859215, 31.17530398364597), abs=1e-6)


def test_abroad_nothing_is_shifted() -> None:
    assert b.to_gcj02((2.35, 48.85)) == (2.35, 48.85) == b.to_wgs84((2.35, 48.85))


def test_shapes_are_kept_in_wgs84() -> None:
    assert b.in_wgs84([[SQUARE]], b.WGS84) == [[SQUARE]]
    moved = b.in_wgs84([[[b.to_gcj02(point) for point in SQUARE]]], b.GCJ02)
    assert all(math.dist(one, other) < 2e-5 for one, other in zip(moved[0][0], SQUARE, strict=True))


coasts = st.lists(st.floats(0.5, 1.5), min_size=12, max_size=150)


def coast(radii: list[float]) -> b.Ring:
    """An uneven circle."""
    points = [
        (98 + each * math.cos(2 * math.pi * at / len(radii)), 39 + each * math.sin(2 * math.pi * at / len(radii)))
        for at, each in enumerate(radii)
    ]
    return [*points, points[0]]


@settings(max_examples=60, deadline=None)
@given(coasts, st.floats(0.0005, 0.05))
def test_simplifying_keeps_rings_closed_and_near(radii: list[float], finest: float) -> None:
    ring = coast(radii)
    [[found]] = b.simplified([[ring]], finest)
    box = b.box_of([[[ring]]])
    limit = finest * max(box.width, box.height)
    assert found[0] == found[-1] and len(found) <= len(ring) + 1 and set(found) <= set(ring)
    stretches = list(pairwise(found))
    assert all(min(b._distance(point, *ends) for ends in stretches) <= limit + 1e-9 for point in ring)


def test_islands_that_nobody_sees_are_left_out_and_never_all() -> None:
    island: b.Ring = [(99.5, 39.5), (99.50001, 39.5), (99.50001, 39.50001), (99.5, 39.5)]
    assert b.simplified([[SQUARE], [island]]) == [[SQUARE]]
    assert len(b.simplified([[island]])[0][0]) >= b.FEWEST


@settings(max_examples=60, deadline=None)
@given(coasts)
def test_the_middle_lies_inside(radii: list[float]) -> None:
    shape = [[coast(radii)]]
    assert b.contains(shape, b.middle_of(shape))


def test_a_hole_is_not_inside() -> None:
    shape = [[SQUARE, HOLE]]
    assert not b.contains(shape, (98.5, 39.5)) and b.contains(shape, (98.2, 39.2))
    assert not b.contains(shape, (97.9, 39.5))
    assert b.contains(shape, b.middle_of(shape))


@settings(max_examples=40, deadline=None)
@given(coasts, st.floats(100, 2000))
def test_what_is_drawn_lies_on_the_surface_with_north_above(radii: list[float], width: float) -> None:
    ring = coast(radii)
    projection = b.Projection(b.box_of([[[ring]]]), width, 10)
    drawn = [projection.at(point) for point in ring]
    assert all(9.99 <= x <= width - 9.99 and 9.99 <= y <= projection.height - 9.99 for x, y in drawn)
    north = max(ring, key=lambda point: point[1])
    assert projection.at(north)[1] == pytest.approx(10, abs=0.01)


def test_degrees_of_longitude_are_shorter_in_the_north() -> None:
    projection = b.Projection(b.box_of([[[SQUARE]]]), 500)
    (left, _y), (right, _y2) = projection.at((98.0, 39.0)), projection.at((99.0, 39.0))
    high = projection.at((98.0, 39.0))[1] - projection.at((98.0, 40.0))[1]
    assert (right - left) / high == pytest.approx(math.cos(math.radians(39.5)), abs=1e-6)


def test_a_path_has_a_piece_for_each_ring() -> None:
    d = b.Projection(b.box_of([[[SQUARE]]]), 100).path([[SQUARE, HOLE]])
    assert d.count("M") == d.count("Z") == 2


def test_a_region_that_is_a_point_is_drawn_without_dividing_by_zero() -> None:
    tiny: b.Ring = [(98.0, 39.0), (98.0, 39.0), (98.0, 39.0), (98.0, 39.0)]
    assert math.isfinite(b.Projection(b.box_of([[[tiny]]]), 100, 5).at((98.0, 39.0))[0])
