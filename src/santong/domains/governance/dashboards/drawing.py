"""Pictures of figures as SVG made here: lines of months, the strip of the peers, maps. They need no script, and print.

What is a colour on the page is a class here (`dashboards.css`); on paper and walls the same classes have other colours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from santong.domains.governance.dashboards.reading import Row, Shown
from santong.domains.governance.dashboards.words import SIGNS, number
from santong.domains.governance.indicators.public import Light
from santong.lib.boundaries import Point, Projection, Shape, box_of, middle_of

WIDTH, MARGIN = 640.0, 12.0
TILE, GAP = 62.0, 8.0
STEPS = 4
MOST_COLUMNS = 6
HAN = 13.0
"""How wide a Chinese character of a name in a tile is."""


@dataclass(frozen=True)
class Trend:
    """The line of some months in a picture of `width` by `height`: `lines` are its stretches, with gaps between them.

    `low` and `high` are what stands at its lower and upper edge.
    """

    width: int
    height: int
    lines: Sequence[str]
    dots: Sequence[Point]
    end: Point | None
    target: float | None
    low: str
    high: str
    first: str
    last: str


def trend(shown: Shown, width: int = 200, height: int = 60, inset: int = 4) -> Trend | None:
    """The months of a figure as a line; None for fewer than two that are known.

    The scale has room around what is shown, so that small noise looks small.
    """
    known = [row.value for row in shown.months if row.value is not None]
    if len(known) < 2:
        return None
    every = [*known, shown.target] if shown.target is not None else known
    low, high = _scale(every, shown)
    across = (width - 2 * inset) / (len(shown.months) - 1)

    def at(number_: int, value: float) -> Point:
        return inset + number_ * across, inset + (high - value) / (high - low) * (height - 2 * inset)

    points = [None if row.value is None else at(place, row.value) for place, row in enumerate(shown.months)]
    lines = [" ".join(f"{x:.1f},{y:.1f}" for x, y in stretch) for stretch in _stretches(points)]
    target = None if shown.target is None else round(at(0, shown.target)[1], 1)
    found = [(round(x, 1), round(y, 1)) for x, y in (point for point in points if point)]
    return Trend(
        width, height, lines, found, found[-1] if points[-1] else None, target, number(low, shown.digits),
        number(high, shown.digits), shown.months[0].label, shown.months[-1].label,
    )  # fmt: skip


def _scale(values: Sequence[float], shown: Shown) -> tuple[float, float]:
    """From where to where the picture goes: at least a tenth of the figure, never below zero for what can't be."""
    low, high = min(values), max(values)
    least = max(abs(high) * 0.1, 10.0**-shown.digits)
    room = max(high - low, least) * 0.15
    if high - low < least:
        middle = (low + high) / 2
        low, high = middle - least / 2, middle + least / 2
    bottom = low - room
    if min(values) >= 0:
        bottom = max(bottom, 0.0)
    top = min(high + room, 100.0) if shown.is_percent and max(values) <= 100 else high + room
    return bottom, top if top > bottom else bottom + 1


def _stretches(points: Sequence[Point | None]) -> list[list[Point]]:
    found: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        else:
            found[-1].append(point)
    return [stretch for stretch in found if len(stretch) > 1]


@dataclass(frozen=True)
class Strip:
    """Where the middle half of the peers, their median and the place itself stand on a strip of 200."""

    low: float
    wide: float
    middle: float
    own: float


def strip(shown: Shown) -> Strip | None:
    """The peers of a place as a strip; None where there are none."""
    peers, value = shown.peers, shown.value
    if peers is None or value is None:
        return None
    least, most = min(peers.low, value), max(peers.high, value)
    room = (most - least) * 0.15 or 1.0
    scale = 200 / (most - least + 2 * room)

    def at(each: float) -> float:
        return round((each - least + room) * scale, 1)

    return Strip(at(peers.low), round(at(peers.high) - at(peers.low), 1) or 1.0, at(peers.middle), at(value))


@dataclass(frozen=True)
class Region:
    """A place on a map: its outline (`d`), a tile, or a point; its sign, name and figure stand at `x`, `y`."""

    row: Row
    look: str
    sign: str
    x: float
    y: float
    name: str
    d: str = ""
    tile: tuple[float, float, float] | None = None
    is_point: bool = False


@dataclass(frozen=True)
class Picture:
    """A map: `width` by `height`, the outline of the whole, regions. `is_tiled`: no boundary is known at all."""

    width: int
    height: int
    regions: Sequence[Region]
    outline: str
    is_tiled: bool


def map_of(
    shown: Shown, shapes: dict[int, Shape], points: dict[int, Point] | None = None, around: Shape | None = None
) -> Picture | None:
    """The places inside as a map: by their boundaries, by where they lie within that of the whole, else as tiles.

    `shapes` and `points` are by the keys of places, in WGS-84.
    """
    rows = [row for row in shown.rows if row.place is not None]
    if not rows:
        return None
    looks = _looks(shown, rows)
    known = {row.place.pk: shapes[row.place.pk] for row in rows if row.place and row.place.pk in shapes}
    spots = {key: point for key, point in (points or {}).items() if around is not None and key not in known}
    drawn: list[Region] = []
    height, outline = MARGIN, ""
    if known or (around is not None and spots):
        frame = [*known.values(), *([around] if around is not None else [])]
        projection = Projection(box_of(frame), WIDTH, MARGIN)
        height, outline = projection.height, projection.path(around) if around is not None else ""
        for row in rows:
            key = row.place.pk if row.place else 0
            if key in known:
                x, y = projection.at(middle_of(known[key]))
                drawn.append(Region(row, looks[key], SIGNS[row.light], x, y, row.label, projection.path(known[key])))
            elif key in spots:
                x, y = projection.at(spots[key])
                drawn.append(Region(row, looks[key], SIGNS[row.light], x, y, _name_at(x, y, row, drawn), is_point=True))
    placed = {region.row.place.pk for region in drawn if region.row.place}
    rest = [row for row in rows if row.place and row.place.pk not in placed]
    tiles, bottom = _tiles(rest, looks, height if drawn else MARGIN)
    return Picture(int(WIDTH), math.ceil(bottom + MARGIN), [*drawn, *tiles], outline, not drawn)


def _name_at(x: float, y: float, row: Row, drawn: Sequence[Region]) -> str:
    """The name beside a point, "" where it would lie upon another one: it stands in the table all the same."""
    wide = HAN * 1.2 * len(row.label)
    crowded = any(abs(each.y - y) < 34 and abs(each.x - x) < max(wide, 80) for each in drawn)
    return "" if crowded else row.label


def _looks(shown: Shown, rows: Sequence[Row]) -> dict[int, str]:
    """The class of each place: of its light, else of the quarter of the range in which its figure lies."""
    values = [row.value for row in rows if row.value is not None]
    low, high = (min(values), max(values)) if values else (0.0, 0.0)
    found = {}
    for row in rows:
        key = row.place.pk if row.place else 0
        if shown.is_lit:
            found[key] = f"map-{row.light.value}"
        elif row.value is None:
            found[key] = "map-unknown"
        else:
            step = int((row.value - low) / (high - low) * STEPS) if high > low else 1
            found[key] = f"map-step-{min(step, STEPS - 1)}"
    return found


def _tiles(rows: Sequence[Row], looks: dict[int, str], top: float) -> tuple[list[Region], float]:
    """Places side by side in the order of the tree; where they end."""
    if not rows:
        return [], top
    columns = min(MOST_COLUMNS, max(2, math.ceil(math.sqrt(len(rows) * 1.3))))
    wide = (WIDTH - 2 * MARGIN - (columns - 1) * GAP) / columns
    longest = int((wide - 12) / HAN)
    found = []
    for number_, row in enumerate(rows):
        x = MARGIN + number_ % columns * (wide + GAP)
        y = top + number_ // columns * (TILE + GAP)
        name = row.label if len(row.label) <= longest else f"{row.label[: longest - 1]}…"
        look = looks[row.place.pk if row.place else 0]
        found.append(
            Region(row, look, SIGNS[row.light], x + wide / 2, y + TILE / 2, name, tile=(round(x, 1), round(y, 1),
                                                                                      round(wide, 1)))
        )  # fmt: skip
    lines = math.ceil(len(rows) / columns)
    return found, top + lines * (TILE + GAP) - GAP


def legend(shown: Shown) -> list[tuple[str, str, str]]:
    """What the looks of a map mean: class, sign, words."""
    if shown.is_lit:
        lights = (Light.MET, Light.NEAR, Light.BEHIND, Light.UNKNOWN, Light.NONE)
        present = {row.light for row in shown.rows}
        return [(f"map-{light.value}", SIGNS[light], str(light.label)) for light in lights if light in present]
    values = [row.value for row in shown.rows if row.value is not None]
    if not values or min(values) == max(values):
        return []
    low, span = min(values), (max(values) - min(values)) / STEPS
    edges = [number(low + step * span, shown.digits) for step in range(STEPS + 1)]
    return [(f"map-step-{step}", "", f"{edges[step]}–{edges[step + 1]}") for step in range(STEPS)]
