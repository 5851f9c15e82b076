"""The dashboard of a place, its exports, on paper, and full-screen for whoever is signed in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from santong.domains.governance.dashboards import words
from santong.domains.governance.dashboards.models import VIEW, WALLS, WRITE, Dashboard
from santong.domains.governance.dashboards.presenting import presented
from santong.domains.governance.dashboards.printing import paper_of
from santong.domains.governance.dashboards.reading import Board, dashboards_for, read
from santong.domains.governance.indicators.public import KINDS, LEVELS, month_named, months_computed
from santong.domains.platform.figures.public import places_below
from santong.domains.platform.organisations.public import Organisation, lineage, place_chosen
from santong.kit.http import Request
from santong.kit.measures.public import Period
from santong.kit.pages.exports import TYPES, export_response
from santong.kit.printing.documents import answer
from santong.lib.whole_numbers import whole_number

Kind = Organisation.Kind


@login_required
@require_safe
def board_page(request: Request) -> HttpResponse:
    """A dashboard of a place in a month; the first one unless the address names another."""
    viewer, place, month = request.viewer, place_asked(request), month_named(request.GET.get("month", ""))
    choices = list(dashboards_for(viewer, place))
    dashboard = _chosen(request, choices)
    board = read(viewer, dashboard, place, month) if dashboard is not None else None
    months = months_computed()
    context: dict[str, Any] = {
        "place": place,
        "above": [each for each in lineage(place)[:-1] if each.kind in KINDS and viewer.can(VIEW, each.path)],
        "below": places_below(place),
        "month": month,
        "months": months if month in months else sorted({month, *months}, reverse=True),
        "choices": choices,
        "dashboard": dashboard,
        "is_running": month == Period.this_month().first,
        "query": query_of(place, month),
        "may_write": viewer.can(WRITE, place.path),
        "may_show": viewer.can(WALLS, place.path),
        **(presented(viewer, board) if board is not None else {}),
    }
    return render(request, "dashboards/board.html", context)


def place_asked(request: Request) -> Organisation:
    """The bureau or school that an address asks for: 404 for any that the viewer may not look at."""
    place = place_chosen(request.viewer, VIEW, request.GET.get("place", ""))
    if place.kind not in KINDS:
        raise Http404(place.kind)
    return place


def query_of(place: Organisation, month: date) -> str:
    """Place and month for an address."""
    return urlencode({"place": str(place.pk), "month": f"{month:%Y-%m}"})


def _chosen(request: Request, choices: list[Dashboard]) -> Dashboard | None:
    key = whole_number(request.GET.get("board", ""))
    # Of another level are the dashboards of a place above: whoever goes down the tree gets the first one there.
    return next((each for each in choices if each.pk == key), choices[0] if choices else None)


def board_asked(request: Request, pk: int, only: int | None = None) -> Board:
    """A dashboard by its key, of the place and month of the address; 404 for one of another level."""
    place, month = place_asked(request), month_named(request.GET.get("month", ""))
    dashboard = request.viewer.get(Dashboard, pk, VIEW)
    if dashboard.level != LEVELS[Kind(place.kind)] or not place.path.startswith(dashboard.path):
        raise Http404(pk)
    return read(request.viewer, dashboard, place, month, only)


@login_required
@require_safe
def export(request: Request, pk: int) -> HttpResponseBase:
    """All figures of a dashboard as a sheet."""
    board = board_asked(request, pk)
    return _sent(request, words.board_sheet(board), board, board.dashboard.name)


@login_required
@require_safe
def export_panel(request: Request, pk: int, panel: int) -> HttpResponseBase:
    """What one panel shows as a sheet: its months, the places inside, or its peers."""
    board = board_asked(request, pk, panel)
    if not board.shown:
        raise Http404(panel)
    return _sent(request, words.sheet(board.shown[0]), board, board.shown[0].name)


def _sent(request: Request, rows: list[list[Any]], board: Board, name: str) -> HttpResponseBase:
    kind = request.GET.get("format", "xlsx")
    title = "-".join((board.place.name, name, f"{board.month:%Y-%m}"))
    return export_response(request, rows, name=title, kind=kind if kind in TYPES else "xlsx")


@login_required
@require_POST
def print_board(request: Request, pk: int) -> HttpResponse:
    """A dashboard on paper: A4, landscape, with the day, where the figures come from, and what isn't known."""
    board = board_asked(request, pk)
    if not board.shown:
        raise Http404(_("Nothing of this dashboard is known yet."))
    return answer(request, paper_of(request.viewer, board))
