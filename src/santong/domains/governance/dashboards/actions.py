"""Writes: dashboards and what stands on them, boundaries, big screens and their devices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.governance.dashboards.models import (
    WALLS,
    WRITE,
    Boundary,
    Dashboard,
    DashboardPanel,
    Wall,
    WallBoard,
    WallDevice,
)
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.dashboards import MOST_PANELS
from santong.kit.pairing import claim, lock_out
from santong.kit.refusals import NotPossible
from santong.kit.steps import Condition, Holds, Whoever, step
from santong.lib.boundaries import Shape, rings_of

Figure = tuple[str, int | None, str]
"""What stands on a panel: how it is shown, the key of an indicator or the name of a measure."""


def put_dashboard(*, acting: Viewer, dashboard: Dashboard) -> Dashboard:
    """Keep a new dashboard, or a changed one."""
    acting.demand(WRITE, dashboard.path)
    with transaction.atomic(), named("dashboards.put"):
        dashboard.save()
    return dashboard


def panels_of(dashboard: Dashboard) -> list[Figure]:
    """What stands on a dashboard, in its order."""
    rows = DashboardPanel.objects.belonging_to(dashboard=dashboard).order_by("order", "pk")
    return list(rows.values_list("kind", "indicator", "measure"))


def _put_panels(dashboard: Dashboard, wanted: Sequence[Any]) -> None:
    dashboard.revision += 1
    dashboard.save(update_fields=["revision"])
    DashboardPanel.objects.belonging_to(dashboard=dashboard).delete()
    DashboardPanel.objects.bulk_create(
        DashboardPanel(dashboard=dashboard, order=number, kind=kind, indicator_id=indicator, measure=measure)
        for number, (kind, indicator, measure) in enumerate(wanted)
    )


def _is_full(acting: Viewer, dashboard: Dashboard) -> bool:
    return len(panels_of(dashboard)) >= MOST_PANELS


def _is_empty(acting: Viewer, dashboard: Dashboard) -> bool:
    return not panels_of(dashboard)


@step(
    Dashboard, "dashboards.add_panel", who=Holds(WRITE),
    unless=(Condition(_is_full, gettext_lazy("It is full. Take a figure off first, or begin another dashboard.")),),
)  # fmt: skip
def add_panel(*, acting: Viewer, dashboard: Dashboard, kind: str, figure: tuple[int | None, str]) -> list[Figure]:
    """Put a figure at the end of a dashboard; what stood there before."""
    before = panels_of(dashboard)
    _put_panels(dashboard, [*before, (kind, *figure)])
    return before


@step(
    Dashboard, "dashboards.arrange", who=Holds(WRITE),
    unless=(Condition(_is_empty, gettext_lazy("Nothing stands on it yet. Put a figure on it first.")),),
)  # fmt: skip
def arrange(*, acting: Viewer, dashboard: Dashboard, wanted: Sequence[Figure]) -> list[Figure]:
    """Put the figures into another order, show them otherwise, take some off; what stood there before."""
    before = panels_of(dashboard)
    if list(wanted) != before:
        _put_panels(dashboard, wanted)
    return before


@add_panel.back
def _take_panel_off(acting: Viewer, dashboard: Dashboard, before: Any) -> None:
    _put_panels(dashboard, before)


@arrange.back
def _arrange_as_before(acting: Viewer, dashboard: Dashboard, before: Any) -> None:
    _put_panels(dashboard, before)


def _writes_somewhere(viewer: Viewer, row: Dashboard) -> bool:
    return viewer.can(WRITE)


@step(Dashboard, "dashboards.copy", who=Whoever(_writes_somewhere, WRITE))
def copy_dashboard(*, acting: Viewer, dashboard: Dashboard, place: Organisation, name: str) -> int:
    """Make a copy for a bureau, to be changed there; its key."""
    acting.demand(WRITE, place.path)
    copy = Dashboard(place=place, path=place.path, name=name, note=dashboard.note, level=dashboard.level)
    copy.save()
    _put_panels(copy, panels_of(dashboard))
    return copy.pk


@copy_dashboard.back
def _remove_copy(acting: Viewer, dashboard: Dashboard, key: Any) -> None:
    Dashboard.objects.noted([key]).remove()


def put_boundaries(*, acting: Viewer, given: Mapping[Organisation, Shape], datum: str, source: str) -> list[Boundary]:
    """Keep the boundaries of places, in place of those that they had."""
    with transaction.atomic(), named("dashboards.put_boundary" if len(given) == 1 else "dashboards.import_boundaries"):
        return [_put_boundary(acting, place, shape, datum, source) for place, shape in given.items()]


def _put_boundary(acting: Viewer, place: Organisation, shape: Shape, datum: str, source: str) -> Boundary:
    acting.demand(WRITE, place.path)
    row = Boundary.objects.belonging_to(place=place).first() or Boundary(place=place, path=place.path)
    row.shape, row.points = shape, sum(len(ring) - 1 for ring in rings_of(shape))
    row.datum, row.source = datum, source
    row.save()
    return row


def put_wall(*, acting: Viewer, wall: Wall, boards: Iterable[Dashboard], code: str = "") -> Wall:
    """Set up a big screen with the dashboards that it shows in turn; a `code` pairs the device that shows it."""
    acting.demand(WALLS, wall.path)
    chosen = list(boards)
    if any(board.path and not wall.path.startswith(board.path) for board in chosen):
        raise NotPossible(_("One of the dashboards isn't shown here."), field="boards")
    with transaction.atomic(), named("dashboards.put_wall"):
        wall.save()
        kept = {row.dashboard_id: row for row in WallBoard.objects.belonging_to(wall=wall)}
        WallBoard.objects.belonging_to(wall=wall).exclude(dashboard__in=[board.pk for board in chosen]).delete()
        WallBoard.objects.bulk_create(
            WallBoard(wall=wall, dashboard=board, order=number)
            for number, board in enumerate(chosen)
            if board.pk not in kept
        )
        if code:
            _pair(acting, wall, code)
            wall.save(update_fields=["state", "last_seen"])
    return wall


@step(Wall, "dashboards.pair", who=Holds(WALLS))
def pair(*, acting: Viewer, wall: Wall, code: str) -> None:
    """Let the device that shows a code show a big screen; the one before sees nothing any more."""
    _pair(acting, wall, code)


def _pair(acting: Viewer, wall: Wall, code: str) -> None:
    claim(acting=acting, model=WallDevice, row=wall, code=code)
    wall.state, wall.last_seen = Wall.State.PAIRED, timezone.now()


@step(Wall, "dashboards.revoke", who=Holds(WALLS), sources=(Wall.State.PAIRED,), target=Wall.State.REVOKED)
def revoke(*, acting: Viewer, wall: Wall) -> None:
    """Lock the device of a big screen out for good."""
    lock_out(model=WallDevice, row=wall)
