"""A dashboard as pages, paper and walls show it: each panel with its picture and its words."""

from __future__ import annotations

from typing import Any

from santong.domains.governance.dashboards import drawing, words
from santong.domains.governance.dashboards.models import Boundary, PanelKind
from santong.domains.governance.dashboards.reading import Board, Shown
from santong.domains.governance.indicators.public import ICONS, TONES, Light
from santong.domains.platform.organisations.public import SchoolProfile
from santong.kit.access import Viewer
from santong.lib.boundaries import Point, Shape, contains


def presented(viewer: Viewer, board: Board) -> dict[str, Any]:
    """The parts of a dashboard for a template: its cards, and what stands below them."""
    land = land_of(viewer, board) if board.of_kind(PanelKind.MAP) else Land({}, {}, None)
    cards = [panel(board, each, land) for each in board.of_kind(PanelKind.CARD)]
    others = [panel(board, each, land) for each in board.shown if each.panel.kind != PanelKind.CARD]
    return {"board": board, "cards": cards, "others": others}


class Land:
    """What is known of where places lie: boundaries and points by their keys, and the boundary of the whole."""

    def __init__(self, shapes: dict[int, Shape], points: dict[int, Point], around: Shape | None) -> None:
        self.shapes, self.points, self.around = shapes, points, around


def land_of(viewer: Viewer, board: Board) -> Land:
    """Where the places of a dashboard's maps lie, as far as anybody has said."""
    keys = {row.place.pk for each in board.of_kind(PanelKind.MAP) for row in each.rows if row.place is not None}
    rows = Boundary.objects.visible_to(viewer).filter(place__in=[*keys, board.place.pk])
    shapes: dict[int, Shape] = dict(rows.values_list("place", "shape"))
    around = shapes.pop(board.place.pk, None)
    points = {}
    if around is not None:
        profiles = SchoolProfile.objects.open_to_everyone().filter(pk__in=keys).exclude(latitude=None)
        spots = {row.pk: (float(row.longitude or 0), float(row.latitude or 0)) for row in profiles}
        points = {key: spot for key, spot in spots.items() if contains(around, spot)}
    return Land(shapes, points, around)


def panel(board: Board, shown: Shown, land: Land) -> dict[str, Any]:
    """A panel for its template."""
    kind = shown.panel.kind
    found: dict[str, Any] = {
        "shown": shown, "kind": kind, "sentence": words.sentence(board, shown), "arrow": words.arrow(shown),
        "light": None if shown.light == Light.NONE else shown.light.label, "tone": TONES[shown.light],
        "icon": ICONS[shown.light], "sign": words.SIGNS[shown.light], "full": words.with_unit(shown),
    }  # fmt: skip
    if kind == PanelKind.TREND:
        found["trend"] = drawing.trend(shown)
    if kind == PanelKind.PEERS:
        found |= {"strip": drawing.strip(shown), "stands": words.stands(shown)}
    if kind in (PanelKind.MAP, PanelKind.TABLE):
        found["rows"] = [
            {
                "row": row, "change": words.change_of(shown, row), "tone": TONES[row.light], "icon": ICONS[row.light],
                "light": None if row.light == Light.NONE else row.light.label,
            }
            for row in shown.rows
        ]  # fmt: skip
    if kind == PanelKind.MAP:
        picture = drawing.map_of(shown, land.shapes, land.points, land.around)
        found |= {"map": picture, "legend": drawing.legend(shown), "said": words.map_said(shown)}
    return found
