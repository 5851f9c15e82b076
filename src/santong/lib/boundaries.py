"""Boundaries of regions: read from GeoJSON or a table of coordinates, checked, brought to WGS-84, simplified, drawn.

A shape is a list of polygons, a polygon a list of rings (the outer one first), a ring a list of (longitude, latitude)
in degrees, closed: the last point is the first one.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]
Ring = list[Point]
Shape = list[list[Ring]]

WGS84, GCJ02 = "wgs84", "gcj02"
MOST_BYTES, MOST_POINTS = 4_000_000, 200_000
FEWEST = 4
"""Points of a ring: three corners, and the first one again."""
DIGITS = 5
"""Decimals of degrees that are kept: about a metre."""
FINEST = 1 / 1000
"""How far a simplified line may be from the true one, as a share of the size of the shape."""
WIDEST = 30.0
"""Degrees that a region may span; whatever is wider has its axes mixed up, or is no city."""


class BoundaryFault(ValueError):
    """Why something is no boundary. `reason` is one of the keys of what the page says; `given` fills it in."""

    def __init__(self, reason: str, **given: Any) -> None:
        super().__init__(reason)
        self.reason, self.given = reason, given


@dataclass(frozen=True)
class Feature:
    """A shape with the properties that a file gives it."""

    shape: Shape
    properties: Mapping[str, Any]


def features_of(text: str) -> list[Feature]:
    """The shapes of a GeoJSON text (RFC 7946): a geometry, a feature or a collection of features.

    Raises `BoundaryFault`.
    """
    if len(text.encode()) > MOST_BYTES:
        raise BoundaryFault("large", limit=MOST_BYTES // 1_000_000)
    try:
        found = json.loads(text)
    except ValueError as problem:
        raise BoundaryFault("json") from problem
    except RecursionError as problem:
        raise BoundaryFault("json") from problem
    features = [feature for feature in _features(found) if feature.shape]
    if not features:
        raise BoundaryFault("empty")
    if sum(len(ring) for feature in features for ring in rings_of(feature.shape)) > MOST_POINTS:
        raise BoundaryFault("points", limit=MOST_POINTS)
    return features


def _features(found: Any) -> Iterator[Feature]:
    if not isinstance(found, dict):
        raise BoundaryFault("json")
    kind = found.get("type")
    if kind == "FeatureCollection":
        for each in _list(found.get("features")):
            yield from _features(each)
    elif kind == "Feature":
        properties, geometry = found.get("properties"), found.get("geometry")
        if geometry is not None:
            yield Feature(_shape(geometry), properties if isinstance(properties, dict) else {})
    else:
        yield Feature(_shape(found), {})


def _shape(geometry: Any) -> Shape:
    if not isinstance(geometry, dict):
        raise BoundaryFault("json")
    kind, given = geometry.get("type"), geometry.get("coordinates")
    if kind == "Polygon":
        return [_polygon(given)]
    if kind == "MultiPolygon":
        return [_polygon(each) for each in _list(given)]
    if kind == "GeometryCollection":
        return [polygon for each in _list(geometry.get("geometries")) for polygon in _shape(each)]
    raise BoundaryFault("kind", kind=str(kind)[:40])


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise BoundaryFault("json")
    return value


def _polygon(given: Any) -> list[Ring]:
    rings = [ring_of(_list(each)) for each in _list(given)]
    if not rings:
        raise BoundaryFault("empty")
    return rings


def ring_of(points: Sequence[Any]) -> Ring:
    """A closed ring of [longitude, latitude] pairs, checked; raises `BoundaryFault`."""
    ring = [_point(each) for each in points]
    if ring and ring[0] != ring[-1]:
        ring.append(ring[0])
    if len(ring) < FEWEST or len(set(ring)) < FEWEST - 1:
        raise BoundaryFault("few")
    if abs(area_of(ring)) < 1e-12:
        raise BoundaryFault("flat")
    return ring


def _point(given: Any) -> Point:
    if not isinstance(given, list | tuple) or len(given) < 2:
        raise BoundaryFault("pair", pair=str(given)[:40])
    east, north = given[0], given[1]
    numbers = all(isinstance(each, int | float) and not isinstance(each, bool) for each in (east, north))
    if not numbers or not all(math.isfinite(each) for each in (east, north)):
        raise BoundaryFault("pair", pair=str(given)[:40])
    if not (-180 <= east <= 180 and -90 <= north <= 90):
        raise BoundaryFault("range", pair=f"{east}, {north}")
    return float(east), float(north)


def ring_of_lines(text: str) -> Ring:
    """A ring typed as a table: longitude and latitude on each line, divided by a comma, a tabulator or blanks.

    Raises `BoundaryFault`.
    """
    points = []
    for number, line in enumerate(text.splitlines(), 1):
        parts = line.replace("，", ",").replace(",", " ").split()
        if not parts:
            continue
        try:
            east, north = (float(part) for part in parts)
        except ValueError as problem:
            raise BoundaryFault("line", number=number, line=line.strip()[:40]) from problem
        points.append((east, north))
    return ring_of(points)


def rings_of(shape: Shape) -> Iterator[Ring]:
    """All rings of a shape."""
    for polygon in shape:
        yield from polygon


def check_span(shape: Shape) -> None:
    """Refuse what is wider than any city, or has latitude and longitude in the wrong order."""
    box = box_of([shape])
    if box.width > WIDEST or box.height > WIDEST:
        raise BoundaryFault("span", degrees=int(WIDEST))


# --- what coordinates mean ---

_A, _EE = 6378245.0, 0.00669342162296594323


def _is_outside_china(east: float, north: float) -> bool:
    return not (72.004 <= east <= 137.8347 and 0.8293 <= north <= 55.8271)


def _shift(east: float, north: float) -> Point:
    """By how much GCJ-02 differs from WGS-84 at a place, in degrees, as everybody approximates it."""
    x, y = east - 105.0, north - 35.0
    waves = 20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)
    d_north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    d_north += (waves + 20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    d_north += (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3
    d_east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    d_east += (waves + 20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    d_east += (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
    angle = math.radians(north)
    magic = 1 - _EE * math.sin(angle) ** 2
    d_north = d_north * 180 / ((_A * (1 - _EE)) / (magic * math.sqrt(magic)) * math.pi)
    d_east = d_east * 180 / (_A / math.sqrt(magic) * math.cos(angle) * math.pi)
    return d_east, d_north


def to_gcj02(point: Point) -> Point:
    """A point of WGS-84 as maps sold in China have it."""
    if _is_outside_china(*point):
        return point
    d_east, d_north = _shift(*point)
    return point[0] + d_east, point[1] + d_north


def to_wgs84(point: Point) -> Point:
    """A point of GCJ-02 in WGS-84, to a centimetre: the shift has no inverse, so that it is sought."""
    if _is_outside_china(*point):
        return point
    found = point
    for _round in range(6):
        there = to_gcj02(found)
        found = found[0] + point[0] - there[0], found[1] + point[1] - there[1]
    return found


def in_wgs84(shape: Shape, datum: str) -> Shape:
    """A shape whose coordinates are of a datum, in WGS-84, to `DIGITS` decimals."""
    turn = to_wgs84 if datum == GCJ02 else lambda point: point
    return [[[_rounded(turn(point)) for point in ring] for ring in polygon] for polygon in shape]


def _rounded(point: Point) -> Point:
    return round(point[0], DIGITS), round(point[1], DIGITS)


# --- simpler lines ---


def simplified(shape: Shape, finest: float = FINEST) -> Shape:
    """A shape with fewer points (Douglas and Peucker): none lies farther away than `finest` of its size.

    Rings that are too small to be seen are left out, but never the largest one.
    """
    box = box_of([shape])
    limit = finest * max(box.width, box.height)
    polygons = [[_thinned(ring, limit) for ring in polygon] for polygon in shape]
    kept = [[ring for ring in polygon if _is_seen(ring, limit)] for polygon in polygons]
    kept = [polygon for polygon in kept if polygon]
    return kept or [max(polygons, key=lambda polygon: abs(area_of(polygon[0])))[:1]]


def _is_seen(ring: Ring, limit: float) -> bool:
    return len(ring) >= FEWEST and abs(area_of(ring)) > limit * limit


def _thinned(ring: Ring, limit: float) -> Ring:
    """The two points farthest apart stay, and between them whatever bends more than the limit."""
    open_ring = ring[:-1]
    start = min(range(len(open_ring)), key=lambda at: open_ring[at])
    turned = [*open_ring[start:], *open_ring[:start], open_ring[start]]
    far = max(range(len(turned)), key=lambda at: math.dist(turned[0], turned[at]))
    keep = {0, far, len(turned) - 1}
    waiting = [(0, far), (far, len(turned) - 1)]
    while waiting:
        first, last = waiting.pop()
        worst, at = limit, 0
        for number in range(first + 1, last):
            away = _distance(turned[number], turned[first], turned[last])
            if away > worst:
                worst, at = away, number
        if at:
            keep.add(at)
            waiting += [(first, at), (at, last)]
    found = [turned[number] for number in sorted(keep)]
    return found if len(found) >= FEWEST else [turned[0], *_third(turned, far), turned[far], turned[0]]


def _third(ring: Ring, far: int) -> Ring:
    """The point farthest from the line between two, so that a triangle remains."""
    return [max(ring, key=lambda point: _distance(point, ring[0], ring[far]))]


def _distance(point: Point, start: Point, end: Point) -> float:
    """Between a point and a stretch of a line."""
    x, y = end[0] - start[0], end[1] - start[1]
    length = x * x + y * y
    if not length:
        return math.dist(point, start)
    at = max(0.0, min(1.0, ((point[0] - start[0]) * x + (point[1] - start[1]) * y) / length))
    return math.dist(point, (start[0] + at * x, start[1] + at * y))


def area_of(ring: Ring) -> float:
    """The area of a ring in square degrees, negative where it runs clockwise."""
    pairs = itertools.pairwise(ring)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


# --- on a surface ---


@dataclass(frozen=True)
class Box:
    """Between which longitudes and latitudes something lies."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        """In degrees."""
        return self.east - self.west

    @property
    def height(self) -> float:
        """In degrees."""
        return self.north - self.south


def box_of(shapes: Iterable[Shape], points: Iterable[Point] = ()) -> Box:
    """The box around shapes and points."""
    every = [*points, *(point for shape in shapes for ring in rings_of(shape) for point in ring)]
    east, north = [point[0] for point in every], [point[1] for point in every]
    return Box(min(east), min(north), max(east), max(north))


@dataclass(frozen=True)
class Projection:
    """From degrees to a surface `width` wide; degrees of longitude are as short as they are in its middle."""

    box: Box
    width: float
    margin: float = 0.0

    @property
    def _shrunk(self) -> float:
        return math.cos(math.radians((self.box.south + self.box.north) / 2))

    @property
    def _scale(self) -> float:
        across = max(self.box.width * self._shrunk, self.box.height * 0.5, 1e-9)
        return (self.width - 2 * self.margin) / across

    @property
    def height(self) -> float:
        """How high the surface is."""
        return self.box.height * self._scale + 2 * self.margin

    def at(self, point: Point) -> Point:
        """Where a point lies, from the upper left."""
        used = self.box.width * self._shrunk * self._scale
        left = (self.width - used) / 2
        x = left + (point[0] - self.box.west) * self._shrunk * self._scale
        return x, self.margin + (self.box.north - point[1]) * self._scale

    def path(self, shape: Shape) -> str:
        """A shape as the `d` of an SVG path, to a tenth."""
        return "".join(self._ring(ring) for ring in rings_of(shape))

    def _ring(self, ring: Ring) -> str:
        points = [self.at(point) for point in ring[:-1]]
        return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points) + "Z"


def middle_of(shape: Shape) -> Point:
    """A point well inside the largest polygon of a shape, for its name: the middle of the widest stretch inside it, of
    some lines across.
    """
    outer = max((polygon for polygon in shape), key=lambda polygon: abs(area_of(polygon[0])))
    box = box_of([[outer]])
    best: tuple[float, Point] = (-1.0, outer[0][0])
    for part in range(3, 8):
        north = box.south + box.height * part / 10
        for west, east in _stretches(outer, north):
            width = (east - west) * (1 - abs(part - 5) / 20)
            best = max(best, (width, ((west + east) / 2, north)))
    return best[1]


def _stretches(polygon: list[Ring], north: float) -> Iterator[Point]:
    """From where to where a line across lies inside a polygon."""
    crossed = sorted(
        a[0] + (north - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        for ring in polygon
        for a, b in itertools.pairwise(ring)
        if (a[1] > north) != (b[1] > north)
    )
    yield from zip(crossed[::2], crossed[1::2], strict=False)


def contains(shape: Shape, point: Point) -> bool:
    """Whether a point lies inside a shape (and not in a hole of it)."""
    inside = False
    for ring in rings_of(shape):
        for a, b in itertools.pairwise(ring):
            if (a[1] > point[1]) != (b[1] > point[1]):
                crossed = a[0] + (point[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
                inside ^= point[0] < crossed
    return inside
