"""All functions of a viewer from A to Z, and the pins that they choose among them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from santong.kit.http import Request
from santong.kit.navigation.areas import MOST_PINS, areas_of, reached_by
from santong.kit.navigation.pins import pins_of
from santong.kit.registry import Label
from santong.kit.search import means, readings

LONGEST_QUERY = 60


@dataclass(frozen=True)
class Function:
    """A page that a viewer reaches; `initial` is the letter that it stands under."""

    label: str
    url: str
    icon: str
    area: Label
    note: Label
    initial: str
    reading: str
    is_pinned: bool


@login_required
@require_safe
def functions(request: Request) -> HttpResponse:
    """Every function with its area, by the first letter of its name or its pinyin; some by `q`."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    pins = pins_of(request.viewer)
    found = [each for each in _functions(request, {pin.path for pin in pins}) if not query or means(query, each.label)]
    letters: dict[str, list[Function]] = {}
    for each in sorted(found, key=lambda each: (each.initial, each.reading)):
        letters.setdefault(each.initial, []).append(each)
    context = {
        "letters": list(letters.items()),
        "number": len(found),
        "q": query,
        "pins": pins,
        "most": MOST_PINS,
        "free": range(MOST_PINS - len(pins)),
        "is_full": len(pins) >= MOST_PINS,
    }
    return render(request, "kit/functions.html", context)


def _functions(request: Request, pinned: set[str]) -> list[Function]:
    areas = {item: placed.area.label for placed in areas_of(request.viewer) for item in placed.items}
    return [
        _function(str(item.label), item.url, item.icon, areas.get(item, _("Me")), item.note, pinned)
        for item in reached_by(request.viewer)
    ]


def _function(label: str, url: str, icon: str, area: Label, note: Label, pinned: set[str]) -> Function:
    reading = (readings(label) or (label.casefold(),))[0]
    initial = reading[:1].upper() if reading[:1].isalpha() else "#"
    return Function(label, url, icon, area, note, initial, reading, url in pinned)
