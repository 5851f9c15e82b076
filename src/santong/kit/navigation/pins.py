"""Up to six pages of one's own in the side navigation: those of the layout until somebody changes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.menu import PERSON, MenuItem
from santong.kit.models import PinBoard
from santong.kit.navigation.areas import MOST_PINS, Layout, layouts_of, nearest, reached_by
from santong.kit.refusals import NotPossible
from santong.kit.views import back_to

LONGEST_PATH, LONGEST_TITLE = 200, 60
ICON = "pin"
SECONDS = 30
"""How old the pins of a page may be that were changed on another device."""


@dataclass(frozen=True)
class Pin:
    """A page that somebody keeps at hand."""

    path: str
    title: str
    icon: str = ICON


def pins_of(viewer: Viewer) -> list[Pin]:
    """What the viewer has pinned, or what their layout pins at first, as far as they reach it."""
    layout = next(iter(layouts_of(viewer)), None)
    if viewer.person_id is None or layout is None:
        return []
    key = _key(viewer.person_id, layout)
    pins: list[Pin] | None = cache.get(key)
    if pins is None:
        board = PinBoard.objects.filter(person_id=viewer.person_id, layout=layout.name).first()
        pins = _arranged(viewer, board) if board else _at_first(viewer, layout.pins)
        cache.set(key, pins, SECONDS)
    return pins


def _arranged(viewer: Viewer, board: PinBoard) -> list[Pin]:
    """The pins of a board; functions are called as they are in the reader's language, other pages as they were."""
    functions = {item.url: item for item in reached_by(viewer)}
    pins = [Pin(**entry) for entry in board.entries]
    return [_pin_of(functions[pin.path]) if pin.path in functions else pin for pin in pins]


def _pin_of(item: MenuItem) -> Pin:
    return Pin(item.url, str(item.label), item.icon)


def _key(person_id: int, layout: Layout) -> str:
    return f"pins-{person_id}-{layout.name}-{get_language()}"


def _at_first(viewer: Viewer, names: tuple[str, ...]) -> list[Pin]:
    reached = {item.url_name: item for item in reached_by(viewer)}
    return [_pin_of(reached[name]) for name in names if name in reached]


@login_required
@require_POST
def change(request: Request) -> HttpResponse:
    """Pin a page (`add`), take a pin away (`remove`), or move it (`up`, `down`)."""
    path, title = request.POST.get("path", ""), request.POST.get("title", "").strip()[:LONGEST_TITLE]
    move = MOVES.get(request.POST.get("action", ""))
    try:
        if move is None:
            raise NotPossible(_("This can't be done with a pin."))
        _rearrange(request, path, title, move)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect(back_to(request, reverse("kit:functions")))


def _rearrange(request: Request, path: str, title: str, move: Callable[[list[Pin], Pin], list[Pin]]) -> None:
    viewer, layout = request.viewer, layouts_of(request.viewer)[0]
    assert viewer.person_id is not None
    pin = Pin(path, title or path, _icon_of(viewer, path))
    with transaction.atomic():
        board, _new = PinBoard.objects.select_for_update().get_or_create(
            person_id=viewer.person_id,
            layout=layout.name,
            defaults={"entries": [asdict(each) for each in pins_of(viewer)]},
        )
        board.entries = [asdict(each) for each in move([Pin(**entry) for entry in board.entries], pin)]
        board.save(update_fields=["entries"])
    cache.delete(_key(viewer.person_id, layout))


def _icon_of(viewer: Viewer, path: str) -> str:
    """The icon of the function whose page it is, or lies below."""
    icons = {item.url: item.icon for item in reached_by(viewer) if item.topic != PERSON}
    return icons.get(nearest(path, icons), ICON)


def _add(pins: list[Pin], pin: Pin) -> list[Pin]:
    if any(each.path == pin.path for each in pins):
        return pins
    if len(pins) >= MOST_PINS:
        raise NotPossible(_("%(most)s pages can be pinned. Take one away first.") % {"most": MOST_PINS})
    if not is_ours(pin.path):
        raise NotPossible(_("Only pages of this platform can be pinned."))
    return [*pins, pin]


def is_ours(path: str) -> bool:
    """Whether a path, with its filters, leads to a page of the platform."""
    if not path.startswith("/") or len(path) > LONGEST_PATH or not url_has_allowed_host_and_scheme(path, None):
        return False
    try:
        resolve(path.partition("?")[0])
    except Resolver404:
        return False
    return True


def _remove(pins: list[Pin], pin: Pin) -> list[Pin]:
    return [each for each in pins if each.path != pin.path]


def _moved(by: int) -> Callable[[list[Pin], Pin], list[Pin]]:
    def move(pins: list[Pin], pin: Pin) -> list[Pin]:
        at = next((number for number, each in enumerate(pins) if each.path == pin.path), None)
        if at is None or not 0 <= at + by < len(pins):
            return pins
        rest = [each for number, each in enumerate(pins) if number != at]
        return [*rest[: at + by], pins[at], *rest[at + by :]]

    return move


MOVES = {"add": _add, "remove": _remove, "up": _moved(-1), "down": _moved(1)}
