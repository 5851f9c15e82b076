"""The page of an area: its functions with what waits there, what there is to do, and what modules show there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from santong.kit.access import Viewer
from santong.kit.access.roles import unknown_permission
from santong.kit.http import Request
from santong.kit.inbox import lines_on
from santong.kit.navigation.areas import Placed, areas_of
from santong.kit.palette import SearchHit
from santong.kit.registry import Declared, registry
from santong.kit.search import every_verb, verb_hit
from santong.kit.views import bands

MOST_VERBS = 4
MOST_WAITING = 6


@dataclass(frozen=True)
class HubCard(Declared):
    """A card on the hub of whichever area has `topic`; `render(request)` gives HTML, or "" for nothing to say."""

    topic: str
    render: Callable[[Any], str]
    permission: str | None = None
    order: int = 100
    width: str = "wide"

    def faults(self) -> Iterator[str]:
        """A permission that nobody declares."""
        yield from unknown_permission(self, self.permission)


@login_required
@require_safe
def area(request: Request, name: str) -> HttpResponse:
    """An area of this viewer, 404 for one that they don't have."""
    placed = next((each for each in areas_of(request.viewer) if each.area.name == name), None)
    if placed is None:
        raise Http404(name)
    waiting = lines_on(request.viewer, {item.url_name for item in placed.items}, MOST_WAITING)
    context = {
        "area": placed.area,
        "items": placed.items,
        "verbs": verbs_of(request.viewer, placed)[:MOST_VERBS],
        "waiting": waiting,
        "bands": bands(_cards(request, placed)),
    }
    return render(request, "kit/area.html", context)


def verbs_of(viewer: Viewer, placed: Placed) -> list[SearchHit]:
    """What there is to do whose page lies below one of the area's."""
    below = tuple(item.url for item in placed.items)
    hits = [verb_hit(verb) for verb in every_verb() if verb.url_name and verb.shown_to(viewer)]
    return [hit for hit in hits if hit.url.startswith(below) and hit.url not in below]


def _cards(request: Request, placed: Placed) -> list[tuple[str, str]]:
    topics = {item.topic for item in placed.items}
    cards = [card for card in registry.of(HubCard) if card.topic in topics]
    may = [card for card in cards if card.permission is None or request.viewer.can(card.permission)]
    return [(card.width, html) for card in may if (html := card.render(request))]
