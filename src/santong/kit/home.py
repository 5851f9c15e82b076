"""What modules put on the home page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from santong.kit.access.roles import unknown_permission
from santong.kit.registry import Declared


@dataclass(frozen=True)
class HomeCard(Declared):
    """A card on the home page: `render(request)` gives HTML, or "" when there is nothing to say.

    `width` is "full", "wide" or "narrow".
    """

    name: str
    render: Callable[[Any], str]
    permission: str | None = None
    order: int = 100
    width: str = "wide"

    def faults(self) -> Iterable[str]:
        """A permission that nobody declares."""
        return unknown_permission(self, self.permission)


@dataclass(frozen=True)
class DayNote(Declared):
    """A few words about today beside the date on the home page; `text(request)` gives them, or ""."""

    name: str
    text: Callable[[Any], str]
    order: int = 100
