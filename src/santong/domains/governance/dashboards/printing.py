"""A dashboard on paper."""

from __future__ import annotations

from santong.domains.governance.dashboards.presenting import presented
from santong.domains.governance.dashboards.reading import Board
from santong.kit.access import Viewer
from santong.kit.printing.documents import Paper

NAME = "dashboard"


def paper_of(viewer: Viewer, board: Board) -> Paper:
    """The document of a dashboard at a place in a month."""
    return Paper(
        name=NAME, template="dashboards/print/board.html", title=f"{board.dashboard.name} · {board.month:%Y-%m}",
        context={**presented(viewer, board), "place": board.place}, issuer=board.place.name,
        rows=len(board.shown), object_id=board.dashboard.pk, path=board.place.path, landscape=True,
    )  # fmt: skip
