"""Pages that modules give a place in the navigation; see `kit.navigation.areas` for which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import reverse

from santong.kit.access import Viewer
from santong.kit.access.roles import unknown_permission
from santong.kit.registry import Declared, Label

TODAY, PERSON, MESSAGES = "today", "person", "messages"
"""Topics with a place of their own: what concerns today, the menu of one's own account, the bell at the top."""
TOPICS = frozenset(
    {
        TODAY, PERSON, MESSAGES, "accounts", "audit", "calendar", "campus", "child", "content", "data", "devices",
        "homework", "imports", "interns", "learning", "office", "pupils", "quality", "reporting", "requests",
        "research", "resources", "results", "rights", "schools", "services", "settings", "space", "staff", "system",
        "teaching",
    }
)  # fmt: skip
"""What functions are about. A layout says in which of its areas each topic stands."""


@cache
def _address(url_name: str) -> str:
    """The address of a page without arguments, which stays as it is while the process runs."""
    return reverse(url_name)


# Two items are the same if they are one object: comparing or hashing their words would translate them on every page.
@dataclass(frozen=True, eq=False)
class MenuItem(Declared):
    """A page with a place in the navigation: a tab of its area, and a line among all functions.

    Shown to whoever holds `permission` anywhere and acts in one of `categories` (none: any). What waits on its page
    (`ToDo`) is counted beside it. `note` says in a few words what it is for.
    """

    label: Label
    url_name: str
    icon: str
    permission: str | None = None
    topic: str = TODAY
    order: int = 100
    categories: tuple[str, ...] = ()
    note: Label = ""

    @property
    def url(self) -> str:
        """Where it leads."""
        return _address(self.url_name)

    def shown_to(self, viewer: Viewer) -> bool:
        """Whether the viewer can use the page that this leads to."""
        if self.categories and viewer.category not in self.categories:
            return False
        return self.permission is None or viewer.can(self.permission)

    def faults(self) -> Iterator[str]:
        """A permission or topic that nobody declares."""
        yield from unknown_permission(self, self.permission)
        if self.topic not in TOPICS:
            yield f"menu item {self.url_name!r} names the unknown topic {self.topic!r}"
