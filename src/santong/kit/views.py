"""The kit's own pages: home, undo, language."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from santong.kit.home import DayNote, HomeCard
from santong.kit.http import Request
from santong.kit.registry import registry
from santong.kit.undo import CannotUndo, take_back


@login_required
@require_safe
def home(request: Request) -> HttpResponse:
    """The cards that modules put on the home page of this viewer."""
    viewer = request.viewer
    cards = [card for card in registry.of(HomeCard) if card.permission is None or viewer.can(card.permission)]
    rendered = [(card.width, html) for card in cards if (html := card.render(request))]
    context = {
        "bands": bands(rendered),
        "today": timezone.localtime(),
        "day_notes": [text for note in registry.of(DayNote) if (text := note.text(request))],
    }
    return render(request, "kit/home.html", context)


def bands(cards: list[tuple[str, str]]) -> list[list[tuple[str, list[str]]]]:
    """Lay (width, HTML) out in bands from top to bottom, each of one or two columns of (width, HTML …).

    A full card is a band of its own; between two of them wide cards stand in the left column and
    narrow ones in the right, so that cards of different heights leave no holes.
    """
    found: list[list[tuple[str, list[str]]]] = []
    for is_full, run in groupby(cards, key=lambda card: card[0] == "full"):
        if is_full:
            found += [[("full", [html])] for _width, html in run]
            continue
        band = list(run)
        columns = {width: [html for own, html in band if own == width] for width in ("wide", "narrow")}
        found.append([(width, stack) for width, stack in columns.items() if stack])
    return found


@login_required
@require_POST
def undo(request: Request, step_id: UUID) -> HttpResponse:
    """Take a step back, and return to where the button was pressed."""
    try:
        messages.success(request, take_back(request.viewer, step_id))
    except CannotUndo as problem:
        messages.error(request, str(problem))
    return redirect(back_to(request))


def back_to(request: Request, fallback: str = "/") -> str:
    """The page that the request came from, if it is one of ours."""
    target = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return target
    return fallback
