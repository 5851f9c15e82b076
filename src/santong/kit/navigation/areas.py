"""At most eight areas for everybody, each with the functions that belong to it.

A module never adds a line to the side navigation. It says of each of its pages what topic it belongs to
(`MenuItem.topic`); a `Layout` says for some roles which areas there are and which topics each gathers. Whoever
holds several roles has the areas of the first layout, and those of the others as far as there is room.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Viewer
from santong.kit.access.roles import roles_by_name
from santong.kit.menu import PERSON, MenuItem
from santong.kit.registry import Declared, Label, registry

MOST_AREAS = 8
MOST_PINS = 6


@dataclass(frozen=True, eq=False)
class Area:
    """One line of the side navigation. `name` stands in the address of its hub."""

    name: str
    label: Label
    icon: str
    topics: tuple[str, ...]


MORE = Area("more", _("More"), "dots", ())
"""What the layouts of somebody's roles have no place for."""


@dataclass(frozen=True)
class Layout(Declared):
    """The areas of whoever holds one of `roles`, in order; `pins` are address names of pages pinned at first.

    Of several layouts the one with the lowest `order` comes first. `dock` names the areas in the dock of a phone, as
    far as somebody has them; others follow in their order.
    """

    name: str
    roles: tuple[str, ...]
    areas: tuple[Area, ...]
    pins: tuple[str, ...] = ()
    dock: tuple[str, ...] = ()
    order: int = 100

    def faults(self) -> Iterator[str]:
        """Roles that nobody declares, and more areas than anybody takes in."""
        yield from (
            f"layout {self.name!r} names the unknown role {r!r}" for r in self.roles if r not in roles_by_name()
        )
        if len(self.areas) > MOST_AREAS:
            yield f"layout {self.name!r} has {len(self.areas)} areas, more than {MOST_AREAS}"


@dataclass(eq=False)
class Placed:
    """An area with those of its functions that a viewer reaches, in order."""

    area: Area
    items: list[MenuItem] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its only page, or the hub of its pages."""
        if len(self.items) == 1:
            return self.items[0].url
        return reverse("kit:area", args=[self.area.name])


def reached_by(viewer: Viewer) -> list[MenuItem]:
    """Every page with a place in the navigation that the viewer can use."""
    return [item for item in registry.of(MenuItem) if item.shown_to(viewer)]


def nearest(path: str, urls: Iterable[str]) -> str:
    """The one of some pages that a path is, or lies below; "" for none."""
    return max((url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default="")


def layouts_of(viewer: Viewer) -> list[Layout]:
    """The layouts of the viewer's roles, the leading one first; the last of all for somebody without a role."""
    roles = {grant.role for grant in viewer.grants}
    every = registry.of(Layout)
    return [layout for layout in every if roles & set(layout.roles)] or list(every[-1:])


def areas_of(viewer: Viewer, items: Iterable[MenuItem] | None = None) -> list[Placed]:
    """The areas of a viewer that hold anything, with what they hold."""
    left = [item for item in (reached_by(viewer) if items is None else items) if item.topic != PERSON]
    found: dict[str, Placed] = {}
    for number, layout in enumerate(layouts_of(viewer)):
        # Room for one more is kept for what no layout has a place for.
        left = _placed(layout.areas, left, found, MOST_AREAS - 1 if number else MOST_AREAS)
    if left:
        last = list(found.values())[-1] if len(found) >= MOST_AREAS else found.setdefault(MORE.name, Placed(MORE))
        last.items += left
    return list(found.values())


def docked(viewer: Viewer, placed: Sequence[Placed], most: int) -> list[Placed]:
    """The areas in the dock of a phone, in the order of all."""
    names = [name for layout in layouts_of(viewer)[:1] for name in layout.dock]
    chosen = sorted(placed, key=lambda each: each.area.name not in names)[:most]
    return [each for each in placed if each in chosen]


def _placed(areas: Sequence[Area], items: list[MenuItem], found: dict[str, Placed], room: int) -> list[MenuItem]:
    """Put items into areas, new ones as long as there is room for them; returns those that are left."""
    left = items
    for area in areas:
        mine = [item for item in left if item.topic in area.topics]
        if mine and (area.name in found or len(found) < room):
            placed = found.setdefault(area.name, Placed(area))
            placed.items += sorted(mine, key=lambda item: (area.topics.index(item.topic), item.order))
            left = [item for item in left if item.topic not in area.topics]
    return left
