"""What modules put into the command palette: things to do, and sources of what is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from santong.kit.access import Viewer
from santong.kit.access.roles import unknown_permission
from santong.kit.registry import Declared, Label


@dataclass(frozen=True)
class SearchHit:
    """One row of the command palette; one that `goes_on` puts that into the box instead of leading somewhere."""

    title: str
    url: str
    subtitle: str = ""
    icon: str = "file"
    goes_on: str = ""


@dataclass(frozen=True)
class SearchSource(Declared):
    """Answers `find(viewer, query, limit)` with hits that the viewer may open."""

    name: str
    label: Label
    find: Callable[[Viewer, str, int], Iterable[SearchHit]]
    order: int = 100


@dataclass(frozen=True)
class Verb(Declared):
    """Something to do, found in the command palette by its label, or by one of `words` (with blanks between them).

    `url_name` is where it is done. `find(viewer, query, limit)` gives what it can be done to, as
    hits that lead to the deed: "Transfer Zhang" finds Zhang and opens the transfer. Shown to whoever
    holds `permission` anywhere and acts in one of `categories` (none: any).
    """

    label: Label
    icon: str
    permission: str | None = None
    url_name: str = ""
    url_args: tuple[str, ...] = ()
    words: Label = ""
    find: Callable[[Viewer, str, int], Iterable[SearchHit]] | None = None
    categories: tuple[str, ...] = ()
    order: int = 100

    def shown_to(self, viewer: Viewer) -> bool:
        """Whether the viewer can do this anywhere."""
        if self.categories and viewer.category not in self.categories:
            return False
        return self.permission is None or viewer.can(self.permission)

    def faults(self) -> Iterable[str]:
        """A permission that nobody declares."""
        return unknown_permission(self, self.permission)
