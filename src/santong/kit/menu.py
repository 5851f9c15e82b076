"""What modules put into the navigation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from santong.kit.access import Viewer
from santong.kit.access.roles import unknown_permission
from santong.kit.registry import Declared, Label, Named, registry

MAIN, PERSON = "main", "person"
"""Sections that are always there: the main one has no heading, the other is the menu of one's account."""


@dataclass(frozen=True)
class MenuSection(Named):
    """A heading of the side navigation."""

    name: str
    label: Label
    order: int = 100


@dataclass(frozen=True)
class MenuItem(Declared):
    """One line of the side navigation. Shown to whoever holds `permission` anywhere.

    `dock` puts it into the phone's dock (five places, lowest `order` first). What waits on its page (`ToDo`) is
    counted beside it.
    """

    label: Label
    url_name: str
    icon: str
    permission: str | None = None
    section: str = MAIN
    order: int = 100
    dock: bool = False
    categories: tuple[str, ...] = ()

    def shown_to(self, viewer: Viewer) -> bool:
        """Whether the viewer can use the page that this leads to."""
        if self.categories and viewer.category not in self.categories:
            return False
        return self.permission is None or viewer.can(self.permission)

    def faults(self) -> Iterator[str]:
        """A permission or section that nobody declares."""
        yield from unknown_permission(self, self.permission)
        if self.section not in {MAIN, PERSON, *registry.by_name(MenuSection)}:
            yield f"menu item {self.url_name!r} names the unknown section {self.section!r}"
